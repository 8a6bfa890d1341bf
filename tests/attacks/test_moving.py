"""Non-interference, and every attack on homes, in their short form (S10). The long form is benchmarks/attacks.py."""

from collections.abc import Callable
from statistics import median

import pytest

from tests.attacks import hunting
from tests.attacks.hunting import Guesses, Hunt
from tests.attacks.moving import Moving


@pytest.fixture(scope="module")
def moving() -> Moving:
    return Moving(seed=1, lookers=2)


def test_moving_inside_her_hexagon_changes_not_one_byte_of_what_anybody_is_given(moving: Moving) -> None:
    """Two hundred saves through the service; services, tiles, feeds, photos and exports of a friend and a lead, and all rows but her tries."""
    for differing in moving.differences(200, batches=1):
        assert differing == []


def test_moving_away_is_seen_by_the_same_comparison(moving: Moving) -> None:
    before = moving.answers(moving.friend)
    moving.walk_out()
    after = moving.answers(moving.friend)
    assert {name for name in before if before[name] != after.get(name)}


@pytest.fixture(scope="module")
def hunt() -> Hunt:
    return Hunt(60, seed=2)


@pytest.mark.parametrize("attack", hunting.ATTACKS.values(), ids=hunting.ATTACKS)
def test_no_attack_comes_nearer_than_the_hexagon_of_the_promise(hunt: Hunt, attack: Callable[[Hunt], Guesses]) -> None:
    guesses = attack(hunt)
    errors = [error for one, error in zip(hunt.ids, hunt.errors_m(guesses), strict=True) if one in guesses]
    assert median(errors) >= 800
    assert sorted(errors)[len(errors) // 20] >= 200
    assert hunting.share(errors, 100) <= 0.015 + 1 / len(errors)
    assert hunting.share(errors, 250) <= 0.08


def test_forty_saves_off_by_two_hundred_metres_tell_no_more_than_one() -> None:
    """Averaging, with the fortnight and the stickiness as they are, even for somebody who read each day what is stored."""
    hunt, by_map, by_rows, moved = hunting.watch_saves(40, seed=12)
    assert moved <= 4
    for guesses in (by_map, by_rows):
        errors = hunt.errors_m(guesses)
        assert median(errors) >= 700  # of forty; 800 of two thousand
        assert hunting.share(errors, 100) <= 0.025
