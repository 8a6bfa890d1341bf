"""What is ranked from memory is what the database would say: who exists, at once after each change, and the same score."""

import random
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flock.domain import fit, working_week
from flock.domain.members import Person
from flock.domain.visibility import Wish
from flock.services.fit import Ranked
from flock.storage import members, reachable, roster
from flock.storage.database import sql
from tests.unit.people.conftest import NOW, Community, member_ids
from tests.unit.people.test_who_sees_whom import NAMES, invent, may_see

WORDS = ("pricing", "pitching", "tax", "writing", "drawing")


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**6))
def test_memory_and_database_tell_the_same_people(seed: int) -> None:
    community, people, rules = invent(seed)
    home, db = 0x871942D4DFFFFFF, community.db
    community.bring_in([{"name": f"Neighbour {i}", "home_cell": home} for i in range(5)])  # a hexagon is shown from five on
    community.do("INSERT INTO member_group SELECT DISTINCT group_id, false, 'Group', now() FROM group_member")
    ids = member_ids(people.values())
    for looking in NAMES:
        if looking in rules["gone"]:
            continue  # who was sent away asks nothing
        person = people[looking]
        found = {member_id for member_id, _ in community.people.best(person, now=NOW)} & set(ids)
        assert roster.decides(db, roster.roster(db, NOW), NOW)
        assert found == set(members.visible_ids(db, person.member_id, ids, now=NOW))
        assert found == {people[other].member_id for other in NAMES if other != looking and may_see(rules, looking, other)}


def test_memory_gives_way_to_a_change_of_any_table_that_the_predicate_reads() -> None:
    text = sql("visible_members").replace("{among}", "member")
    text = re.sub(r"--.*", "", text).split("known AS (")[0]  # who has shown herself otherwise is not ranked
    read, named = set(re.findall(r"(?:FROM|JOIN) (\w+)", text)), set(re.findall(r"(\w+) AS \(", text))
    assert read - named - {"block"} == set(roster._DECIDES)


