"""What leads hear and do: alerts (E8), the pulse (E9), introductions (E15), each guarded again by its service."""

from datetime import UTC, date, datetime, timedelta

import pytest

from flock.errors import BadAnswer, NotAllowed, NotFound
from flock.services.accounts import Accounts
from flock.services.alerts import Alerts
from flock.services.introductions import Introductions
from flock.services.narrowing import Narrowing
from flock.services.pulse import QUESTIONS, Pulse

UNTIL = date(2026, 6, 1)
FULL = dict.fromkeys(QUESTIONS, 3)


def days_before(days: int) -> datetime:
    return datetime(2026, 6, 1, 12, tzinfo=UTC) - timedelta(days=days)


def found(community) -> dict[str, list[str | None]]:
    digest = Alerts(community.db, Accounts(community.db)).digest(community["lena"], UNTIL)
    return {kind: [alert.name for alert in alerts] for kind, alerts in digest.alerts.items() if alerts}


def test_first_acts_and_who_is_back(community) -> None:
    community.act("reply", "ada", "bea", at=days_before(3))
    community.act("reply", "bea", "ada", at=days_before(120))
    community.act("reply", "bea", "ada", at=days_before(2))
    community.act("reply", "cat", "ada", at=days_before(40))
    community.act("reply", "cat", "ada", at=days_before(2))
    assert found(community) == {"first_act": ["Ada"], "back": ["Bea"]}


def test_a_regular_who_stopped_is_told_in_the_week_in_which_it_shows(community) -> None:
    for day in (30, 31, 40, 60):
        community.act("reply", "ada", "bea", at=days_before(day))
    for day in (50, 55, 58, 60):
        community.act("reply", "bea", "cat", at=days_before(day))
    assert found(community) == {"stopped": ["Ada"]}


def test_first_posts_wait_until_somebody_else_answers(community) -> None:
    for key, thread in (("ada", "t1"), ("bea", "t2"), ("cat", "t3")):
        community.act("post", key, at=days_before(40 if key == "cat" else 20), thread=thread)
        community.act("post", key, at=days_before(10), thread="later")
    community.act("reply", "lena", "ada", at=days_before(19), thread="t1")
    assert found(community)["unanswered"] == ["Bea"]


def test_who_hides_herself_is_counted_without_a_name_and_the_text_names_nobody(community) -> None:
    community.join("hidden", seen_by="nobody")
    community.act("reply", "hidden", "ada", at=days_before(2))
    community.act("reply", "ada", "hidden", at=days_before(2))
    assert sorted(found(community)["first_act"], key=str) == ["Ada", None]
    text = Alerts(community.db, Accounts(community.db)).digest(community["lena"], UNTIL).text("Flock")
    assert "2 members did something for the first time" in text
    assert "Ada" not in text


def test_a_quiet_week_says_so(community) -> None:
    assert "Nothing that needs you" in Alerts(community.db, Accounts(community.db)).digest(community["lena"], UNTIL).text("Flock")


def test_the_pulse_is_answered_once_a_month(community, now) -> None:
    pulse = Pulse(community.db, Accounts(community.db))
    pulse.answer(community["ada"], FULL, now=now)
    assert not pulse.is_due(community["ada"], now=now)
    assert pulse.is_due(community["bea"], now=now)
    with pytest.raises(BadAnswer, match="already"):
        pulse.answer(community["ada"], FULL, now=now)
    assert pulse.is_due(community["ada"], now=now + timedelta(days=30))


@pytest.mark.parametrize("answers", [{}, {"needs": 3}, FULL | {"needs": 4}, FULL | {"needs": -1}])
def test_half_a_pulse_is_refused(community, now, answers: dict[str, int]) -> None:
    pulse = Pulse(community.db, Accounts(community.db))
    with pytest.raises(BadAnswer, match="each of the four"):
        pulse.answer(community["ada"], answers, now=now)
    assert pulse.is_due(community["ada"], now=now)


def test_a_pulse_is_told_from_five_answers_on_and_once_its_month_is_over(community, now) -> None:
    pulse = Pulse(community.db, Accounts(community.db))
    lena, later = community["lena"], now + timedelta(days=31)
    for key in ("ada", "bea", "cat", "olga"):
        pulse.answer(community[key], FULL, now=now)
    assert pulse.months(lena, now=later) == []
    pulse.answer(lena, FULL | {"bond": 0}, now=now)
    assert pulse.months(lena, now=now) == []
    (month,) = pulse.months(lena, now=later)
    table = month.table.set_index("question")
    assert month.answers == 5
    assert table.loc["Somebody", "mean"] == pytest.approx(2.4)
    assert table.loc["Somebody", "low"] == pytest.approx(2.4 - 2.776 * 1.3416407 / 5**0.5)
    assert table.loc["Helped", ["low", "high"]].tolist() == [3, 3]


