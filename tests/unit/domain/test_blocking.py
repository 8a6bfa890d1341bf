"""Every pair that has to be compared is found, once, and no other (I6): held against looking at all pairs."""

from collections import Counter
from collections.abc import Iterable
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flock.domain import blocking
from flock.domain.blocking import WIDTH, Pairs

CELLS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=60)
KEYS = st.lists(st.integers(0, 8), max_size=60)


def found(pairs: Iterable[Pairs]) -> Counter[tuple[int, ...]]:
    return Counter(tuple(sorted(pair)) for one, other in pairs for pair in zip(one.tolist(), other.tolist(), strict=True))


def numbers(cells: list[tuple[int, int]]) -> blocking.Ints:
    return np.array([row * WIDTH + column for row, column in cells], np.int64)


@pytest.fixture(autouse=True, params=[3, 1 << 20])
def at_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocking, "_PAIRS_AT_ONCE", request.param)


def test_few_pairs_are_held_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocking, "_PAIRS_AT_ONCE", 10)
    sizes = [len(one) for one, _ in blocking.of_one_key(np.ones(12, np.uint64), most=12)]
    assert sum(sizes) == 66
    assert max(sizes) <= 20


@given(CELLS)
def test_what_touches_is_paired(cells: list[tuple[int, int]]) -> None:
    touching = [
        pair
        for pair in combinations(range(len(cells)), 2)
        if all(abs(a - b) <= 1 for a, b in zip(cells[pair[0]], cells[pair[1]], strict=True))
    ]
    assert found(blocking.neighbours(numbers(cells))) == Counter(touching)


@given(CELLS)
def test_around_are_the_cells_and_all_that_touch_them(cells: list[tuple[int, int]]) -> None:
    expected = {(row + up, column + across) for row, column in cells for up in (-1, 0, 1) for across in (-1, 0, 1)}
    assert set(blocking.around(numbers(cells)).tolist()) == set(numbers(sorted(expected)).tolist())


@given(KEYS, st.integers(1, 6))
def test_what_has_one_key_is_paired_unless_too_many_have_it(keys: list[int], most: int) -> None:
    many = {key for key, count in Counter(keys).items() if count > most}
    expected = [(a, b) for a, b in combinations(range(len(keys)), 2) if keys[a] == keys[b] != 0 and keys[a] not in many]
    assert found(blocking.of_one_key(np.array(keys, np.uint64), most=most)) == Counter(expected)
    assert blocking.crowded(np.array(keys, np.uint64), most=most).tolist() == [key in many for key in keys]