CHANGES: dict[str, tuple[str, list[Any]]] = {
    "hides": ("UPDATE member SET seen_by = 'nobody' WHERE name = 'Bea'", []),
    "is invented": ("UPDATE member SET sample = true WHERE name = 'Bea'", []),
    "leaves": ("INSERT INTO standing SELECT member_id, 'left', ?, NULL, NULL FROM member WHERE name = 'Bea'", [NOW]),
    "waits at the gate": ("INSERT INTO account (member_id) SELECT member_id FROM member WHERE name = 'Bea'", []),
    "is erased": ("DELETE FROM member WHERE name = 'Bea'", []),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("is_large", [False, True])
def test_change_holds_at_once(leeds: Community, change: str, is_large: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the roster is not read again at once."""
    if is_large:
        monkeypatch.setattr(roster, "_ALWAYS_FRESH", 0)
        monkeypatch.setattr(roster, "_SHARE_OF_TIME", 10**6)
    ada, bea = leeds.person("Ada"), leeds.person("Bea").member_id
    assert bea in _best(leeds, ada)
    before = roster.roster(leeds.db, NOW)
    leeds.do(*CHANGES[change])
    assert bea not in _best(leeds, ada)
    assert (roster.roster(leeds.db, NOW) is before) is is_large
    assert not roster.decides(leeds.db, before, NOW)


def test_block_holds_at_once_and_leaves_the_roster(leeds: Community) -> None:
    ada, bea = leeds.person("Ada"), leeds.person("Bea")
    assert bea.member_id in _best(leeds, ada)
    assert ada.member_id in _best(leeds, bea)
    before = roster.roster(leeds.db, NOW)
    leeds.safety.block(bea, ada.member_id, now=NOW)
    assert bea.member_id not in _best(leeds, ada)
    assert ada.member_id not in _best(leeds, bea)
    assert roster.roster(leeds.db, NOW) is before


def test_pause_ends_by_the_clock_alone(leeds: Community) -> None:
    ada, bea, end = leeds.person("Ada"), leeds.person("Bea").member_id, NOW + timedelta(hours=1)
    leeds.do("INSERT INTO standing VALUES (?, 'paused', ?, ?, NULL)", [bea, NOW, end])
    assert bea not in _best(leeds, ada, at=NOW - timedelta(minutes=1)), "nor when the clock is set back"
    assert bea not in _best(leeds, ada)
    assert bea in _best(leeds, ada, at=end)


def _best(community: Community, person: Person, at: Any = NOW) -> set[UUID]:
    return {member_id for member_id, _ in community.people.best(person, now=at)}


def test_score_is_the_slow_one(community: Community) -> None:
    """Everybody with everybody, against the formula written out for two."""
    rng = random.Random(4)

    def some() -> list[str]:
        return rng.sample(WORDS, rng.randrange(4))

    rows = [
        {
            "name": f"n{i}",
            "works": rng.choice(("Mo-Fr 09:00-17:00", "Tu,Th 10:00-14:00", "Sa 08:00-12:00", None)),
            "style": rng.choice(("silent", "breaks", "pair", None)),
            "can_help": some(),
            "wants_to_learn": some(),
            "interests": some(),
            "home_cell": 0x871942D4DFFFFFF,
        }
        for i in range(30)
    ]
    people = community.bring_in(rows)
    said = {person.member_id: row for person, row in zip(people, rows, strict=True)}
    sharing = {word: sum(word in row["interests"] for row in rows) for word in WORDS}
    rarity = {word: max(0, round(np.log(len(rows) / max(n, 5)))) for word, n in sharing.items() if n}
    for person, row in zip(people, rows, strict=True):
        for other, score in community.people.best(person, most=40, now=NOW):
            assert score == pytest.approx(_slow(row, said[other], rarity), abs=1e-5)
        with_somebody = sum(_slow(row, her, rarity) > 0 for one, her in said.items() if one != person.member_id)
        assert len(community.people.best(person, most=40, now=NOW)) == with_somebody


def _slow(mine: dict[str, Any], hers: dict[str, Any], rarity: dict[str, float]) -> float:
    weeks = [working_week.week(row["works"]) for row in (mine, hers)]
    shared = sum((a & b).bit_count() for a, b in zip(*weeks, strict=True)) / 2
    if not shared:
        return 0.0
    sides = []
    for me, her, week in ((mine, hers, weeks[0]), (hers, mine, weeks[1])):
        hours = min(1, shared / max(min(working_week.hours_in(week), 10), 0.5))
        style = float(fit.style_part(fit.style_code(me["style"]), np.array([fit.style_code(her["style"])], np.uint8))[0])
        taught = len(set(me["wants_to_learn"]) & set(her["can_help"])) / min(max(len(me["wants_to_learn"]), 1), 2)
        liked = sum(rarity[one] for one in set(me["interests"]) & set(her["interests"]))
        own = sum(rarity[one] for one in me["interests"])
        sides.append(0.3 * hours + 0.15 * style + 0.2 * min(1, taught) + 0.15 * min(1, liked / min(max(own, 0.5), 6)))
    a, b = sides
    return 2 * a * b / (a + b) if a + b else 0.0


@given(st.lists(st.sampled_from([0, 0.1, 0.2, 0.3]), max_size=12), st.integers(1, 14))
def test_best_first_is_a_stable_sort(scores: list[float], most: int) -> None:
    score = np.array(scores, np.float32)
    found = Ranked(*[None] * 4, score).best_first(most).tolist()  # type: ignore[arg-type]
    wanted = [i for i in np.argsort(-score, kind="stable").tolist() if score[i] > 0]
    assert found == wanted[:most]


def test_wish_is_kept_from_memory(community: Community) -> None:
    (ada,) = community.join("Ada")
    (bea,) = community.join("Bea", style="silent")
    community.join("Carys", "Dilys", "Esme", style="pair")
    community.people.save_wish(ada, Wish(styles=frozenset({"silent"})), now=NOW)
    assert _best(community, ada) == {bea.member_id}
    assert reachable.in_common(community.db, 0x871942D4DFFFFFF, np.array([0, 0], np.int64)).tolist() == [0, 0]
