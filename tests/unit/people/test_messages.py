"""Talk between those who both said yes (H3, H5)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flock.domain import talking
from flock.domain.members import Person
from flock.errors import BadWords, NotFound, TooOften
from flock.services.messages import CLOSED
from tests.unit.people.conftest import NOW, Community


def meet(community: Community, one: Person, other: Person) -> UUID:
    community.waves.send(one, other.member_id, now=NOW)
    talk_id = community.waves.send(other, one.member_id, now=NOW)
    assert talk_id is not None
    return talk_id


@pytest.fixture
def talking_two(leeds: Community) -> tuple[Community, Person, Person, UUID]:
    ada, bea = leeds.person("Ada"), leeds.person("Bea")
    return leeds, ada, bea, meet(leeds, ada, bea)


Two = tuple[Community, Person, Person, UUID]


def test_words_arrive_are_counted_and_read(talking_two: Two) -> None:
    community, ada, bea, talk_id = talking_two
    community.messages.send(ada, talk_id, "Hello <b>Bea</b> {{ 7*7 }}", now=NOW)
    assert community.messages.unread(bea, now=NOW) == 1
    assert community.messages.unread(ada, now=NOW) == 0
    (message,) = community.messages.read(bea, talk_id, now=NOW)
    assert message.words == "Hello <b>Bea</b> {{ 7*7 }}"
    assert community.messages.unread(bea, now=NOW) == 0


def test_muted_talk_is_not_counted(talking_two: Two) -> None:
    community, ada, bea, talk_id = talking_two
    community.messages.mute(bea, talk_id, muted=True)
    community.messages.send(ada, talk_id, "Hello", now=NOW)
    assert community.messages.unread(bea, now=NOW) == 0
    community.messages.mute(bea, talk_id, muted=False)
    assert community.messages.unread(bea, now=NOW) == 1


def test_answer_is_a_tie_and_a_second_message_is_none(talking_two: Two) -> None:
    community, ada, bea, talk_id = talking_two
    for person in (ada, ada, bea, bea, ada):
        community.messages.send(person, talk_id, "words", now=NOW)
    ties = community.ask("SELECT actor_id, towards_id FROM interaction WHERE kind = 'answered_message'")
    assert ties == [(bea.member_id, ada.member_id), (ada.member_id, bea.member_id)]


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b\u202e", "x" * 2_001, "<script>" * 12_500])
def test_empty_and_endless_messages_are_refused(talking_two: Two, text: str) -> None:
    community, ada, bea, talk_id = talking_two
    with pytest.raises(BadWords):
        community.messages.send(ada, talk_id, text, now=NOW)
    assert community.messages.read(bea, talk_id, now=NOW) == []


@pytest.mark.parametrize("way", ["block", "blocked by", "left", "banned", "never there", "not hers"])
def test_talk_that_is_over_says_the_same_whatever_ended_it(talking_two: Two, way: str) -> None:
    community, ada, bea, talk_id = talking_two
    asked = talk_id
    if way == "block":
        community.safety.block(ada, bea.member_id, now=NOW)
    elif way == "blocked by":
        community.safety.block(bea, ada.member_id, now=NOW)
    elif way == "left":
        community.messages.leave(bea, talk_id, now=NOW)
    elif way == "banned":
        community.do("INSERT INTO standing VALUES (?, 'banned', '2026-01-01', NULL, NULL)", [bea.member_id])
    elif way == "never there":
        asked = UUID(int=7)
    else:
        ada = community.person("Carys")
    for question in (
        lambda: community.messages.talk(ada, asked, now=NOW),
        lambda: community.messages.read(ada, asked, now=NOW),
        lambda: community.messages.send(ada, asked, "Hello?", now=NOW),
    ):
        with pytest.raises(NotFound) as told:
            question()
        assert str(told.value) == CLOSED
    assert asked not in [talk.talk_id for talk in community.messages.talks(ada, now=NOW)]
    assert community.messages.unread(ada, now=NOW) == 0


def test_who_hides_goes_on_talking_with_those_she_talks_with(talking_two: Two) -> None:
    community, ada, bea, talk_id = talking_two
    community.say(bea, "seen_by", "nobody")
    community.messages.send(ada, talk_id, "Still there?", now=NOW)
    assert community.messages.unread(bea, now=NOW) == 1
    assert "Bea" not in community.sees(ada)


def test_small_group_of_those_she_talks_with(leeds: Community) -> None:
    ada, bea, carys, dilys = (leeds.person(name) for name in ("Ada", "Bea", "Carys", "Dilys"))
    meet(leeds, ada, bea)
    meet(leeds, ada, carys)
    talk_id = leeds.messages.start_group(ada, "Tuesdays", [bea.member_id, carys.member_id], now=NOW)
    leeds.messages.send(bea, talk_id, "Hello all", now=NOW)
    assert [message.words for message in leeds.messages.read(carys, talk_id, now=NOW)] == ["Hello all"]
    leeds.safety.block(carys, bea.member_id, now=NOW)
    assert leeds.messages.read(carys, talk_id, now=NOW) == []
    assert [message.words for message in leeds.messages.read(ada, talk_id, now=NOW)] == ["Hello all"]
    with pytest.raises(NotFound, match="people you talk with"):
        leeds.messages.start_group(ada, "More", [bea.member_id, dilys.member_id], now=NOW)
    with pytest.raises(BadWords, match="three to 8 people"):
        leeds.messages.start_group(ada, "Two", [bea.member_id], now=NOW)


def test_sixty_first_message_in_an_hour_is_refused(talking_two: Two) -> None:
    community, ada, _, talk_id = talking_two
    for _ in range(60):
        community.messages.send(ada, talk_id, "words", now=NOW)
    with pytest.raises(TooOften):
        community.messages.send(ada, talk_id, "words", now=NOW)


def test_how_somebody_answers_is_said_from_three_answers_on(talking_two: Two) -> None:
    community, ada, bea, talk_id = talking_two

    def exchange(day: int, hours: float) -> None:
        asked = NOW + timedelta(days=day)
        community.messages.send(ada, talk_id, "?", now=asked)
        community.messages.send(bea, talk_id, "!", now=asked + timedelta(hours=hours))

    exchange(0, 1)
    exchange(1, 2)
    assert community.messages.response_bands([bea.member_id]) == {}
    exchange(2, 90)
    assert community.messages.response_bands([bea.member_id])[bea.member_id] == "usually answers within hours"
    exchange(6, 90)
    assert community.messages.response_bands([bea.member_id])[bea.member_id] == "takes a few days to answer"


def test_reliability_is_of_the_last_twenty_and_her_own(leeds: Community) -> None:
    ada, bea = leeds.person("Ada"), leeds.person("Bea")
    for i in range(25):
        for kind in ("rsvp", "attended") if i % 5 else ("rsvp",):
            leeds.do(
                "INSERT INTO interaction BY NAME SELECT uuidv7() AS interaction_id, false AS sample, "
                "TIMESTAMPTZ '2026-01-01 00:00:00+00' + INTERVAL (?) DAY AS happened_at, ? AS kind, ? AS actor_id, ? AS meetup",
                [i, kind, ada.member_id, f"m{i}"],
            )
    assert leeds.messages.reliability(ada) == (20, 16)
    assert leeds.messages.reliability(bea) == (0, 0)


@given(st.text(max_size=300))
def test_pieces_of_words_are_the_words(text: str) -> None:
    assert "".join(piece for piece, _ in talking.pieces(text)) == text


def test_links_are_told_from_words() -> None:
    text = "See https://example.org/a?b=1 or javascript:alert(1) or http://x.example"
    assert [piece for piece, is_link in talking.pieces(text) if is_link] == ["https://example.org/a?b=1", "http://x.example"]


@given(st.text(max_size=400))
def test_checked_words_hold_nothing_unseen(text: str) -> None:
    try:
        said = talking.check(text, most=280, what="The note")
    except BadWords:
        return
    assert said == said.strip()
    assert 0 < len(said) <= 280
    assert not any(letter in said for letter in "\u202e\u200b\x00\x1b")


def test_response_band_is_of_two_thirds() -> None:
    cases: list[tuple[list[Any], str]] = [
        ([1, 2], ""),
        ([1, 4, 100], "usually answers within hours"),
        ([1, 20, 30], "usually answers within a day"),
    ]
    for hours, band in cases:
        assert talking.response_band(hours) == band
