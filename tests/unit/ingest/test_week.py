"""A column a weekday → opening hours, where the cells are clock times."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flock.ingest import week


def days(*cells: str) -> tuple[str, ...]:
    return (*cells, *["closed"] * (7 - len(cells)))


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("09:00-17:30", "Mo 09:00-17:30"),
        ("9:00 - 17:30", "Mo 09:00-17:30"),
        ("09.00–17.30", "Mo 09:00-17:30"),
        ("9am-5.30pm", "Mo 09:00-17:30"),
        ("12pm to 12am", "Mo 12:00-00:00"),
        ("09:00-12:00, 13:00-17:00", "Mo 09:00-12:00,13:00-17:00"),
        ("9:00am-12:00pm and 1:00pm-5:00pm", "Mo 09:00-12:00,13:00-17:00"),
    ],
)
def test_clock_times_are_read(cell: str, day: str) -> None:
    hours, sentence = week.read(days(cell))
    assert (hours or "").startswith(f"{day}; Tu closed")
    assert sentence == ""


@pytest.mark.parametrize(
    "cell", ["9-5", "9-5pm", "AM & PM (continuous)", "All day", "by appointment", "[Unknown]", "25:00-26:00", "9:00"]
)
def test_what_is_no_clock_time_is_not_guessed(cell: str) -> None:
    hours, sentence = week.read(days(cell))
    assert hours is None
    assert "not clock times" in sentence


def test_a_day_left_empty_may_be_closed_or_not_known() -> None:
    hours, sentence = week.read(("09:00-17:00", "", *["closed"] * 5))
    assert hours is None
    assert sentence.startswith("Tuesday is empty")


def test_no_day_at_all_is_no_hours_and_no_finding() -> None:
    assert week.read(("", "NULL", "-", "", "", "", "n/a")) == (None, "")


@given(st.lists(st.text(max_size=12) | st.sampled_from(["9am-5pm", "closed", "", "10:00-12:00"]), min_size=7, max_size=7))
def test_any_cells_are_hours_or_a_sentence(cells: list[str]) -> None:
    hours, sentence = week.read(tuple(cells))
    assert hours is None or sentence == ""
