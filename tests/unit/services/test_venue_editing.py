"""What organisers do with places, and that nobody else can."""

import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from flock.domain.venues import Status
from flock.errors import BadValue, ChangedMeanwhile, NotAllowed, NotFound
from tests.unit.services.editing_people import Community, settle

NAMES = ["The Oat", "Oat, The", "Central Library", "{{7*7}} <b>=1+1"]


@pytest.fixture
def town() -> Community:
    return settle(NAMES)


ACTS: list[Callable[[Community, Any], Any]] = [
    lambda t, who: t.desk.catalogue(who, most=5),
    lambda t, who: t.desk.open(who, t.venue_ids()[0]),
    lambda t, who: t.desk.save(who, t.venue_ids()[0], {"phone": "1"}, seen={"phone": None}),
    lambda t, who: t.desk.set_status(who, t.venue_ids()[0], Status.CLOSED, seen={"status": "open"}),
    lambda t, who: t.desk.put_back(who, uuid4(), seen={}),
    lambda t, who: t.desk.merge(who, lost_id=t.venue_ids()[0], kept_id=t.venue_ids()[1], taken={}, seen={}),
    lambda t, who: t.desk.undo_merge(who, uuid4()),
    lambda t, who: t.desk.what_moves(who, t.venue_ids()[0]),
    lambda t, who: t.desk.alike(who, t.desk.open(t.rhona, t.venue_ids()[0]).venue),
    lambda t, who: t.suggestions.queue(who),
    lambda t, who: t.suggestions.waiting(who),
    lambda t, who: t.suggestions.decided(who),
    lambda t, who: t.suggestions.doubted(who),
    lambda t, who: t.suggestions.approve(who, uuid4(), set(), seen={}),
    lambda t, who: t.suggestions.decline(who, uuid4(), answer="no"),
]


@pytest.mark.parametrize("act", ACTS)
def test_a_member_can_do_none_of_it_nor_an_organiser_whose_role_was_taken_away(
    town: Community, act: Callable[[Community, Any], Any]
) -> None:
    with pytest.raises(NotAllowed):
        act(town, town.wren)
    town.set_role(town.rhona, "member")
    with pytest.raises(NotAllowed):
        act(town, town.rhona)


def test_p8_what_is_typed_is_saved_with_who_did_it(town: Community) -> None:
    venue_id = town.venue_ids()[0]
    seen = town.desk.open(town.rhona, venue_id).values
    changes = town.desk.save(town.rhona, venue_id, {"hours": "mo-fr 9:00-17:00", "position": "LS1 1UR"}, seen=seen)
    assert changes == {"hours": "Mo-Fr 09:00-17:00", "position": "53.797, -1.547, 80, postcodes"}
    opened = town.desk.open(town.rhona, venue_id)
    assert opened.values == seen | changes
    assert {(edit.field, edit.editor, edit.cause) for edit in opened.edits} == {
        ("hours", "Rhona", "edit"),
        ("position", "Rhona", "edit"),
    }
    assert opened.origins["hours"].startswith("Rhona, ")
    assert opened.origins["name"].startswith("imported from invented.csv")


def test_a_position_as_it_is_shown_is_no_change_and_one_that_is_nowhere_is_refused(town: Community) -> None:
    venue_id = town.venue_ids()[0]
    opened = town.desk.open(town.rhona, venue_id)
    shown = f"{opened.venue.position.lat:.6f}, {opened.venue.position.lon:.6f}"
    assert town.desk.save(town.rhona, venue_id, {"position": shown}, seen=opened.values) == {}
    with pytest.raises(BadValue, match="Where on the map: We can't find «Nowhere»"):
        town.desk.save(town.rhona, venue_id, {"position": "Nowhere"}, seen=opened.values)


def test_one_bad_field_keeps_all_from_being_saved(town: Community) -> None:
    venue_id = town.venue_ids()[0]
    seen = town.desk.open(town.rhona, venue_id).values
    with pytest.raises(BadValue, match="Seats"):
        town.desk.save(town.rhona, venue_id, {"phone": "1", "seats": "many"}, seen=seen)
    assert town.desk.open(town.rhona, venue_id).values == seen


