"""Single cells: a value, or a sentence that says why there is none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flock.ingest import cells


@pytest.mark.parametrize("cell", ["", " ", "NULL", "\\N", "n/a", "N/A", "-", "—", "NaN", "NA", " NULL "])
def test_words_for_nothing_are_nothing(cell: str) -> None:
    assert not cells.filled(cell)
    assert cells.text(cell) is None
    assert cells.postcode(cell) is None


def test_na_is_a_province_where_provinces_are_written() -> None:
    assert cells.text_or_na("NA") == "NA"
    assert cells.text_or_na("NULL") is None


a_cell = st.text(st.sampled_from("ab|é \t\n\u00a0\u2003\0"), max_size=6) | st.sampled_from(["NULL", "NA", " NA", "-", "Leeds"])


@given(st.lists(a_cell, max_size=5))
def test_a_column_is_what_its_cells_are_one_by_one(column: list[str]) -> None:
    assert cells.texts(column) == [cells.text(cell) for cell in column]
    assert cells.texts(column, na_is_empty=False) == [cells.text_or_na(cell) for cell in column]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("51.5", 51.5),
        (" -0,12 ", -0.12),
        ("1e2", 100.0),
        ("+3", 3.0),
        ("51.5N", None),
        ("1.2.3", None),
        ("", None),
        ("nan", None),
    ],
)
def test_numbers(cell: str, number: float | None) -> None:
    assert cells.number(cell) == number


@pytest.mark.parametrize(
    ("cell", "metres"), [("530,986", 530_986), ("530986.15", 530_986.15), ("1,300,000.5", 1_300_000.5), ("x", None)]
)
def test_metres_have_commas_between_thousands(cell: str, metres: float | None) -> None:
    assert cells.metres(cell) == metres


@pytest.mark.parametrize(
    ("cell", "pair"),
    [
        ("51.5, -0.1", (51.5, -0.1)),
        ("(51.5,-0.1)", (51.5, -0.1)),
        ("51.5 -0.1", (51.5, -0.1)),
        ("[51.5; -0.1]", (51.5, -0.1)),
        ("51, 0", None),
        ("51.5", None),
        ("Leeds, York", None),
    ],
)
def test_pairs(cell: str, pair: tuple[float, float] | None) -> None:
    assert cells.pair(cell) == pair


@pytest.mark.parametrize(
    ("cell", "seats"),
    [
        ("24", 24),
        ("20-30", 20),
        ("0 - 10", 0),
        ("20–30", 20),
        ("50+", 50),
        ("12 seats", 12),
        ("8 to 10", 8),
        ("many", None),
        ("-5", None),
    ],
)
def test_seats_are_the_lower_end_of_a_range(cell: str, seats: int | None) -> None:
    assert cells.seats(cell)[0] == seats


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2024-05-14", date(2024, 5, 14)),
        ("2024/05/14", date(2024, 5, 14)),
        ("2024-05-14T09:30:00Z", date(2024, 5, 14)),
        ("14/05/2024", date(2024, 5, 14)),
        ("14.5.2024", date(2024, 5, 14)),
        ("5/5/2024", date(2024, 5, 5)),
        ("04/05/2024", None),
        ("2024-13-01", None),
        ("last week", None),
    ],
)
def test_a_date_that_could_be_two_is_none(cell: str, day: date | None) -> None:
    assert cells.day(cell)[0] == day


@pytest.mark.parametrize(
    ("cell", "closed"),
    [
        ("2017", True),
        ("2017.0", True),
        ("2099", False),
        ("2019-03-31", True),
        ("2099-01-01", False),
        ("yes", True),
        ("No", False),
        ("soon", None),
    ],
)
def test_closings(cell: str, closed: bool | None) -> None:
    assert cells.closing(cell)[0] == closed


@pytest.mark.parametrize(
    ("cell", "link"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("HTTP://Example.org", "HTTP://Example.org"),
        ("www.example.org", "https://www.example.org"),
        ("example.org:8080/x", "https://example.org:8080/x"),
        ("https://bücher.example/ü", "https://bücher.example/ü"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("https://user:secret@example.org", None),
        ("ann@example.org", None),
        ("unicorn theatre", None),
        ("https:/example.org", None),
        ("http://a.b c", None),
    ],
)
def test_links_lead_to_the_web_or_nowhere(cell: str, link: str | None) -> None:
    assert cells.link(cell)[0] == link


@pytest.mark.parametrize(
    ("cell", "postcode"),
    [("ls11ur", "LS1 1UR"), ("LS1  1UR", "LS1 1UR"), ("bs4", "BS4"), ("10115", "10115"), ("d02 x285", "D02 X285")],
)
def test_british_postcodes_get_their_space(cell: str, postcode: str) -> None:
    assert cells.postcode(cell) == postcode


@given(st.text(max_size=40))
def test_a_filled_cell_that_is_not_taken_gets_a_sentence(cell: str) -> None:
    for convert in (cells.seats, cells.day, cells.closing, cells.link):
        value, sentence = convert(cell)
        assert (value is None and cells.filled(cell)) == sentence.endswith(".")
