"""E9: scores come in as means of months, stand beside our own pulse, go again, and nothing of a single person is ever written."""

from datetime import date

import pytest

from flock.errors import BadTable, NotAllowed, NotFound
from flock.services.accounts import Accounts
from flock.services.pulse import QUESTIONS, Pulse
from flock.services.sense_scores import SenseScores
from flock.storage import people
from tests.unit.storage.test_personal_data import dump

PEOPLE = "pseudonym,date,total\n" + "".join(f"canary-{number},2026-04-0{number},{30 + number}.5\n" for number in range(1, 7))


@pytest.fixture
def scores(community, now) -> SenseScores:
    accounts = Accounts(community.db)
    return SenseScores(community.db, accounts, Pulse(community.db, accounts), clock=lambda: now)


def test_a_table_of_people_leaves_means_and_nothing_of_them(community, scores) -> None:
    lena, before = community["lena"], dump(community.db)
    plan = scores.check(lena, "scores.csv", PEOPLE.encode())
    assert dump(community.db) == before
    assert "canary" not in repr(plan)
    assert scores.commit(lena, plan) == 1
    text = str(dump(community.db))
    assert "canary" not in text
    assert not any(f"{30 + number}.5" in text for number in range(1, 7))
    told = scores.over_time(lena)
    assert told[["month", "source", "answers"]].to_numpy().tolist() == [[date(2026, 4, 1), "SCI-2", 6]]
    assert told["mean"][0] == pytest.approx(34 / 24)
    assert told["low"][0] < told["mean"][0] < told["high"][0]
    again = scores.check(lena, "again.csv", PEOPLE.encode())
    assert (again.new, again.known) == ([], 1)
    assert "from scores.csv" in again.problems[0].sentence
    with pytest.raises(BadTable, match="nothing was written"):
        scores.commit(lena, plan)


def test_scores_stand_beside_the_pulse_of_the_month(community, scores, now) -> None:
    community.join("dot", "eve", "fay")
    pulse = Pulse(community.db, Accounts(community.db))
    for key, answer in zip(("ada", "bea", "cat", "dot", "eve"), (0, 1, 2, 3, 3), strict=True):
        pulse.answer(community[key], dict.fromkeys(QUESTIONS, answer) | {"needs": 3}, now=now.replace(month=4))
    scores.commit(
        community["lena"],
        scores.check(community["lena"], "m.csv", b"month,n,needs,membership,influence,bond\n2026-04,9,18,9,6,3\n"),
    )
    told = scores.over_time(community["lena"]).set_index("source")
    assert told.loc["SCI-2", ["answers", "mean", "needs", "membership", "influence", "bond"]].tolist() == [9, 1.5, 3, 1.5, 1, 0.5]
    own = told.loc["our four questions"]
    assert (own["answers"], own["needs"], own["bond"]) == (5, 3, pytest.approx(1.8))
    assert own["mean"] == pytest.approx((3 + 3 * 1.8) / 4)


def test_what_was_brought_in_goes_again_once(community, scores) -> None:
    lena = community["lena"]
    scores.commit(lena, scores.check(lena, "scores.csv", PEOPLE.encode()))
    (past,) = scores.past(lena)
    assert (past.file_name, past.who, past.is_undone, past.months, past.people) == ("scores.csv", "Lena", False, 1, 6)
    scores.undo(lena, past.import_id)
    assert community.ask("SELECT count(*) FROM score_month") == [(0,)]
    assert scores.past(lena)[0].is_undone
    assert scores.over_time(lena).empty
    with pytest.raises(NotFound):
        scores.undo(lena, past.import_id)
    assert scores.commit(lena, scores.check(lena, "scores.csv", PEOPLE.encode())) == 1, "it may come again"


def test_scores_of_the_demo_go_with_it(community, scores) -> None:
    with community.db.writing() as cursor:
        cursor.execute("UPDATE member SET sample = TRUE")
    scores.commit(community["lena"], scores.check(community["lena"], "scores.csv", PEOPLE.encode()))
    people.remove_sample(community.db)
    assert community.ask("SELECT (SELECT count(*) FROM score_month), (SELECT count(*) FROM score_import)") == [(0, 0)]


@pytest.mark.parametrize("key", ["ada", "olga"])
def test_only_leads_bring_in_scores(community, scores, key: str) -> None:
    plan = scores.check(community["lena"], "scores.csv", PEOPLE.encode())
    acting = community[key]
    for refused in (
        lambda: scores.check(acting, "scores.csv", PEOPLE.encode()),
        lambda: scores.commit(acting, plan),
        lambda: scores.past(acting),
        lambda: scores.over_time(acting),
    ):
        with pytest.raises(NotAllowed):
            refused()
