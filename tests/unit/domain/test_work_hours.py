"""H1: hours by weekday are written as OpenStreetMap writes them, and read back as the same week."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flock.domain import hours, work_hours
from flock.domain.work_hours import Span
from flock.errors import BadHours

CLOCKS = st.integers(0, 47).map(lambda half: time(half // 2, half % 2 * 30))
SPANS = st.lists(
    st.builds(
        Span, st.lists(st.integers(0, 6), min_size=1, unique=True).map(lambda days: tuple(sorted(days))), CLOCKS, CLOCKS
    ).filter(lambda span: span.opens < span.closes or span.closes == time(0)),
    max_size=5,
)


def minutes(works: str | None) -> set[tuple[int, int]]:
    """Give each half-hour of the week that lies in the hours, read by the parser of opening hours."""
    if not works:
        return set()
    found = set()
    for day, (_, times) in enumerate(hours.week(works, "UTC", date(2026, 1, 12))):
        for opens, closes in times:
            begins, ends = opens.hour * 60 + opens.minute, closes.hour * 60 + closes.minute
            ends += 1440 if ends <= begins else 0
            found |= {((day + minute // 1440) % 7, minute % 1440) for minute in range(begins, ends, 30)}
    return found


@given(SPANS)
def test_what_is_written_is_the_week_that_was_chosen(spans: list[Span]) -> None:
    chosen = {
        (day, minute)
        for span in spans
        for day in span.days
        for minute in range(span.opens.hour * 60 + span.opens.minute, (span.closes.hour * 60 + span.closes.minute) or 1440, 30)
    }
    works = work_hours.written(spans)
    assert minutes(works) == chosen
    assert minutes(work_hours.written(work_hours.spans(works))) == chosen


def test_it_reads_as_a_person_would_write_it() -> None:
    spans = [Span((0, 1, 2, 3), time(9), time(12)), Span((0, 1, 2, 3), time(13), time(17)), Span((4, 6), time(10), time(0))]
    assert work_hours.written(spans) == "Mo-Th 09:00-12:00,13:00-17:00; Fr,Su 10:00-24:00"
    assert work_hours.spans("Mo-Fr 09:15-14:45") == [Span((0, 1, 2, 3, 4), time(9, 15), time(14, 45))]


@pytest.mark.parametrize("works", [None, "", "when I can", "Mo-Fr 25:00"])
def test_hours_that_cannot_be_read_are_none(works: str | None) -> None:
    assert work_hours.spans(works) == []


def test_a_span_that_ends_before_it_begins_is_explained() -> None:
    with pytest.raises(BadHours, match="From 17:00 to 09:00 is no time"):
        work_hours.written([Span((0,), time(17), time(9))])
