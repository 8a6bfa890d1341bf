"""When something happened is read one way only, or not at all with a sentence (E1)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flock.ingest import moments

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2026-05-14T09:30Z", datetime(2026, 5, 14, 9, 30, tzinfo=UTC)),
        ("2026-05-14 11:30:00+02:00", datetime(2026, 5, 14, 9, 30, tzinfo=UTC)),
        ("2021-03-04 12:11:10 UTC", datetime(2021, 3, 4, 12, 11, 10, tzinfo=UTC)),
        ("1228960800000", datetime(2008, 12, 11, 2, 0, tzinfo=UTC)),
        ("1228960800", datetime(2008, 12, 11, 2, 0, tzinfo=UTC)),
        ("1609459200.000200", datetime(2021, 1, 1, 0, 0, 0, 200, tzinfo=UTC)),
    ],
)
def test_a_moment_with_its_zone_is_read(cell: str, moment: datetime) -> None:
    assert moments.read(cell, None) == (moment, "")


@pytest.mark.parametrize("cell", ["14/05/2026", "May 14", "yesterday", "", "12:30", "99999999999999999999", "2026-13-01T00:00Z"])
def test_what_can_be_read_two_ways_is_not_read(cell: str) -> None:
    assert moments.read(cell, LONDON) == (None, moments.NO_TIME)


def test_a_time_without_zone_takes_the_one_that_was_chosen_and_no_other() -> None:
    assert moments.read("2026-07-01 10:00", None) == (None, moments.NO_ZONE)
    assert moments.read("2026-07-01 10:00", LONDON)[0] == datetime(2026, 7, 1, 9, tzinfo=UTC)
    assert moments.read("2026-01-01 10:00", LONDON)[0] == datetime(2026, 1, 1, 10, tzinfo=UTC)


def test_before_any_log_is_another_unit() -> None:
    assert moments.read("1970-01-01T00:00Z", None) == (None, moments.TOO_OLD)


@given(st.datetimes(datetime(1990, 1, 2), datetime(2200, 1, 1), timezones=st.just(UTC)))
def test_what_is_written_as_iso_comes_back(moment: datetime) -> None:
    assert moments.read(moment.isoformat(), None)[0] == moment


@given(st.text(max_size=30))
def test_nothing_typed_is_an_error(cell: str) -> None:
    moment, sentence = moments.read(cell, LONDON)
    assert (moment is None) == bool(sentence)
