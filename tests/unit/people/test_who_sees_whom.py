"""Who exists for whom: checked against a plain reading of the rules, over random communities (S5)."""

import random
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from flock.domain.members import SEEN_BY, Person
from flock.domain.visibility import Wish
from flock.errors import NotAllowed, NotFound, TooOften
from flock.storage import members, schema
from flock.storage.database import Database
from tests.unit.people.conftest import NOW, Community, member_ids

NAMES = ("Ada", "Bea", "Carys", "Dilys", "Esme", "Fern")


def invent(seed: int) -> tuple[Community, dict[str, Person], dict[str, Any]]:
    """Give a community of six with random audiences, blocks, vouches, groups and standings, and the same as plain sets."""
    rng = random.Random(seed)
    db = Database(None)
    schema.bring_up_to_date(db)
    community = Community(db)
    audience = {name: rng.choice(SEEN_BY) for name in NAMES}
    home = 0x871942D4DFFFFFF
    people = dict(
        zip(NAMES, community.bring_in([{"name": n, "seen_by": audience[n], "home_cell": home} for n in NAMES]), strict=True)
    )
    ids = {name: person.member_id for name, person in people.items()}
    pairs = [(a, b) for a in NAMES for b in NAMES if a != b]
    blocks, vouches = rng.sample(pairs, rng.randrange(5)), rng.sample(pairs, rng.randrange(16))
    groups = [rng.sample(NAMES, rng.randrange(4)) for _ in range(2)]
    gone = set(rng.sample(NAMES, rng.choice((0, 0, 1))))
    for one, other in blocks:
        community.do("INSERT INTO block VALUES (?, ?, now())", [ids[one], ids[other]])
    for one, other in vouches:
        community.do("INSERT INTO vouch VALUES (?, ?, now(), NULL)", [ids[one], ids[other]])
    for number, group in enumerate(groups):
        for name in group:
            community.do("INSERT INTO group_member VALUES (?, ?, now())", [UUID(int=number), ids[name]])
    for name in gone:
        community.do("INSERT INTO standing VALUES (?, 'paused', '2026-01-01', NULL, NULL)", [ids[name]])
    return community, people, {"audience": audience, "blocks": blocks, "vouches": vouches, "groups": groups, "gone": gone}


def may_see(rules: dict[str, Any], looking: str, other: str) -> bool:
    """Read the rules as they are written down."""
    if rules["audience"][looking] == "nobody" or {looking, other} & rules["gone"]:
        return False
    if (looking, other) in rules["blocks"] or (other, looking) in rules["blocks"]:
        return False
    vouchers = {one for one, whom in rules["vouches"] if whom == looking and one not in rules["gone"]}
    together = any(looking in group and other in group for group in rules["groups"])
    return {"everyone": True, "vouched": len(vouchers) >= 3, "groups": together, "nobody": False}[rules["audience"][other]]


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**6))
def test_whoever_is_shown_may_be_seen_and_nobody_is_missing(seed: int) -> None:
    community, people, rules = invent(seed)
    for looking in NAMES:
        found = members.visible(community.db, people[looking].member_id, member_ids(people.values()), now=NOW)
        assert {one.name for one in found} == {other for other in NAMES if other != looking and may_see(rules, looking, other)}


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**6))
@example(1130)
def test_blocked_hidden_and_not_there_answer_alike(seed: int) -> None:
    """The same community with somebody blocked, hidden, banned or never joined gives the other one the same bytes."""
    told = []
    for way in ("blocks me", "hides", "is banned", "never joined"):
        community, people, _ = invent(seed)
        looking, other = people["Ada"], people["Bea"]
        community.say(looking, "seen_by", "everyone")
        community.do("DELETE FROM standing WHERE member_id = ?", [looking.member_id])  # who is banned asks nothing
        if way == "blocks me":
            community.do("INSERT INTO block VALUES (?, ?, now())", [other.member_id, looking.member_id])
        elif way == "hides":
            community.say(other, "seen_by", "nobody")
        elif way == "is banned":
            community.do("INSERT INTO standing VALUES (?, 'banned', '2026-01-01', NULL, NULL)", [other.member_id])
        else:
            community.do("DELETE FROM member WHERE member_id = ?", [other.member_id])
        told.append(everything(community, looking, other))
    assert told[0] == told[1] == told[2] == told[3]