def test_a_place_closes_opens_again_and_any_change_is_put_back(town: Community) -> None:
    venue_id = town.venue_ids()[0]
    seen = town.desk.open(town.rhona, venue_id).values
    town.desk.set_status(town.rhona, venue_id, Status.CLOSED, seen=seen)
    closed = town.desk.open(town.rhona, venue_id)
    assert (closed.venue.status, closed.edits[0].cause) == ("closed", "close")
    town.desk.put_back(town.rhona, closed.edits[0].edit_id, seen=closed.values)
    again = town.desk.open(town.rhona, venue_id)
    assert (again.values, again.edits[0].cause) == (seen, "undo")
    with pytest.raises(ChangedMeanwhile, match="open or closed"):
        town.desk.set_status(town.rhona, venue_id, Status.TEMPORARILY_CLOSED, seen=closed.values)
    with pytest.raises(NotFound):
        town.desk.put_back(town.rhona, uuid4(), seen=seen)


def test_places_are_found_by_any_of_their_words_and_by_state(town: Community) -> None:
    venue_id = town.venue_ids()[1]
    total, listed = town.desk.catalogue(town.rhona, text="OAT leeds", most=1)
    assert (total, len(listed)) == (2, 1)
    assert town.desk.catalogue(town.rhona, text="{{7*7}}", most=5)[1][0].name == NAMES[3]
    assert town.desk.catalogue(town.rhona, state="unchecked", most=5)[0] == len(NAMES)
    town.desk.set_status(town.rhona, venue_id, Status.CLOSED, seen={"status": "open"})
    assert [one.venue_id for one in town.desk.catalogue(town.rhona, state="closed", most=5)[1]] == [venue_id]
    assert town.desk.catalogue(town.rhona, state="open", most=5)[0] == len(NAMES) - 1
    assert town.desk.catalogue(town.rhona, state="merged", most=5) == (0, [])


def test_the_same_place_twice_is_found_and_made_one(town: Community) -> None:
    by_name = {town.desk.open(town.rhona, i).venue.name: i for i in town.venue_ids()}
    kept_id, lost_id = by_name["The Oat"], by_name["Oat, The"]
    lost_seen = town.desk.open(town.rhona, lost_id).values
    town.desk.save(town.rhona, lost_id, {"phone": "0113"}, seen=lost_seen)
    kept = town.desk.open(town.rhona, kept_id)
    assert [venue.venue_id for venue, _ in town.desk.alike(town.rhona, kept.venue)] == [lost_id]
    with pytest.raises(ChangedMeanwhile, match="place that goes"):
        town.desk.merge(town.rhona, lost_id=lost_id, kept_id=kept_id, taken={"phone": "0114"}, seen=kept.values)
    merge_id = town.desk.merge(town.rhona, lost_id=lost_id, kept_id=kept_id, taken={"phone": "0113"}, seen=kept.values)
    assert town.desk.kept_id(lost_id) == kept_id
    opened = town.desk.open(town.rhona, kept_id)
    assert opened.values["phone"] == "0113"
    assert {edit.venue_id for edit in opened.edits} == {kept_id, lost_id}, "the history of both is read together"
    assert [one.kept_id for one in town.desk.catalogue(town.rhona, state="merged", most=5)[1]] == [kept_id]
    town.desk.undo_merge(town.rhona, merge_id)
    assert town.desk.kept_id(lost_id) == lost_id
    assert town.desk.open(town.rhona, kept_id).values == kept.values


def test_of_many_who_save_the_same_field_at_once_exactly_one_succeeds(town: Community) -> None:
    venue_id = town.venue_ids()[0]
    seen = town.desk.open(town.rhona, venue_id).values
    done: list[str] = []

    def save(number: int) -> None:
        try:
            town.desk.save(town.rhona, venue_id, {"phone": str(number)}, seen=seen)
            done.append(str(number))
        except ChangedMeanwhile:
            pass

    threads = [threading.Thread(target=save, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [town.desk.open(town.rhona, venue_id).values["phone"]] == done
