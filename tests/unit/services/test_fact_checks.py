"""«Still right?»: each fact has a date of its own, a no is a doubt, and closed places are left in peace."""

from datetime import UTC, date, datetime, timedelta

import pytest

from flock.domain import freshness
from flock.domain.venues import Status, Venue
from flock.errors import BadValue, NotAllowed, TooOften
from flock.services import fact_checks as service
from flock.services.fact_checks import Checked
from tests.unit.services.editing_people import Community, settle

TODAY = datetime.now(UTC).date()
LONG_AGO = TODAY - timedelta(days=430)


def venue(town: Community) -> Venue:
    return town.desk.open(town.rhona, town.venue_ids()[0]).venue


def test_p7_a_yes_freshens_that_fact_and_no_other() -> None:
    town = settle(["The Oat"], checked_on=LONG_AGO)
    place = venue(town)
    assert town.checks.to_ask(town.wren, place) == ["wifi", "sockets"]
    town.checks.answer(town.wren, place.venue_id, "wifi", value="free", still_right=True)
    known = town.checks.known(venue(town))
    assert known == {"wifi": Checked(TODAY, 0), "sockets": Checked(LONG_AGO, 0)}
    assert town.checks.to_ask(town.wren, venue(town)) == ["sockets"]
    assert venue(town).checked_on == TODAY, "the card says that somebody was there"
    town.checks.answer(town.ida, place.venue_id, "sockets", value="few", still_right=True)
    assert town.checks.to_ask(town.wren, venue(town)) == []


def test_a_no_is_a_doubt_until_somebody_confirms_or_changes_it() -> None:
    town = settle(["The Oat"], checked_on=LONG_AGO)
    place = venue(town)
    for who in (town.wren, town.ida, town.ida):
        town.checks.answer(who, place.venue_id, "wifi", value="free", still_right=False)
    assert town.checks.known(venue(town))["wifi"] == Checked(LONG_AGO, 2)
    assert venue(town).checked_on == LONG_AGO
    assert town.checks.to_ask(town.wren, place) == ["sockets"], "she has said no and is not asked again"
    assert town.checks.to_ask(town.rhona, place) == ["wifi", "sockets"]
    (doubt,) = town.suggestions.doubted(town.rhona)
    assert (doubt.field, doubt.value, doubt.members, doubt.venue_name) == ("wifi", "free", 2, "The Oat")
    town.desk.save(town.rhona, place.venue_id, {"wifi": "paid"}, seen={"wifi": "free"})
    assert town.checks.known(venue(town))["wifi"] == Checked(TODAY, 0)
    assert town.suggestions.doubted(town.rhona) == []


def test_a_place_that_was_never_checked_has_facts_without_a_date() -> None:
    town = settle(["The Oat"])
    place = venue(town)
    town.checks.answer(town.wren, place.venue_id, "wifi", value="free", still_right=True)
    town.checks.answer(town.wren, place.venue_id, "wifi", value="free", still_right=True)
    assert town.checks.known(venue(town)) == {"wifi": Checked(TODAY, 0), "sockets": Checked(None, 0)}


def test_an_import_that_checked_everything_later_counts_for_every_fact() -> None:
    town = settle(["The Oat"], checked_on=LONG_AGO)
    place = venue(town)
    town.checks.answer(town.wren, place.venue_id, "wifi", value="free", still_right=True)
    with town.db.writing() as cursor:
        cursor.execute("UPDATE venue SET checked_on = ?", [TODAY - timedelta(days=3)])
    assert town.checks.known(venue(town))["sockets"].on == TODAY - timedelta(days=3)
    assert town.checks.known(venue(town))["wifi"].on == TODAY


@pytest.mark.parametrize("status", [Status.CLOSED, Status.TEMPORARILY_CLOSED])
def test_nobody_is_asked_about_a_closed_place(status: Status) -> None:
    town = settle(["The Oat"], checked_on=LONG_AGO)
    place = venue(town)
    town.desk.set_status(town.rhona, place.venue_id, status, seen={"status": "open"})
    assert town.checks.to_ask(town.wren, venue(town)) == []
    if status == Status.CLOSED:
        with pytest.raises(BadValue, match="changed since"):
            town.checks.answer(town.wren, place.venue_id, "wifi", value="free", still_right=True)


def test_an_answer_about_what_it_does_not_say_any_more_is_not_taken() -> None:
    town = settle(["The Oat"])
    place = venue(town)
    for field, value in (("wifi", "paid"), ("noise", "unknown"), ("name", "The Oat"), ("natural_key", "")):
        with pytest.raises(BadValue, match="changed since"):
            town.checks.answer(town.wren, place.venue_id, field, value=value, still_right=True)


def test_a_day_holds_so_many_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_A_DAY", 3)
    town = settle(["A", "B", "C"])
    places = town.venue_ids()
    for venue_id in places:
        town.checks.answer(town.wren, venue_id, "wifi", value="free", still_right=True)
    town.checks.answer(town.wren, places[0], "wifi", value="free", still_right=False)  # takes the place of the first
    with pytest.raises(TooOften):
        town.checks.answer(town.wren, places[0], "sockets", value="few", still_right=True)
    town.checks.answer(town.ida, places[0], "sockets", value="few", still_right=True)


def test_only_members_answer_and_are_asked() -> None:
    town = settle(["The Oat"])
    place = venue(town)
    with town.db.writing() as cursor:
        cursor.execute("DELETE FROM member WHERE name = 'Wren'")
    with pytest.raises(NotAllowed):
        town.checks.to_ask(town.wren, place)
    with pytest.raises(NotAllowed):
        town.checks.answer(town.wren, place.venue_id, "wifi", value="free", still_right=True)


def test_when_facts_are_due_and_when_they_fade() -> None:
    day = date(2026, 6, 1)
    assert freshness.is_due(None, day)
    assert not freshness.is_due(day - timedelta(days=180), day)
    assert freshness.is_due(day - timedelta(days=181), day)
    assert not freshness.is_stale(None, day)
    assert not freshness.is_stale(day - timedelta(days=365), day)
    assert freshness.is_stale(day - timedelta(days=366), day)
