"""E6: what is taken along from the leads' page tells of no count from 1 to 4, not even by a difference."""

from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flock.domain import suppression

SMALL = st.integers(0, 40)


def told(table: pd.DataFrame) -> list[int]:
    return [int(value) for column in table.select_dtypes("number") for value in table[column] if value == round(value)]


@given(st.lists(st.tuples(SMALL, SMALL), min_size=1, max_size=8))
def test_no_count_and_no_difference_of_two_tells_of_one_to_four(rows: list[tuple[int, int]]) -> None:
    found = pd.DataFrame(rows, columns=["before", "now"])
    found.insert(0, "level", ["level"] * len(rows))
    counts = told(suppression.leaving("levels", found))
    assert not any(0 < abs(one) < 5 for one in counts)
    assert not any(0 < abs(one - other) < 5 for one, other in combinations(counts, 2))


@given(st.lists(st.tuples(SMALL, SMALL, SMALL), min_size=1, max_size=8))
def test_moves_between_levels_tell_of_no_few_and_leave_such_cells_empty(rows: list[tuple[int, int, int]]) -> None:
    found = pd.DataFrame(rows, columns=["up", "held", "down"])
    found.insert(0, "members", found.sum(axis=1))
    found.insert(0, "level", "level")
    safe = suppression.leaving("moves", found)
    assert len(safe) == len(found)
    counts = [int(cell) for column in ("members", "up", "held", "down") for cell in safe[column] if not pd.isna(cell)]
    assert all(cell >= 5 for cell in counts)
    assert not any(0 < abs(one - other) < 5 for one, other in combinations(counts, 2))


@given(st.lists(st.tuples(SMALL, SMALL, SMALL), min_size=1, max_size=6))
def test_a_sum_follows_from_what_is_told_of_its_parts(rows: list[tuple[int, int, int]]) -> None:
    found = pd.DataFrame(rows, columns=["new", "reactivated", "lost"])
    found["net"] = found["new"] + found["reactivated"] - found["lost"]
    safe = suppression.leaving("change", found)
    assert (safe["net"] == safe["new"] + safe["reactivated"] - safe["lost"]).all()
    assert not any(0 < abs(int(net)) < 5 for net in safe["net"])


def test_groups_with_few_are_left_out() -> None:
    found = pd.DataFrame({"group": ["a", "b", "c"], "active": [43, 21, 4], "linking": [12, 3, 1]})
    safe = suppression.leaving("groups", found)
    assert safe.to_numpy().tolist() == [["a", 40, 10]]


def test_a_funnel_ends_where_few_are_left_and_its_shares_follow() -> None:
    found = pd.DataFrame({"step": ["a", "b", "c"], "pairs": [43, 21, 3], "share": [1.0, 21 / 43, 3 / 43]})
    safe = suppression.leaving("funnel", found)
    assert safe["pairs"].tolist() == [40, 20]
    assert safe["share"].tolist() == [1.0, 0.5]


def test_a_curve_goes_in_steps_of_five_per_cent_and_names_stay() -> None:
    found = pd.DataFrame(
        {
            "cohort": "a",
            "day": range(40),
            "connected": [n / 40 for n in range(40)],
            "low": 0.0,
            "high": 1.0,
            "at_risk": range(40, 0, -1),
        }
    )
    safe = suppression.leaving("curve", found)
    assert all(share * 20 == pytest.approx(round(share * 20)) for share in safe["connected"])
    assert safe["at_risk"].min() >= 5
    assert "name" not in suppression.leaving("x", pd.DataFrame({"name": ["Ada"], "member_id": ["1"], "value": [0.12345]}))
