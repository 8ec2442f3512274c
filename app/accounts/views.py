"""Signing in and out, passwords, and a person's own account page."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import Blueprint, redirect, request, session, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from app.accounts import interrupted, passwords, queries, saved_lists, services, sessions
from app.accounts.devices import device
from app.accounts.forms import PasswordForm, PreferencesForm, SavedListForm, SignInForm
from app.accounts.models import Account
from app.errors import Conflict, NotFound
from app.notifications.addresses import is_unconfirmed, person
from app.notifications.refused import refused_of
from app.organisations.queries import organisation
from app.policy import VISITOR, Role
from app.web.forms import BaseForm
from app.web.guard import SignInNeeded, viewer
from app.web.once import once
from app.web.rendering import render, tell

blueprint = Blueprint("accounts", __name__)
blueprint.add_app_template_filter(device)


def safe_next(address: str | None) -> str:
    """Where to go after signing in: a path of ours, never another site."""
    home = url_for("home.show_home")
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return home
    try:
        parts = urlsplit(address)
    except ValueError:
        return home
    return address if not parts.scheme and not parts.netloc and "\\" not in address else home


@blueprint.app_errorhandler(SignInNeeded)
def ask_to_sign_in(_error: SignInNeeded) -> Response:
    """Back to where they wanted to go, with what they had typed when their session ended."""
    if request.endpoint == "accounts.sign_out":  # they are out
        session.clear()
        return redirect(url_for("public.show_start"), code=303)
    here = request.full_path.rstrip("?") if request.method == "GET" else None
    address = url_for("accounts.show_sign_in", next=here)
    if request.headers.get("HX-Request") == "true":
        return Response(status=401, headers={"HX-Redirect": address})
    kept = interrupted.sealed()
    if kept is None:
        return redirect(address)
    form = SignInForm(formdata=None, kept=kept, next=url_for("home.show_home"))
    return render("accounts/sign_in.html", form=form, status=401)


@blueprint.get("/sign-in")
def show_sign_in() -> Response:
    if viewer() != VISITOR:
        return redirect(url_for("home.show_home"))
    return render(
        "accounts/sign_in.html", form=SignInForm(next=safe_next(request.args.get("next")))
    )


@blueprint.post("/sign-in")
def sign_in() -> Response:
    form = SignInForm()
    if not form.validate():
        return render("accounts/sign_in.html", form=form, status=422)
    try:
        account = services.authenticate(
            form.email.data, form.password.data, address=request.remote_addr or ""
        )
    except services.TooManyTries:
        form.email.errors = [gettext("Too many tries. Wait 15 minutes, then try again.")]
        return render("accounts/sign_in.html", form=form, status=429)
    if account is None:
        form.email.errors = [gettext("The e-mail address or the password is not right.")]
        return render("accounts/sign_in.html", form=form, status=422)
    sessions.start(account)
    kept = interrupted.opened(form.kept.data or "", account_id=account.id)
    if kept is not None:
        return render("accounts/go_on.html", kept=kept)
    return redirect(safe_next(form.next.data), code=303)


@blueprint.post("/sign-out")
def sign_out() -> Response:
    sessions.end(current_user._get_current_object())
    return redirect(url_for("public.show_start"), code=303)


@blueprint.get("/set-password/<token>")
def show_password_link(token: str) -> Response:
    account = _account_of(token)
    if account is None:
        return render("accounts/link_over.html", status=404)
    return render("accounts/set_password.html", form=PasswordForm(), account=account)


@blueprint.post("/set-password/<token>")
def set_password(token: str) -> Response:
    """Set it once; the same form sent again finds its link used up and is answered the same."""
    account, form = _account_of(token), PasswordForm()
    if account is not None:
        problem = form.validate() and passwords.problem_with(
            form.password.data, email=account.email
        )
        if problem:
            form.password.errors = [problem]
        if form.errors:
            return render("accounts/set_password.html", form=form, account=account, status=422)

    def keep() -> str:
        services.set_password(token, form.password.data)
        tell(gettext("Your password is set. Sign in with it."))
        return url_for("accounts.show_sign_in")

    try:
        return once(form, keep)
    except NotFound:
        return render("accounts/link_over.html", status=404)


@blueprint.get("/account")
def show_account() -> Response:
    account = queries.own_account(viewer())
    return _account_page(PreferencesForm(obj=account))


@blueprint.post("/account")
def save_preferences() -> Response:
    form = PreferencesForm()
    if not form.validate():
        return _account_page(form, status=422)
    services.save_preferences(
        viewer(),
        name=form.name.data,
        phone=form.phone.data or "",
        locale=form.locale.data,
    )
    tell(gettext("Your details are saved."))
    return redirect(url_for("accounts.show_account"), code=303)


@blueprint.post("/account/sessions/<int:session_id>/end")
def end_session(session_id: int) -> Response:
    def end() -> str:
        services.end_session(viewer(), session_id)
        tell(gettext("That device is signed out."))
        return url_for("accounts.show_account")

    return once(BaseForm(), end)


@blueprint.get("/organisations/<reference>/people")
def list_people(reference: str) -> Response:
    """Its people's names; their numbers are for themselves and for the Learning Works."""
    found, asking = organisation(viewer(), reference), viewer()
    people = queries.colleagues(found.id)
    is_told = asking.organisation_id == found.id or asking.role in (Role.STAFF, Role.ADMIN)
    return render(
        "accounts/people.html",
        "accounts/_people.html",
        organisation=found,
        shows_phones=is_told,
        people=people,
        refused=refused_of(one.email for one in people) if is_told else (),
    )


