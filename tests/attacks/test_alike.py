"""S5, S6: hidden, blocked, sent away, gone and never there answer alike, in every byte and by the same steps."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID, uuid4

import pytest

from flock.domain.members import SEEN_BY, Person
from flock.errors import FlockError
from flock.services import photo_passes
from flock.storage import schema
from flock.storage.database import Database
from tests.attacks.given import Given
from tests.unit.people.conftest import NOW, Community

WAYS = ("hides", "blocks her", "is blocked by her", "is paused", "is banned", "left", "never came")
NAMES = ("Ada", "Bea", "Carys", "Dilys", "Esme", "Fern", "Gwen", "Hope", "Isla", "Jo", "Kit", "Lou", "Olive")
INTERESTS = ("gardening", "choir", "chess", "walking", "bees")
HERS = ("blocked", "export block.blocker_id.csv", "export flock.json")
"""Where she reads whom she blocked herself."""


def village(seed: int) -> Community:
    """Thirteen in one hexagon: who likes what, who lets whom see her, groups, vouches and hellos are drawn."""
    rng = random.Random(seed)
    on = Community(Counting(None))
    schema.bring_up_to_date(on.db)
    for name in NAMES:
        told = {"interests": rng.sample(INTERESTS, rng.randrange(1, 5)), "can_help": rng.sample(["pricing", "knots", "tax"], 2)}
        told |= {"seen_by": "everyone" if name in NAMES[:2] else rng.choice(SEEN_BY)}
        on.join(name, role="organiser" if name == "Olive" else "member", **told)
    ids = [on.person(name).member_id for name in NAMES]
    on.do("INSERT INTO account (member_id, admitted_at) SELECT member_id, now() FROM member")
    on.do("INSERT INTO photo SELECT uuidv7(), member_id, 'photo'::BLOB, now() FROM member")
    for one in rng.sample(ids, 8):
        on.do("INSERT INTO group_member VALUES (?, ?, now())", [UUID(int=7), one])
        if one != ids[1]:  # the vouches of somebody who was sent away end with her, which those she stood up for may see
            on.do("INSERT INTO vouch VALUES (?, ?, now(), NULL)", [one, ids[rng.randrange(4)]])
    on.people.settle(now=NOW)
    for name in ("Bea", *rng.sample(NAMES[2:6], 2)):  # her own hello shows as before, whatever became of the other
        with suppress(FlockError):
            on.waves.send(on.person("Ada"), on.person(name).member_id, "Tea?", now=NOW)
    return on


class Counting(Database):
    """A database that counts what it is asked."""

    asked = 0

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """Lend a cursor that counts."""
        with super().reading() as cursor:
            yield _Counted(self, cursor)


class _Counted:
    def __init__(self, db: Counting, cursor: Any) -> None:
        self._db, self._cursor = db, cursor

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def execute(self, *question: Any) -> Any:
        self._db.asked += 1
        return self._cursor.execute(*question)


@contextmanager
def way(on: Community, looking: Person, other: Person, how: str) -> Iterator[None]:
    """Let one be out of the other's sight, and afterwards as before."""
    me, her = looking.member_id, other.member_id
    kept = on.ask("SELECT * FROM member WHERE member_id = ?", [her])[0]
    if how in ("blocks her", "is blocked by her"):
        on.do("INSERT INTO block VALUES (?, ?, now())", [her, me] if how == "blocks her" else [me, her])
    elif how == "hides":
        on.say(other, "seen_by", "nobody")
    elif how == "never came":
        on.do("DELETE FROM member WHERE member_id = ?", [her])
    else:
        on.do("INSERT INTO standing VALUES (?, ?, '2026-01-01', NULL, NULL)", [her, how.split()[-1]])
    try:
        yield
    finally:
        on.do("DELETE FROM block")
        on.do("DELETE FROM standing")
        on.do("DELETE FROM member WHERE member_id = ?", [her])
        on.do(f"INSERT INTO member VALUES ({', '.join('?' * len(kept))})", list(kept))


@pytest.mark.parametrize("seed", range(2))
def test_all_that_somebody_is_given_is_the_same_whatever_the_reason(seed: int) -> None:
    on = village(seed)
    looking, other = on.person("Ada"), on.person("Bea")
    given = Given(on)
    given.everything(looking)  # a first look chooses the handful of the day
    there = given.everything(looking)
    seen = {}
    for how in WAYS:
        with way(on, looking, other, how):
            seen[how] = given.everything(looking)
    assert seen["hides"] != there
    for how in WAYS[1:]:
        differing = {name for name, answer in seen["hides"].items() if seen[how].get(name) != answer}
        assert differing <= (set(HERS) if how == "is blocked by her" else set()), how


def test_whoever_is_not_there_is_answered_in_the_same_words_by_the_same_number_of_questions() -> None:
    """By number, and not by the clock: that is what makes the time, and it never wavers. benchmarks/attacks.py has the clock."""
    on = village(1)
    looking, other = on.person("Ada"), on.person("Bea")
    given = Given(on)
    given.everything(looking)  # a first look makes the keys of this community, too
    passes = photo_passes.make(on.db, looking.member_id, [other.member_id, on.person("Lou").member_id], now=NOW)
    photo, gone = passes[other.member_id], passes[on.person("Lou").member_id]
    on.do("DELETE FROM photo WHERE member_id = ?", [on.person("Lou").member_id])
    told = {}
    for how in (*WAYS, "is nobody"):
        if how == "is nobody":
            on.people.own(looking, now=NOW)
            told[how] = [answered(on, ask) for ask in asks(given, looking, uuid4(), gone)]
        else:
            with way(on, looking, other, how):
                on.people.own(looking, now=NOW)
                told[how] = [answered(on, ask) for ask in asks(given, looking, other.member_id, photo)]
    assert {how: answers for how, answers in told.items() if answers != told["hides"]} == {}


def asks(given: Given, looking: Person, her: UUID, photo: str) -> list[Callable[[], object]]:
    """Give every way to ask about one person."""
    on, client = given.community, given.client()
    return [
        lambda: on.people.card(looking, her, now=NOW),
        lambda: on.people.known(looking, [her], now=NOW),
        lambda: on.people.not_met(looking, [her], now=NOW),
        lambda: on.waves.send(looking, her, now=NOW),
        lambda: on.waves.pass_by(looking, her, now=NOW),
        lambda: on.safety.report(looking, her, place="card", reason="other", now=NOW),
        lambda: on.safety.block(looking, her, now=NOW),
        lambda: on.messages.start_group(looking, "Us", [her], now=NOW),
        lambda: client.get(f"/photos/{photo}").content,
    ]


def answered(on: Community, ask: Callable[[], object]) -> tuple[str, int]:
    """Give the words of an answer or a refusal, and how many questions the database was put."""
    before = on.db.asked
    try:
        said = repr(ask())
    except FlockError as refused:
        said = f"{type(refused).__name__}: {refused}"
    return said, on.db.asked - before
