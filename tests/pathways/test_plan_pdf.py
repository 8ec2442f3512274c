"""The plan as a PDF: whole, readable aloud, from the store, and nothing from outside."""

import os
import re
import subprocess
import unicodedata
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import outloud
import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask_babel import force_locale
from pypdf import PdfReader

from app import clock
from app.clients.models import Client
from app.clients.services import create_client
from app.pathways import documents, render
from app.pathways.documents import plan_html, plan_pdf
from app.pathways.models import Plan, StepStatus
from app.pathways.queries import plan_of, step, steps_of
from app.pathways.services import make_plan, tick_step
from app.pathways.sheet import plan_sheet
from app.policy import SYSTEM
from tests.cast import Cast
from tests.pathways.conftest import passes_ielts

FONTS = Path(__file__).resolve().parents[2] / "static" / "vendor"
# WeasyPrint's running feet are marked content outside of the tree, where PDF/UA-1 would have
# them artifacts; readers skip both.
KNOWN_WARNINGS = {"PAG-001"}
# Steps, dates and amounts: what the paper must not lose.
FACTS = "h1, .plan-goal, .plan-action-title, .plan-table td, .plan-costs strong, .plan-people li"


def words(text: str) -> str:
    """Letters and figures alone: line breaks, hyphens and joined letters do not count."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def without_feet(text: str) -> str:
    return re.sub(r"Pathway plan C-\S+ · version .*? · \d+ / \d+", " ", text)


@pytest.fixture
def hana(cast: Cast) -> Client:
    """Hana has some English, a goal in her own words and a name in her own script."""
    cast.client.goal = "Work as a nurse on a children's ward again"
    cast.client.name = "Hana ሃና Tesfaye"
    cast.client.save()
    passes_ielts(cast.client, date(2024, 12, 2))
    make_plan(SYSTEM, cast.client)
    return cast.client


def open_pdf(cast: Cast, client: Client) -> bytes:
    visitor = cast.visits(cast.client_account)
    visitor.open(f"/clients/{client.reference}/plan.pdf")
    return visitor.response.data


def test_the_pdf_is_shown_in_the_browser_under_the_clients_reference(
    cast: Cast, hana: Client
) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open(f"/clients/{hana.reference}/plan.pdf")
    headers = visitor.response.headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"] == f'inline; filename="plan-{hana.reference}.pdf"'
    assert "no-store" in headers["Cache-Control"]
    assert visitor.response.data.startswith(b"%PDF-1.7")


def test_it_holds_every_step_date_and_amount_of_its_html_twin_in_order(
    cast: Cast, hana: Client
) -> None:
    visitor = cast.visits(cast.client_account)
    twin = visitor.open(f"/clients/{hana.reference}/plan/print")
    visitor.open(f"/clients/{hana.reference}/plan.pdf")
    paper = words(without_feet(text_of(visitor.response.data)))
    place = 0
    facts = [fact.get_text(" ") for fact in twin.select("main")[0].select(FACTS)]
    assert len(facts) > 60
    for fact in facts:
        found = paper.find(words(fact), place)
        assert found >= 0, f"{fact!r} is not in the PDF, or not in its place"
        place = found + len(words(fact))


def test_the_twin_holds_every_step_of_the_plan(cast: Cast, hana: Client) -> None:
    visitor = cast.visits(cast.client_account)
    visitor.open(f"/clients/{hana.reference}/plan/print")
    for one in steps_of(plan_of(hana)):
        assert one.title in visitor.text
    assert "14 November" not in visitor.text
    assert "version 1, 6 October 2026" in visitor.text
    assert "The Learning Works" in visitor.text
    assert "Cedar House Community Centre" in visitor.text


def test_it_can_be_read_aloud(cast: Cast, hana: Client, tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(open_pdf(cast, hana))
    result = outloud.check(str(path))
    findings = [(one.rule, one.message) for one in result.sorted_findings()]
    assert result.errors == 0, findings
    assert {rule for rule, _ in findings} <= KNOWN_WARNINGS, findings
    metadata = PdfReader(path).metadata
    assert metadata.title == "Pathway plan of Hana ሃና Tesfaye"
    assert PdfReader(path).root_object["/Lang"] == "en"


@pytest.mark.parametrize(
    "name", ["حنا تسفاي", "ሃና ተስፋይ", "مریم کاظمی‌پور", "Ганна Тесфая", "Nguyễn Thị Hạnh", "O’Neill"]
)
def test_a_name_in_any_script_can_be_read_back(cast: Cast, hana: Client, name: str) -> None:
    hana.name = name
    hana.save()
    pdf = open_pdf(cast, hana)
    text = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    for part in re.split(r"[\s\u200c’]+", name):
        assert words(part) in words(text)


def test_a_right_to_left_language_turns_the_page(app: Flask, hana: Client, tmp_path: Path) -> None:
    locale = next(code for code in app.config["LOCALES"] if code.startswith("ar"))
    with app.test_request_context(), force_locale(locale):
        html = plan_html(plan_sheet(SYSTEM, plan_of(hana)))
        page = BeautifulSoup(html, "html.parser").html
        assert page["dir"] == "rtl"
        path = tmp_path / "plan.pdf"
        path.write_bytes(plan_pdf(plan_sheet(SYSTEM, plan_of(hana))).content)
    assert outloud.check(str(path)).errors == 0


def test_an_unchanged_plan_comes_from_the_store(
    cast: Cast, hana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = open_pdf(cast, hana)

    def no_child(html: str) -> bytes:
        raise AssertionError("a child was started")

    monkeypatch.setattr(documents, "render_in_child", no_child)
    visitor = cast.visits(cast.staff)
    visitor.open(f"/clients/{hana.reference}/plan.pdf")
    assert visitor.response.data == first
    tag = visitor.response.headers["ETag"]
    again = visitor.http.get(f"/clients/{hana.reference}/plan.pdf", headers={"If-None-Match": tag})
    assert again.status_code == 304


def test_a_changed_plan_makes_a_new_document(cast: Cast, hana: Client) -> None:
    first = open_pdf(cast, hana)
    tick_step(SYSTEM, step(SYSTEM, hana.reference, "documents"))
    second = open_pdf(cast, hana)
    assert first != second
    assert step(SYSTEM, hana.reference, "documents").status == StepStatus.DONE
    assert "version 2" in text_of(second)


def test_a_document_that_takes_too_long_is_told_of_in_words(
    cast: Cast, hana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "TIMEOUT_SECONDS", 0.01)
    visitor = cast.visits(cast.client_account)
    visitor.open(f"/clients/{hana.reference}/plan.pdf", status=503)
    assert "use the page for printing" in visitor.text


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("import sys; sys.stderr.write('PDFs need libpango.'); sys.exit(3)", "PDFs need libpango."),
        ("raise RuntimeError('secret path')", "The PDF could not be made."),
        ("print('not a PDF')", "The PDF could not be made."),
    ],
)
def test_a_renderer_that_fails_gives_a_sentence_and_no_traceback(
    cast: Cast, hana: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    script: str, told: str,
) -> None:  # fmt: skip
    broken = tmp_path / "broken.py"
    broken.write_text(script)
    monkeypatch.setattr(documents, "SCRIPT", broken)
    visitor = cast.visits(cast.client_account)
    visitor.open(f"/clients/{hana.reference}/plan.pdf", status=503)
    assert told in visitor.text
    assert "secret" not in visitor.text


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from weasyprint.text import ffi

    monkeypatch.setattr(ffi, "harfbuzz_subset", None)
    with pytest.raises(render.LibraryMissing, match="libharfbuzz-subset0"):
        render.load()


def test_a_store_that_cannot_be_written_still_answers(
    app: Flask, cast: Cast, hana: Client, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    app.config["DOCUMENTS"] = str(tmp_path / "file")
    assert open_pdf(cast, hana).startswith(b"%PDF")


def test_nothing_is_fetched_from_outside(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    html = (
        f'<html lang="en"><title>x</title><link rel="stylesheet" href="file://{secret}">'
        f'<img alt="x" src="file://{secret}"><img alt="y" src="http://127.0.0.1:9/x.png">'
        f'<a rel="attachment" href="file://{secret}">z</a>'
        '<img alt="w" src="font:../VENDORED.json"><p>words</p></html>'
    )
    pdf = render.to_pdf(html, fonts=FONTS)
    assert b"the secret" not in pdf
    assert not PdfReader(BytesIO(pdf)).attachments
    assert "words" in text_of(pdf)


def test_the_plans_own_page_asks_for_data_and_our_fonts_alone(app: Flask, hana: Client) -> None:
    with app.test_request_context():
        html = plan_html(plan_sheet(SYSTEM, plan_of(hana)))
    page = BeautifulSoup(html, "html.parser")
    assert all(image["src"].startswith("data:image/png") for image in page.find_all("img"))
    assert not page.find_all(["link", "script", "iframe"])
    assert set(re.findall(r'url\("([^"]*)"\)', html)) == {f"font:{name}" for name in render.FONTS}
    for name in render.FONTS:
        assert (FONTS / name).is_file()


def test_the_document_embeds_its_fonts(cast: Cast, hana: Client) -> None:
    reader = PdfReader(BytesIO(open_pdf(cast, hana)))
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert any("Noto-Sans-Bold" in font or "NotoSans-Bold" in font for font in fonts), fonts
    assert any("Ethiopic" in font for font in fonts), fonts


def test_a_new_day_makes_no_new_document(app: Flask, cast: Cast, plan: Plan) -> None:
    with app.test_request_context():
        first = plan_html(plan_sheet(SYSTEM, plan))
        with clock.at(datetime(2026, 11, 30, 9, 0)):  # noqa: DTZ001
            assert plan_html(plan_sheet(SYSTEM, plan)) == first


def kept(app: Flask) -> list[str]:
    return sorted(path.name for path in Path(app.config["DOCUMENTS"]).rglob("*") if path.is_file())


def test_of_a_plan_the_last_document_of_each_language_is_kept(
    app: Flask, hana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "render_in_child", lambda html: b"%PDF " + html.encode())
    other = make_plan(SYSTEM, create_client(
        SYSTEM, programme=hana.programme, name="Omar Haddad", profession="pharmacist"
    ))  # fmt: skip
    made = []
    for _ in range(2):
        with app.test_request_context():
            made.append(plan_pdf(plan_sheet(SYSTEM, plan_of(hana))).digest)
        with app.test_request_context(), force_locale("ar"):
            plan_pdf(plan_sheet(SYSTEM, plan_of(hana)))
            plan_pdf(plan_sheet(SYSTEM, other))
        tick_step(SYSTEM, step(SYSTEM, hana.reference, "documents"))
    names = kept(app)
    assert len(names) == 3
    assert f"en-{made[1]}.pdf" in names


def test_a_full_disk_leaves_no_half_of_a_document(
    app: Flask, cast: Cast, hana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_space(source: str, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", no_space)
    assert open_pdf(cast, hana).startswith(b"%PDF")
    assert kept(app) == []


def test_a_renderer_that_crashes_is_tried_once_more(
    cast: Cast, hana: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    crashed = tmp_path / "crashed"
    script = tmp_path / "crashes.py"
    script.write_text(
        "import os, pathlib, signal, sys\n"
        f"seen = pathlib.Path({str(crashed)!r})\n"
        "if not seen.exists():\n"
        "    seen.touch()\n"
        "    os.kill(os.getpid(), signal.SIGSEGV)\n"
        "sys.stdout.write('%PDF, the second time')\n"
    )
    monkeypatch.setattr(documents, "SCRIPT", script)
    assert open_pdf(cast, hana) == b"%PDF, the second time"


def test_a_phone_number_is_not_turned_around_in_a_language_from_the_right(
    app: Flask, cast: Cast, hana: Client
) -> None:
    """On the paper 0121 496 0150 stood as 0150 496 0121."""
    cast.trust.phone = "0121 496 0150"
    cast.trust.save()
    with app.test_request_context():
        for locale, told in (("en", "0121 496 0150"), ("ar", "\u20680121 496 0150\u2069")):
            with force_locale(locale):
                works = plan_sheet(SYSTEM, plan_of(hana)).contacts[0]
            assert works.details[0] == told
