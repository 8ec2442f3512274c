"""The page checker finds what it is there to find, and nothing on a good page."""

import pytest

from tests.contract.page_checker import check_page

GOOD = """<!DOCTYPE html>
<html lang="en" dir="ltr">
<head><meta charset="utf-8"><title>Refer somebody</title>
<link rel="stylesheet" href="/static/css/pathways.css">
<script src="/static/js/pathways.js" type="module"></script></head>
<body hx-headers:inherited='{"X-CSRFToken": "abc"}'>
<a href="#main">Skip to main content</a>
<nav aria-labelledby="menu"><h2 id="menu">Menu</h2><a href="/">Home</a></nav>
<main id="main"><h1>Refer somebody</h1>
<h2>About you</h2><h3>Name</h3>
<form method="post" action="/referrals/new" novalidate>
<input type="hidden" name="csrf_token" value="abc">
<label for="name">Full name</label>
<p id="name-hint">As on a letter</p>
<input id="name" name="name" aria-describedby="name-hint">
<label>Town <input name="town"></label>
<select aria-label="Country" name="country"><option value="">Choose</option></select>
<button type="submit">Continue</button>
<button aria-label="Search"><svg aria-hidden="true"><path d="M0 0"/></svg></button>
</form>
<img src="/static/img/a.png" alt="">
<a href="/plan"><img src="/static/img/b.png" alt="Plan"></a>
<p>None of the places are free. The set {a, b} is fine.</p>
CONTENT
</main></body></html>"""


def with_content(content: str) -> list[str]:
    return check_page(GOOD.replace("CONTENT", content), "/x")


def test_a_good_page_has_no_findings() -> None:
    assert with_content("") == []


@pytest.mark.parametrize(
    ("content", "finding"),
    [
        ("<h1>Again</h1>", "there are 2 h1 headings"),
        ('<p id="name">x</p>', "the id 'name' is used 2 times"),
        ('<p id="">x</p>', "'' is not an id"),
        ('<input name="age">', "has no label"),
        ("<textarea></textarea>", "has no label"),
        ('<label for="gone">Age</label>', "a label is for no field: 'gone'"),
        ('<label for="main">Age</label>', "a label is for no field: 'main'"),
        ('<label for="q"> </label><input id="q" name="q">', "has no label"),
        ('<p aria-describedby="gone">x</p>', "refers to no element: 'gone'"),
        ('<section aria-labelledby="main gone">x</section>', "refers to no element: 'gone'"),
        ('<a href="#gone">Fix it</a>', "leads to no element"),
        ('<img src="/a.png">', "an image has no alt: '/a.png'"),
        ('<a href="/x"><img src="/a.png" alt=""></a>', '<a href="/x"> has no name'),
        ('<button type="submit"> </button>', "has no name"),
        ('<input type="button">', "has no name"),
        ("<form><div><form><p>x</p></form></div></form>", "Unexpected start tag (form)"),
        ('<form method="POST" action="/y"></form>', "posts to '/y' without csrf_token"),
        (
            '<form method="post"><input type="hidden" name="csrf_token" value=""></form>',
            "without csrf_token",
        ),
        ('<p style="color: red">x</p>', "has an inline style"),
        ("<style>p {}</style>", "inline <style>"),
        ("<script>alert(1)</script>", "inline <script>"),
        ('<p onclick="go()">x</p>', "has an inline onclick"),
        ('<p hx-on:click="go()">x</p>', "has an inline hx-on:click"),
        ('<a href=" javascript:go()">x</a>', "has a script in its href"),
        ('<img alt="" src="//elsewhere.example/a.png">', "is loaded from another host"),
        ("<h2> </h2>", "a heading is empty"),
        ("<h3>a</h3><h5>b</h5>", "jumps from h3 to h5: 'b'"),
        ("<td>x</td>", "Unexpected start tag td"),
        ("<div><p>x</div></p>", "invalid HTML at line"),
        ("<p>None</p>", "the page says None"),
        ("<p>Dear {{ name }}</p>", "shows its template: 'Dear {{ name }}'"),
        ("<p>{% if x %}</p>", "shows its template"),
        ('<a href="/clients/None/plan">Plan</a>', "has href='/clients/None/plan'"),
        ('<label>Age <input name="age" value="None"></label>', "has value='None'"),
    ],
)
def test_a_fault_is_found_and_told_with_its_address(content: str, finding: str) -> None:
    findings = with_content(content)
    assert any(finding in found for found in findings), findings
    assert all(found.startswith("/x: ") for found in findings)


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("<title>Refer somebody</title>", "<title> </title>", "the page has no title"),
        ("<title>Refer somebody</title>", "", "the page has no title"),
        (' lang="en"', "", "<html> has no lang"),
        (' dir="ltr"', "", "<html> has no dir"),
        ("<h1>Refer somebody</h1>", "", "there are 0 h1 headings"),
        ("<!DOCTYPE html>", "", "DOCTYPE"),
    ],
)
def test_a_whole_page_states_what_it_is(old: str, new: str, finding: str) -> None:
    findings = check_page(GOOD.replace("CONTENT", "").replace(old, new), "/x")
    assert any(finding in found for found in findings), findings


def test_a_fragment_needs_no_title_and_may_refer_to_the_page_around_it() -> None:
    fragment = '<div id="slot-list"><h3>Slots</h3><p aria-describedby="menu">Two</p></div>'
    assert check_page(fragment, "/slots") == []
    assert check_page('<tr id="slot-7"><td>14:00</td></tr>', "/slots") == []


def test_a_fragment_is_checked_for_what_is_inside_it() -> None:
    assert check_page('<p style="color: red">None</p>', "/slots") == [
        "/slots: <p> has an inline style",
        "/slots: the page says None",
    ]
