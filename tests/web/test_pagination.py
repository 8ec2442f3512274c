"""Pages of rows of which only some are worth keeping."""

from app.web.pagination import PAGE_SIZE, Page, decode, sifted


def page(rows: range, *, most: int, evens: bool = True) -> Page[int]:
    return sifted(rows, lambda row: row % 2 == 0 or not evens, lambda row: [row], most=most)


def test_a_full_page_goes_on_after_its_last_row() -> None:
    found = page(range(1000), most=500)
    assert list(found.rows) == list(range(0, 2 * PAGE_SIZE, 2))
    assert decode(found.next_cursor, 1) == [str(2 * PAGE_SIZE - 2)]


def test_a_short_page_goes_on_where_the_reading_stopped() -> None:
    found = page(range(11), most=10)
    assert list(found.rows) == [0, 2, 4, 6, 8]
    assert decode(found.next_cursor, 1) == ["9"]


def test_what_has_been_read_to_its_end_has_no_next_page() -> None:
    assert page(range(10), most=10) == Page([0, 2, 4, 6, 8], None)
    assert page(range(PAGE_SIZE), most=500, evens=False).next_cursor is None
