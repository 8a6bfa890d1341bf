"""E7: leads set the levels, see before what they would do, and put them back; everybody else cannot."""

from datetime import date, timedelta

import pytest

from flock.domain.activity_levels import DEFAULT, Level
from flock.domain.measures import Scope, Window
from flock.errors import BadValue, NotAllowed, NotFound
from flock.services.accounts import Accounts
from flock.services.activity_levels import ActivityLevels
from flock.services.engagement import Engagement
from flock.storage import people, staff_log

TWO = (Level("Here", 1, 1), Level("Often", 3, 5))


@pytest.fixture
def levels(community) -> ActivityLevels:
    return ActivityLevels(community.db, Accounts(community.db))


def test_a_change_holds_for_every_figure_and_can_be_taken_back(community, levels, now) -> None:
    for back in (1, 2, 3):
        community.act("reply", "ada", "bea", at=now - timedelta(days=back))
    community.act("reply", "bea", "ada", at=now - timedelta(days=1))
    community.act("reply", "bea", "ada", at=now - timedelta(days=40))
    community.act("reply", "cat", "ada", at=now - timedelta(days=40))
    engagement, scope = Engagement(community.db), Scope(Window.last(date(2026, 6, 1)))
    told = engagement.ladder(scope)
    assert told.tables["levels"]["now"].tolist() == [0, 0, 1, 1]
    moves = told.tables["moves"]
    assert moves[["members", "up", "held", "down"]].iloc[-2:].to_numpy().tolist() == [[2, 0, 1, 1], [1, 1, 0, 0]]
    assert (told["gravity"].n, told["gravity"].value) == (3, pytest.approx((16 + 1 - 2) / 3))
    preview = engagement.ladder(scope, TWO)
    assert preview.tables["levels"]["now"].tolist() == [1, 1]
    assert engagement.ladder(scope).tables["levels"]["now"].tolist() == [0, 0, 1, 1], "a preview changes nothing"
    levels.change(community["lena"], TWO)
    assert levels.current() == TWO
    assert levels.before() == DEFAULT
    assert engagement.ladder(scope).tables["levels"].equals(preview.tables["levels"])
    levels.put_back(community["lena"])
    assert (levels.current(), levels.before()) == (DEFAULT, None)
    assert [entry.act for entry in staff_log.latest(community.db, most=9)] == [
        "put the levels of activity back",
        "changed the levels of activity",
    ]
    with pytest.raises(NotFound):
        levels.put_back(community["lena"])


def test_another_window_is_told_as_such_and_nobody_is_dashes(community) -> None:
    engagement = Engagement(community.db)
    told = engagement.ladder(Scope(Window.last(date(2026, 6, 1), 91)))
    assert [figure.value for figure in told] == [None, None, None]
    assert "meant for 28 days" in told["gravity"].note


@pytest.mark.parametrize("key", ["ada", "olga"])
def test_only_leads_change_levels_and_only_to_a_ladder(community, levels, key: str) -> None:
    for refused in (lambda: levels.change(community[key], TWO), lambda: levels.put_back(community[key])):
        with pytest.raises(NotAllowed):
            refused()
    with pytest.raises(BadValue):
        levels.change(community["lena"], TWO[:1])
    assert levels.current() == DEFAULT


def test_levels_of_the_demo_go_with_it(community, levels) -> None:
    with community.db.writing() as cursor:
        cursor.execute("UPDATE member SET sample = TRUE")
    levels.change(community["lena"], TWO)
    people.remove_sample(community.db)
    assert levels.current() == DEFAULT
