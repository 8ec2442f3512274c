"""Acting on many rows of a list: what is asked before, what came of it, and the way back.

Each domain has the addresses `act_on_selected`, `show_selected` and `undo_selected` for its list
and says here what is to be done; the list's key (see saved_lists) is the domain's name.
"""

from collections.abc import Callable, Mapping

from flask import request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.accounts import batch_text, saved_lists
from app.accounts.batch_text import ACKNOWLEDGE, ASSIGN, ASSIGN_ALL
from app.accounts.coordinators import account_id, coordinators
from app.policy import Viewer
from app.web.batches import MOST_AT_ONCE, Batch, Place, chosen, keep_batch, kept_batch, undo_once
from app.web.forms import BaseForm
from app.web.guard import viewer
from app.web.once import once
from app.web.pagination import PAGE_SIZE
from app.web.rendering import render, tell

Picked = Mapping[str, str]


class NotThatMany(Exception):
    """A whole list that has another number of rows than the page said; carries the number."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


def act_on_chosen(
    key: str,
    *,
    whole: Callable[[Viewer, Mapping[str, str]], dict[str, str]],
    act: Callable[[Viewer, Picked], Batch],
) -> Response:
    """Do it to the ticked rows; or to the whole list, once its number has been confirmed."""
    place = Place(key, saved_lists.kept(viewer(), key, request.form))
    is_whole = request.form.get("do") == ASSIGN_ALL

    def choose() -> dict[str, str]:
        if not is_whole:
            most = PAGE_SIZE if request.form.get("do") == ACKNOWLEDGE else MOST_AT_ONCE
            return chosen(request.form.getlist("row"), most=most)
        picked = whole(viewer(), place.query)
        if request.form.get("count") != str(len(picked)) or len(picked) > MOST_AT_ONCE:
            raise NotThatMany(len(picked))
        return picked

    def do() -> str:
        picked = choose()
        if not picked:
            tell(gettext("Nothing was ticked, so nothing was changed."))
            return saved_lists.address(key, place.query)
        word = keep_batch(viewer(), act(viewer(), picked), place)
        return url_for(f"{key}.show_selected", done=word)

    try:
        return once(BaseForm(), do)
    except NotThatMany as other:
        return _ask(place, other.count)


def _ask(place: Place, count: int) -> Response:
    """The page that says how many a whole list has, before anything is done."""
    to = account_id(request.form.get("coordinator"))
    return render(
        "accounts/whole_list.html",
        question=batch_text.question(to, count, coordinators(viewer())),
        count=count,
        most=MOST_AT_ONCE,
        has_changed="count" in request.form,
        to=to,
        query=place.query,
        list_address=saved_lists.address(place.key, place.query),
        form=BaseForm(formdata=None),
        action=url_for(f"{place.key}.act_on_selected"),
    )


def show_result(key: str) -> Response:
    """What was done, and the button that takes it back; NotFound for another's."""
    word = request.args.get("done", "")
    batch, place = kept_batch(viewer(), word, key)
    return render(
        "accounts/batch.html",
        word=word,
        done=batch_text.done_sentence(batch, coordinators(viewer())),
        left_out=[] if batch.undone else batch_text.left_out_sentences(batch),
        may_undo=batch.what == ASSIGN and batch.ids and batch.is_recent and not batch.undone,
        list_address=saved_lists.address(key, place.query),
        form=BaseForm(),
        undo_address=url_for(f"{key}.undo_selected"),
    )


def undo_chosen(key: str, undo: Callable[[Viewer, Batch], tuple[int, int]]) -> Response:
    """Take back what was done, and say for how many."""
    word = request.form.get("done", "")
    _batch, place = kept_batch(viewer(), word, key)

    def act() -> str:
        tell(batch_text.undone_sentence(*undo_once(viewer(), word, key, undo)))
        return saved_lists.address(key, place.query)

    return once(BaseForm(), act)
