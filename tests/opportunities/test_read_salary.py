"""What a salary text says, in pence, and which band it is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.opportunities.salary import (
    BANDS,
    HOURLY,
    YEARLY,
    Salary,
    band_named_in,
    parse_salary,
    scale_on,
)
from app.reference import reference

SCALE = scale_on(reference().pay_scales, date(2020, 11, 6))


def pay(text: str, **fields: object) -> Salary:
    return parse_salary(text, SCALE, **fields)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("£24,907 - £30,615 p.a.", Salary(2490700, 3061500, "year", "5")),
        ("£24907 -£30 615", Salary(2490700, 3061500, "year", "5")),
        ("25000-31000", Salary(2500000, 3100000, "year", None)),
        ("£45-753-£51,668 (Band 8A)", Salary(4575300, 5166800, "year", "8a")),
        ("£82,096 - £110, 683 per annum", Salary(8209600, 11068300, "year", None)),
        ("£29,888 - £36,738 per annum inclusive of HCAS", Salary(2988800, 3673800, "year", "5")),
        ("£45,780 - £51,393 p.a. inc. HCA", Salary(4578000, 5139300, "year", "7")),
        ("£26,152 to £32,146 PA inc HCAS", Salary(2615200, 3214600, "year", "5")),
        ("£24,214 to £30,112 pa", Salary(2421400, 3011200, "year", "5")),
        ("£31,365 - £44,503", Salary(3136500, 4450300, "year", "6/7")),
        ("£24,907/£26,970/£27,416/£30,615", Salary(2490700, 3061500, "year", "5")),
        ("Up to £33,660 - dependent on experience", Salary(None, 3366000, "year", None)),
        ("From £38,890 per annum", Salary(3889000, None, "year", "7")),
        ("£25,000 +", Salary(2500000, None, "year", None)),
        ("£18135.00 + Benefits", Salary(1813500, 1813500, "year", None)),
        ("£21k per year", Salary(2100000, 2100000, "year", None)),
        ("Up to £28,000 + £3,633 ILW", Salary(None, 2800000, "year", None)),
        ("£43,000 per annum + £8,000 relocation package", Salary(4300000, 4300000, "year", None)),
        ("£37,638 - £44,780 £36,461 - £44,044 pro rata", Salary(3763800, 4478000, "year", "6")),
        ("£19,737 to £21,142 + 5% HCAS per annum", Salary(1973700, 2114200, "year", "3")),
        ("£50,575 - 352,500", Salary(5057500, None, "year", "8a")),
        ("£15.66 per hour", Salary(1566, 1566, "hour", "5")),
        ("£9.98p/h - £13.94p/h", Salary(998, 1394, "hour", None)),
        ("£ 9:00 /per hour plus NHS pension scheme", Salary(900, 900, "hour", None)),
        ("£19.21 to £30.74", Salary(1921, 3074, "hour", None)),
        ("£15.65 P/H / £36,461.50 P/A", Salary(3646150, 3646150, "year", None)),
        ("Band 5/6 dependent on experience", Salary(None, None, None, "5/6")),
        ("AFC Band 6-7 (dependent on experience)", Salary(None, None, None, "6/7")),
        ("Band 7 or Band 8a; depending on experience", Salary(None, None, None, "7/8a")),
        ("Depending on experience", Salary()),
        ("Competitive salary plus benefits", Salary()),
        ("£160 per week", Salary()),
        ("£10k/session - negotiable", Salary()),
        ("", Salary()),
    ],
)
def test_a_salary_text_is_read(text: str, expected: Salary) -> None:
    assert pay(text) == expected


def test_a_yearly_figure_made_from_a_band_s_number_is_not_believed() -> None:
    read = pay("Band 5/6", minimum="10086", maximum="10086", unit_text="YEAR")

    assert read == Salary(None, None, None, "5/6")


def test_fields_are_used_when_the_text_holds_no_number() -> None:
    read = pay("Competitive", minimum=38890, maximum="44503", unit_text="YEAR")

    assert read == Salary(3889000, 4450300, "year", "7")


@pytest.mark.parametrize("field", ["", None, "many", float("nan"), float("inf"), -5, 10**30, []])
def test_fields_that_are_no_amounts_are_passed_over(field: object) -> None:
    assert pay("", minimum=field, maximum=field, unit_text="YEAR") == Salary()


def test_fields_in_the_wrong_order_are_put_right() -> None:
    assert pay("", minimum=30000, maximum=20000, unit_text="YEAR").minimum == 2000000


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("Staff Nurse B5 - Cardiology", "5"),
        ("Band 8a Clinical Pharmacist", "8a"),
        ("Band 8 a Pharmacist", "8a"),
        ("Midwife Band 5/6", "5/6"),
        ("AfC 4", "4"),
        ("Specialist Dentist Band C", None),
        ("Ward B12", None),
        ("Consultant", None),
    ],
)
def test_a_band_is_read_from_words(text: str, band: str | None) -> None:
    assert band_named_in(text) == band


def test_the_scale_of_the_day_is_used() -> None:
    scales = reference().pay_scales

    assert scale_on(scales, date(2021, 1, 1)).key == "agenda_for_change_2020_21"
    assert scale_on(scales, date(2019, 1, 1)).key == "agenda_for_change_2020_21"
    assert scale_on((), date(2021, 1, 1)) is None


@given(st.text(max_size=80))
def test_any_text_is_read_without_failing(text: str) -> None:
    _is_sound(pay(text))


PIECES = (
    "£|24,907|30615|15.66| - | to |k|Band |5|8a|/|per hour|up to |from |+|plus | |.|pa|5%|99999"
)


@given(st.lists(st.sampled_from(PIECES.split("|")), max_size=12).map("".join))
def test_any_mixture_of_the_usual_pieces_is_read_without_failing(text: str) -> None:
    _is_sound(pay(text))


def _is_sound(read: Salary) -> None:
    for amount in (read.minimum, read.maximum):
        if amount is not None:
            least, most = YEARLY if read.unit == "year" else HOURLY
            assert least <= amount <= most
    if read.minimum is not None and read.maximum is not None:
        assert read.minimum <= read.maximum
    if read.band is not None:
        assert all(band in BANDS for band in read.band.split("/"))
