"""E7: the ladder of activity, its worked example, and that nobody is lost between two windows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flock.domain import activity_levels as ladder
from flock.domain.activity_levels import DEFAULT, Level
from flock.errors import BadValue

DAYS = st.lists(st.tuples(st.integers(0, 28), st.integers(0, 28)), max_size=60)


@st.composite
def ladders(draw: st.DrawFn) -> tuple[Level, ...]:
    more = draw(st.lists(st.integers(2, 28), min_size=1, max_size=6, unique=True))
    weights = sorted(draw(st.lists(st.integers(1, 100), min_size=len(more) + 1, max_size=len(more) + 1, unique=True)))
    return tuple(Level(f"level {n}", days, weights[n]) for n, days in enumerate([1, *sorted(more)]))


def level_of(levels: tuple[Level, ...], days: int) -> int:
    return sum(level.days <= days for level in levels)


@given(ladders(), DAYS)
def test_everybody_stands_where_a_count_by_hand_puts_her_and_moves_once(levels, days) -> None:
    assert ladder.checked(levels) == levels
    before, now = (ladder.standing(levels, np.array([pair[k] for pair in days], np.int64)) for k in (0, 1))
    assert before.tolist() == [level_of(levels, pair[0]) for pair in days]
    counts, moves = ladder.counts(levels, before, now), ladder.moves(levels, before, now)
    assert counts["now"].sum() == sum(pair[1] > 0 for pair in days)
    assert moves["members"].sum() == len(days)
    assert (moves["up"] + moves["held"] + moves["down"] == moves["members"]).all()
    assert moves["up"].sum() == sum(level_of(levels, then) < level_of(levels, today) for then, today in days)
    squares = [0, *(level.weight**2 for level in levels)]
    by_hand = sum(squares[level_of(levels, b)] - squares[level_of(levels, a)] for a, b in days)
    assert ladder.gravity(levels, before, now) == (pytest.approx(by_hand / len(days)) if days else None)


def test_worked_example_of_orbit() -> None:
    """30 members whose Σ weight² goes from 441 to 504 come closer by 2.1."""

    def standing(*numbers: int) -> np.ndarray:
        return np.repeat(np.arange(1, 5), numbers)

    assert ladder.gravity(DEFAULT, standing(17, 8, 4, 1), standing(15, 9, 5, 1)) == pytest.approx(2.1)


def test_levels_are_said_with_their_days() -> None:
    assert ladder.labels(DEFAULT) == [
        "Looking in, 1 day",
        "Coming by, 2 to 3 days",
        "Regular, 4 to 7 days",
        "At the heart, 8 days or more",
    ]


@pytest.mark.parametrize(
    ("levels", "says"),
    [
        (DEFAULT[:1], "2 to 7 levels"),
        ([Level(f"l{n}", n, n) for n in range(1, 9)], "2 to 7 levels"),
        ([Level(" ", 1, 1), Level("b", 2, 2)], "a name"),
        ([Level("x" * 31, 1, 1), Level("b", 2, 2)], "a name"),
        ([Level("Same", 1, 1), Level(" same ", 2, 2)], "same name"),
        ([Level("not active", 1, 1), Level("b", 2, 2)], "same name"),
        ([Level("a", 2, 1), Level("b", 3, 2)], "begin at 1 day"),
        ([Level("a", 1, 1), Level("b", 1, 2)], "more days"),
        ([Level("a", 1, 1), Level("b", 29, 2)], "28 at most"),
        ([Level("a", 1, 2), Level("b", 2, 2)], "weigh more"),
        ([Level("a", 1, 0), Level("b", 2, 2)], "1 to 100"),
        ([Level("a", 1, 1), Level("b", 2, 101)], "1 to 100"),
    ],
)
def test_what_is_no_ladder_is_refused_in_a_sentence(levels, says: str) -> None:
    with pytest.raises(BadValue, match=says):
        ladder.checked(levels)
