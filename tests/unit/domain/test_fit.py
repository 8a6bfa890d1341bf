"""The bars of a fit add up to it, both sides count (H10), and attention is spread (H12)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flock.domain import exposure, fit, working_week
from flock.domain.fit import Parts

share = st.floats(0, 1, width=32)
sides = st.tuples(share, share, share, share, share)


def parts(*values: float) -> Parts:
    return Parts(*(np.array([value], np.float32) for value in values))


@given(sides, sides)
def test_bars_add_up_to_the_harmonic_mean(there: tuple[float, ...], back: tuple[float, ...]) -> None:
    (score,) = fit.combine(parts(*there), parts(*back), np.array([True]))
    explained = fit.explain(parts(*there), parts(*back), 0)
    a, b = (float(np.dot(side, fit.WEIGHTS)) for side in (there, back))
    wanted = 2 * a * b / (a + b) if a + b else 0
    assert score == pytest.approx(wanted, abs=1e-5)
    if a and b:
        assert explained.score == pytest.approx(wanted, abs=1e-5)
        assert sum(explained.bars.values()) == pytest.approx(explained.score, abs=1e-6)


def test_somebody_to_whom_one_brings_nothing_is_no_match() -> None:
    assert fit.combine(parts(1, 1, 1, 1, 1), parts(0, 0, 0, 0, 0), np.array([True]))[0] == 0
    assert fit.combine(parts(1, 1, 1, 1, 1), parts(1, 1, 1, 1, 1), np.array([False]))[0] == 0


def test_weights_make_a_whole() -> None:
    assert fit.WEIGHTS.sum() == pytest.approx(1)


@pytest.mark.parametrize(
    ("works", "hours", "said"),
    [
        ("Mo-Fr 09:00-17:00", 40, "every weekday"),
        ("Tu,Th 09:15-12:10", 5, "Tuesday and Thursday mornings"),
        ("Mo-Fr 13:00-18:00", 25, "weekday afternoons"),
        ("Mo-Th 09:00-15:00", 24, "Mondays to Thursdays"),
        ("Fr 22:00-02:00", 2, "Friday evenings"),
        (None, 0, ""),
        ("whenever", 0, ""),
    ],
)
def test_hours_of_a_week(works: str | None, hours: float, said: str) -> None:
    week = working_week.week(works)
    assert working_week.hours_in(week) == hours
    assert working_week.in_words(week) == said


def test_nearly_as_good_but_less_shown_comes_before() -> None:
    score = np.array([0.80, 0.79, 0.78, 0.40], np.float32)
    shown = np.array([20, 0, 0, 0])
    assert exposure.choose(score, shown, np.zeros(4, bool), most=2).tolist() == [1, 2]
    assert exposure.choose(score, np.array([exposure.MOST_A_WEEK] * 4), np.zeros(4, bool)).tolist() == []
    assert exposure.choose(np.zeros(0, np.float32), np.zeros(0, np.int64), np.zeros(0, bool)).tolist() == []


@given(st.lists(st.floats(0, 100), min_size=1, max_size=30))
def test_gini_is_half_the_mean_difference_over_the_mean(amounts: list[float]) -> None:
    values = np.array(amounts)
    if values.sum() == 0:
        assert exposure.gini(values) == 0
        return
    wanted = np.abs(values[:, None] - values[None, :]).mean() / (2 * values.mean())
    assert exposure.gini(values) == pytest.approx(wanted, abs=1e-9)
