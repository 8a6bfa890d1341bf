"""What members suggest waits for an organiser; she who suggested sees what became of it."""

import threading
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from flock.errors import BadValue, ChangedMeanwhile, NotAllowed, NotFound, TooOften
from flock.services import suggestions as service
from tests.unit.services.editing_people import Community, settle


@pytest.fixture
def town() -> Community:
    return settle(["The Oat", "{{7*7}} <b>"])


def test_p8_a_suggestion_waits_is_taken_over_in_part_and_she_sees_it(town: Community) -> None:
    venue_id = town.venue_ids()[0]
    before = town.desk.open(town.rhona, venue_id).values
    typed = {"wifi": "paid", "phone": "=1+1", "name": before["name"] or ""}
    assert town.suggestions.suggest(town.wren, venue_id, typed, note=" <i>new</i>  owner ") == {"wifi": "paid", "phone": "=1+1"}
    assert town.desk.open(town.rhona, venue_id).values == before, "nothing shows before an organiser looked at it"
    assert town.suggestions.waiting(town.rhona) == 1
    (queued,) = town.suggestions.queue(town.rhona)
    assert (queued.suggestion.member, queued.suggestion.note, queued.now) == ("Wren", "<i>new</i> owner", before)
    told = [(one.field, one.old_value, one.new_value, one.accepted) for one in queued.suggestion.changes]
    assert told == [("phone", None, "=1+1", None), ("wifi", "free", "paid", None)]

    town.suggestions.approve(town.rhona, queued.suggestion.suggestion_id, {"wifi"}, seen=queued.now, answer="Thanks!")
    opened = town.desk.open(town.rhona, venue_id)
    today = datetime.now(UTC).date()
    assert opened.values == before | {"wifi": "paid", "checked_on": today.isoformat()}
    assert [(edit.field, edit.cause, edit.editor) for edit in opened.edits] == [("wifi", "suggestion", "Rhona")]
    (mine,) = town.suggestions.mine(town.wren)
    assert (mine.state, mine.decider, mine.answer) == ("approved", "Rhona", "Thanks!")
    assert {one.field: one.accepted for one in mine.changes} == {"phone": False, "wifi": True}
    assert town.suggestions.mine(town.ida) == []
    assert town.suggestions.queue(town.rhona) == []
    assert [one.suggestion_id for one in town.suggestions.decided(town.rhona)] == [mine.suggestion_id]
    assert town.checks.known(opened.venue)["wifi"].on == today, "what she told counts as checked"
    assert town.checks.known(opened.venue)["sockets"].on is None, "the rest does not"


def test_declining_needs_a_word_why_and_changes_nothing(town: Community) -> None:
    venue_id = town.venue_ids()[0]
    town.suggestions.suggest(town.wren, venue_id, {"wifi": "paid"})
    (queued,) = town.suggestions.queue(town.rhona)
    with pytest.raises(BadValue, match="why not"):
        town.suggestions.decline(town.rhona, queued.suggestion.suggestion_id, answer=" ")
    town.suggestions.decline(town.rhona, queued.suggestion.suggestion_id, answer="I was there today")
    assert town.suggestions.mine(town.wren)[0].state == "declined"
    assert town.desk.open(town.rhona, venue_id).edits == []
    with pytest.raises(ChangedMeanwhile, match="Rhona has answered"):
        town.suggestions.approve(town.rhona, queued.suggestion.suggestion_id, {"wifi"}, seen=queued.now)
    with pytest.raises(NotFound):
        town.suggestions.decline(town.rhona, uuid4(), answer="no")


def test_a_place_that_changed_meanwhile_is_not_overwritten_unseen(town: Community) -> None:
    venue_id = town.venue_ids()[0]
    town.suggestions.suggest(town.wren, venue_id, {"wifi": "paid"})
    (queued,) = town.suggestions.queue(town.rhona)
    town.desk.save(town.rhona, venue_id, {"wifi": "no"}, seen=queued.now)
    with pytest.raises(ChangedMeanwhile):
        town.suggestions.approve(town.rhona, queued.suggestion.suggestion_id, {"wifi"}, seen=queued.now)
    (again,) = town.suggestions.queue(town.rhona)
    town.suggestions.approve(town.rhona, again.suggestion.suggestion_id, {"wifi"}, seen=again.now)
    assert town.desk.open(town.rhona, venue_id).values["wifi"] == "paid"


def test_what_cannot_be_suggested(town: Community) -> None:
    venue_id = town.venue_ids()[0]
    for typed, note, sentence in (
        ({"wifi": "free"}, "", "says already"),
        ({}, "  ", "says already"),
        ({"position": "1.5, 1.5"}, "", "Where on the map cannot be suggested here"),
        ({"natural_key": "x"}, "", "natural_key cannot be suggested"),
        ({"hours": "nine"}, "", "Opening hours"),
        ({}, "x" * 501, "501 letters"),
    ):
        with pytest.raises(BadValue, match=sentence):
            town.suggestions.suggest(town.wren, venue_id, typed, note=note)
    with pytest.raises(NotFound):
        town.suggestions.suggest(town.wren, uuid4(), {"wifi": "no"})
    assert town.suggestions.waiting(town.rhona) == 0


def test_a_day_holds_so_many_suggestions_and_not_one_more_from_sixteen_threads(town: Community) -> None:
    venue_id = town.venue_ids()[0]
    refused: list[int] = []

    def suggest(number: int) -> None:
        for turn in range(3):
            try:
                town.suggestions.suggest(town.wren, venue_id, {}, note=f"{number} {turn}")
            except TooOften:
                refused.append(number)

    threads = [threading.Thread(target=suggest, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert town.suggestions.waiting(town.rhona) == service.MOST_A_DAY
    assert len(refused) == 48 - service.MOST_A_DAY
    town.suggestions.suggest(town.ida, venue_id, {}, note="another member may")


def test_suggestions_about_a_merged_place_come_along_and_go_back(town: Community) -> None:
    lost, kept = town.venue_ids()
    town.suggestions.suggest(town.wren, lost, {"wifi": "paid"})
    seen = town.desk.open(town.rhona, kept).values
    merge_id = town.desk.merge(town.rhona, lost_id=lost, kept_id=kept, taken={}, seen=seen)
    assert [one.suggestion.venue_id for one in town.suggestions.queue(town.rhona)] == [kept]
    with pytest.raises(ChangedMeanwhile):
        town.suggestions.suggest(town.wren, lost, {"wifi": "no"})
    town.desk.undo_merge(town.rhona, merge_id)
    assert [one.suggestion.venue_id for one in town.suggestions.queue(town.rhona)] == [lost]


def test_somebody_who_is_no_member_any_more_suggests_nothing(town: Community) -> None:
    with town.db.writing() as cursor:
        cursor.execute("DELETE FROM member WHERE name = 'Wren'")
    with pytest.raises(NotAllowed):
        town.suggestions.suggest(town.wren, town.venue_ids()[0], {"wifi": "no"})
    with pytest.raises(NotAllowed):
        town.suggestions.mine(town.wren)


def test_the_suggestion_of_one_who_left_is_still_answered_without_her_name(town: Community) -> None:
    town.suggestions.suggest(town.wren, town.venue_ids()[0], {"wifi": "no"})
    with town.db.writing() as cursor:
        cursor.execute("DELETE FROM member WHERE name = 'Wren'")
    (queued,) = town.suggestions.queue(town.rhona)
    assert queued.suggestion.member is None
    town.suggestions.approve(town.rhona, queued.suggestion.suggestion_id, {"wifi"}, seen=queued.now)
