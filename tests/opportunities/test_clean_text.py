"""HTML of adverts becomes plain text."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from app.opportunities.prose import one_line, plain_text


def test_escaped_paragraphs_and_lists_become_lines() -> None:
    markup = (
        "&lt;p&gt;Join us &amp;amp; grow&lt;/p&gt;"
        "&lt;ul&gt;&lt;li&gt;Pension&lt;/li&gt;&lt;li&gt;Leave&lt;/li&gt;&lt;/ul&gt;"
    )

    assert plain_text(markup) == "Join us & grow\n- Pension\n- Leave"


def test_text_escaped_twice_is_clean_too() -> None:
    assert plain_text("&amp;lt;p&amp;gt;Care&amp;lt;/p&amp;gt;") == "Care"


def test_a_less_than_sign_that_is_no_tag_stays() -> None:
    assert plain_text("<p>babies <1500g and > 3 weeks</p>") == "babies <1500g and > 3 weeks"


def test_scripts_and_styles_are_dropped() -> None:
    assert plain_text("<p>A</p><script>alert(1)</script><style>p {}</style>B") == "A\nB"


def test_empty_paragraphs_and_spare_space_go() -> None:
    assert plain_text("<p> </p>\n<p>One   two</p><br><p>\u00a0</p>") == "One two"


def test_characters_a_database_refuses_are_dropped() -> None:
    assert plain_text("a\x00b\ud800c") == "abc"
    assert one_line("a\x00b\ud800c ") == "abc"


def test_one_line_has_no_entities() -> None:
    assert one_line(" Women&#39;s &amp; Children&#39;s\n Trust ") == "Women's & Children's Trust"
    assert one_line(None) == ""


@given(st.text(alphabet=st.sampled_from("<>&;/!?-[]\"'=ab lti#gp \n"), max_size=60) | st.text())
@example("<![CDATA[x")
@example("<![if x]><!--<p")
@example("<scr<b>ipt>alert(1)</scr</b>ipt>")
@example("&lt" * 5 + ";p&gt;")
def test_no_text_fails_or_keeps_a_tag(markup: str) -> None:
    cleaned = plain_text(markup)

    assert not re.search(r"<[a-zA-Z/!?][^<>]*>", cleaned)
    assert "\x00" not in cleaned