def test_answers_lie_in_another_order_than_turns_and_name_nobody(community, now) -> None:
    community.join(*(f"m{number}" for number in range(40)))
    pulse = Pulse(community.db, Accounts(community.db))
    for number in range(40):
        pulse.answer(community[f"m{number}"], FULL | {"bond": number % 4}, now=now)
    given = [number % 4 for number in range(40)]
    assert [row[0] for row in community.ask("SELECT bond FROM pulse_answer")] != given
    assert sorted(row[0] for row in community.ask("SELECT bond FROM pulse_answer")) == sorted(given)
    columns = [row[0] for row in community.ask("SELECT column_name FROM duckdb_columns() WHERE table_name = 'pulse_answer'")]
    assert columns == ["sample", "month", *QUESTIONS]


def test_both_hear_of_an_introduction_and_only_a_mutual_yes_is_told(community, now) -> None:
    service = Introductions(community.db, Accounts(community.db))
    ada, bea = community["ada"], community["bea"]
    service.suggest(community["lena"], ada.member_id, bea.member_id, now=now)
    service.suggest(community["lena"], bea.member_id, ada.member_id, now=now)
    (for_ada,), (for_bea,) = service.waiting(ada, now=now), service.waiting(bea, now=now)
    assert (for_ada.other.name, for_bea.other.name) == ("Bea", "Ada")
    assert service.waiting(community["cat"], now=now) == []
    assert service.answer(ada, for_ada.introduction_id, yes=True, now=now) is False
    assert community.ask("SELECT count(*) FROM interaction") == [(0,)]
    assert service.answer(bea, for_bea.introduction_id, yes=True, now=now) is True
    assert community.ask("SELECT kind FROM interaction") == [("accepted_intro",)]
    (talk,) = community.ask("SELECT talk_id FROM talk")
    assert set(community.ask("SELECT talk_id, member_id FROM talk_member")) == {(*talk, ada.member_id), (*talk, bea.member_id)}
    assert service.waiting(ada, now=now) == service.waiting(bea, now=now) == []


def test_a_no_looks_like_no_answer_to_the_other(community, now) -> None:
    service = Introductions(community.db, Accounts(community.db))
    ada, bea = community["ada"], community["bea"]
    service.suggest(community["lena"], ada.member_id, bea.member_id, now=now)
    (one,) = service.waiting(ada, now=now)
    before = service.waiting(bea, now=now)
    service.answer(ada, one.introduction_id, yes=False, now=now)
    assert service.waiting(bea, now=now) == before
    assert service.answer(bea, one.introduction_id, yes=True, now=now) is False
    assert community.ask("SELECT count(*) FROM interaction") == [(0,)]


def test_who_blocked_or_hides_is_not_introduced_and_nobody_is_told(community, now) -> None:
    service = Introductions(community.db, Accounts(community.db))
    ada, bea = community["ada"], community["bea"]
    with community.db.writing() as cursor:
        cursor.execute("INSERT INTO block VALUES (?, ?, ?)", [bea.member_id, ada.member_id, now])
    service.suggest(community["lena"], ada.member_id, bea.member_id, now=now)
    assert service.waiting(ada, now=now) == service.waiting(bea, now=now) == []
    assert frozenset((ada.member_id, bea.member_id)) in service.suggested(community["lena"], now=now)
    with pytest.raises(NotFound):
        service.answer(ada, next(iter(community.ask("SELECT introduction_id FROM introduction")))[0], yes=True, now=now)


def test_nobody_answers_for_another_or_twice(community, now) -> None:
    service = Introductions(community.db, Accounts(community.db))
    service.suggest(community["lena"], community.id("ada"), community.id("bea"), now=now)
    (one,) = service.waiting(community["ada"], now=now)
    with pytest.raises(NotFound):
        service.answer(community["cat"], one.introduction_id, yes=True, now=now)
    service.answer(community["ada"], one.introduction_id, yes=True, now=now)
    with pytest.raises(NotFound):
        service.answer(community["ada"], one.introduction_id, yes=True, now=now)


def test_a_group_can_be_looked_at_from_five_members_on(community, now) -> None:
    with community.db.writing() as cursor:
        cursor.execute("INSERT INTO member_group (group_id, name) VALUES (uuid(), 'Knitters'), (uuid(), 'Writers')")
        cursor.execute(
            "INSERT INTO group_member SELECT group_id, member_id, now() FROM member_group, member WHERE member_group.name = 'Knitters'"
        )
        cursor.execute(
            "INSERT INTO group_member SELECT group_id, member_id, now() FROM member_group, member WHERE member_group.name = 'Writers' LIMIT 4"
        )
    groups = Narrowing(community.db).groups()
    assert {name: len(members) for name, members in groups.items()} == {"Knitters": 5}


@pytest.mark.parametrize("key", ["ada", "olga"])
def test_only_leads_ask(community, now, key: str) -> None:
    accounts, acting = Accounts(community.db), community[key]
    pulse, service = Pulse(community.db, accounts), Introductions(community.db, accounts)
    for refused in (
        lambda: Alerts(community.db, accounts).digest(acting, UNTIL),
        lambda: pulse.months(acting, now=now),
        lambda: pulse.answers_so_far(acting, now=now),
        lambda: service.suggest(acting, community.id("ada"), community.id("bea"), now=now),
        lambda: service.suggested(acting, now=now),
    ):
        with pytest.raises(NotAllowed):
            refused()
