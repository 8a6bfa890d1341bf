"""P4: opening hours are parsed, evaluated in the place's own zone, and never guessed."""

import contextlib
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flock.domain import hours
from flock.domain.positions import LatLon
from flock.errors import BadHours, FlockError

LONDON = "Europe/London"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize("text", ["9-5", "Mon-Fri 9am-5pm", "call us", "", "Mo-Fr 25:00-26:00x", "{{7*7}}"])
def test_what_is_not_openstreetmap_syntax_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(BadHours, match="is not opening hours as OpenStreetMap writes them"):
        hours.check(text)


@given(st.text(max_size=60))
def test_any_text_is_either_hours_or_refused(text: str) -> None:
    with contextlib.suppress(FlockError):
        assert hours.check(hours.check(text))


def test_open_now_and_until_in_the_places_own_zone() -> None:
    monday_noon_utc = at("2026-07-06T08:30")  # 9:30 in London, 4:30 in New York
    assert hours.state("Mo-Fr 09:00-17:00", LONDON, monday_noon_utc).is_open
    assert not hours.state("Mo-Fr 09:00-17:00", "America/New_York", monday_noon_utc).is_open
    changes_at = hours.state("Mo-Fr 09:00-17:00", LONDON, monday_noon_utc).changes_at
    assert changes_at is not None
    assert (changes_at.hour, changes_at.utcoffset().total_seconds()) == (17, 3600)  # type: ignore[union-attr]


def test_the_night_the_clocks_go_forward_is_an_hour_shorter() -> None:
    half_past_midnight = at("2026-03-29T00:30")  # 01:00 becomes 02:00; open till 04:00 BST is 2½ hours away
    assert hours.open_for("Mo-Su 00:00-04:00", LONDON, half_past_midnight, 2)
    assert not hours.open_for("Mo-Su 00:00-04:00", LONDON, half_past_midnight, 3)


def test_the_night_the_clocks_go_back_is_an_hour_longer() -> None:
    half_past_midnight = at("2026-10-24T23:30")  # 00:30 BST; open till 04:00 GMT is 4½ hours away
    assert hours.open_for("Mo-Su 00:00-04:00", LONDON, half_past_midnight, 4)
    assert not hours.open_for("Mo-Su 00:00-04:00", LONDON, half_past_midnight, 5)


def test_public_holidays_of_britain_close_what_says_so() -> None:
    christmas = at("2026-12-25T12:00")
    assert not hours.state("Mo-Fr 09:00-17:00; PH off", LONDON, christmas).is_open
    assert hours.state("Mo-Fr 09:00-17:00", LONDON, christmas).is_open


def test_always_open_never_changes() -> None:
    assert hours.state("24/7", LONDON, at("2026-01-01T00:00")) == hours.OpenState(True, None)
    assert hours.open_for("24/7", LONDON, at("2026-01-01T00:00"), 12)


def test_a_week_keeps_a_late_night_with_its_evening_and_cuts_whole_days() -> None:
    assert hours.week("Fr 18:00-02:00", LONDON, date(2026, 11, 23))[4:6] == [
        (date(2026, 11, 27), [(time(18), time(2))]),
        (date(2026, 11, 28), []),
    ]
    assert all(spans == [(time(0), time(0))] for _, spans in hours.week("24/7", LONDON, date(2026, 11, 23)))


@pytest.mark.parametrize(
    ("position", "tz"),
    [(LatLon(53.8, -1.5), LONDON), (LatLon(47.6, -122.3), "America/Los_Angeles"), (LatLon(41.9, 12.5), "Europe/Rome")],
)
def test_time_zone_of_a_position(position: LatLon, tz: str) -> None:
    assert hours.tz_at(position) == tz