def everything(community: Community, looking: Person, other: Person) -> list[Any]:
    """Give all that a member is told, and the words with which she is told of somebody."""
    nearby = community.people.nearby(looking, now=NOW)
    said: list[Any] = [nearby.total, {card.member.name for card in nearby.cards}]
    for ask in (
        lambda: community.people.card(looking, other.member_id, now=NOW),
        lambda: community.waves.send(looking, other.member_id, now=NOW),
        lambda: community.safety.block(looking, other.member_id, now=NOW),
        lambda: community.safety.report(looking, other.member_id, place="card", reason="other", now=NOW),
    ):
        with pytest.raises(NotFound) as refused:
            ask()
        said.append(str(refused.value))
    return said


def test_block_works_in_both_directions_and_is_taken_off_by_her_alone(leeds: Community) -> None:
    ada, bea = leeds.person("Ada"), leeds.person("Bea")
    leeds.safety.block(ada, bea.member_id, now=NOW)
    assert "Bea" not in leeds.sees(ada)
    assert "Ada" not in leeds.sees(bea)
    assert leeds.safety.blocked(bea) == []
    leeds.safety.unblock(bea, ada.member_id)
    assert "Ada" not in leeds.sees(bea)
    leeds.safety.unblock(ada, bea.member_id)
    assert "Ada" in leeds.sees(bea)


def test_hidden_member_finds_nobody(leeds: Community) -> None:
    ada = leeds.person("Ada")
    leeds.say(ada, "seen_by", "nobody")
    assert leeds.sees(ada) == set()
    assert leeds.people.suggested(ada, now=NOW) == []
    assert leeds.people.best(ada, now=NOW) == []


def test_somebody_who_waved_shows_herself_to_that_one_only(leeds: Community) -> None:
    ada, bea, carys = (leeds.person(name) for name in ("Ada", "Bea", "Carys"))
    leeds.say(ada, "seen_by", "groups")
    assert "Ada" not in leeds.sees(bea)
    leeds.waves.send(ada, bea.member_id, now=NOW)
    assert leeds.people.card(bea, ada.member_id, now=NOW).member.name == "Ada"
    with pytest.raises(NotFound):
        leeds.people.card(carys, ada.member_id, now=NOW)


def test_forged_person_is_refused(leeds: Community) -> None:
    forged = Person(UUID(int=1), "Nobody", "lead")
    for ask in (leeds.people.nearby, leeds.people.suggested, leeds.waves.towards, leeds.messages.talks, leeds.safety.blocked):
        with pytest.raises(NotAllowed):
            ask(forged)


@pytest.mark.parametrize(
    ("wish", "kept"),
    [
        (Wish(styles=frozenset({"silent"})), {"Silent"}),
        (Wish(languages=frozenset({"Welsh"})), {"Welsh"}),
        (Wish(shared_hours=20), {"Silent", "Welsh", "Idle", "Long ago"}),
        (Wish(active="this week"), {"Welsh", "Silent", "Short"}),
        (Wish(vouched=True), set()),
        (Wish(), {"Silent", "Welsh", "Short", "Idle", "Long ago"}),
    ],
)
def test_wish_holds_in_both_directions(community: Community, wish: Wish, kept: set[str]) -> None:
    (ada,) = community.join("Ada", style="pair")
    others = [
        *community.join("Silent", style="silent"),
        *community.join("Welsh", languages=["English", "Welsh"]),
        *community.join("Short", works="Mo 09:00-11:00"),
        *community.join("Idle", "Long ago"),
    ]
    for person in others[:3]:
        community.do("INSERT INTO active_day VALUES (?, ?)", [person.member_id, NOW.date()])
    community.do("INSERT INTO active_day VALUES (?, ?)", [others[4].member_id, NOW.date() - timedelta(days=40)])
    community.people.save_wish(ada, wish, now=NOW)
    assert community.sees(ada) == kept
    if wish.active:
        return  # whoever asks is here by asking
    for other in others:
        assert ("Ada" in community.sees(other)) is (other.name in kept), other.name


def test_sixty_first_change_of_filters_is_refused(leeds: Community) -> None:
    ada = leeds.person("Ada")
    for hours in range(60):
        leeds.people.save_wish(ada, Wish(shared_hours=hours), now=NOW)
    with pytest.raises(TooOften):
        leeds.people.save_wish(ada, Wish(), now=NOW)
    assert leeds.people.own(ada, now=NOW).wish == Wish(shared_hours=59)