def _account_page(form: PreferencesForm, status: int = 200) -> Response:
    who = person("client", viewer().client_id)
    return render(
        "accounts/account.html",
        form=form,
        is_doubted=viewer().client_id is not None and is_unconfirmed(who, current_user.email),
        account=queries.own_account(viewer()),
        sessions=sessions.live(viewer().account_id or 0),
        this_session=current_user.session_id,
        status=status,
    )


def _account_of(token: str) -> Account | None:
    try:
        return services.link_account(token)
    except NotFound:
        return None


@blueprint.get("/saved-lists")
def list_saved_lists() -> Response:
    rows = saved_lists.saved_lists(viewer())
    return render(
        "accounts/saved_lists.html",
        lists=[(row, saved_lists.address(row.list, row.query)) for row in rows],
        form=BaseForm(),
        most=saved_lists.MOST,
    )


@blueprint.get("/saved-lists/new")
def show_new_saved_list() -> Response:
    return _new_saved_list(SavedListForm(formdata=None), request.args)


@blueprint.post("/saved-lists")
def save_list() -> Response:
    form, sent = SavedListForm(), request.form
    if not form.validate():
        return _new_saved_list(form, sent, status=422)
    key = sent.get("list", "")
    query = saved_lists.kept(viewer(), key, sent)

    def save() -> str:
        saved_lists.save_list(
            viewer(), key, name=form.name.data or "", query=query, is_first=form.is_first.data
        )
        tell(gettext("The list is saved. You find it above the list."))
        return saved_lists.address(key, query)

    try:
        return once(form, save)
    except Conflict as conflict:
        form.name.errors = [str(conflict)]
        return _new_saved_list(form, sent, status=422)


@blueprint.get("/saved-lists/<int:number>")
def show_saved_list(number: int) -> Response:
    row = saved_lists.saved_list(viewer(), number)
    form = SavedListForm(formdata=None, name=row.name, is_first=bool(row.first_of))
    return render("accounts/saved_list.html", row=row, form=form)


@blueprint.post("/saved-lists/<int:number>")
def change_saved_list(number: int) -> Response:
    row, form = saved_lists.saved_list(viewer(), number), SavedListForm()
    try:
        if form.validate():
            saved_lists.change_list(
                viewer(), number, name=form.name.data or "", is_first=form.is_first.data
            )
            tell(gettext("The saved list is changed."))
            return redirect(url_for("accounts.list_saved_lists"), code=303)
    except Conflict as conflict:
        form.name.errors = [str(conflict)]
    return render("accounts/saved_list.html", row=row, form=form, status=422)


@blueprint.post("/saved-lists/<int:number>/delete")
def delete_saved_list(number: int) -> Response:
    def delete() -> str:
        saved_lists.delete_list(viewer(), number)
        tell(gettext("The saved list is deleted."))
        return url_for("accounts.list_saved_lists")

    return once(BaseForm(), delete)


def _new_saved_list(form: SavedListForm, sent: Mapping[str, str], status: int = 200) -> Response:
    key = sent.get("list", "")
    query = saved_lists.kept(viewer(), key, sent)
    return render(
        "accounts/new_saved_list.html",
        status=status,
        form=form,
        key=key,
        query=query,
        list_address=saved_lists.address(key, query),
    )
