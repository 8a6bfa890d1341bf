"""How Flock says distances, times and counts."""

from datetime import date, datetime, timedelta

import pytest

from flock.domain import words
from flock.domain.hours import OpenState

NOON = datetime(2026, 11, 23, 12, 0)


@pytest.mark.parametrize(
    ("metres", "unit", "said"),
    [
        (10, "km", "under 50 m"),
        (412, "km", "400 m"),
        (949, "km", "950 m"),
        (1_000, "km", "1 km"),
        (1_240, "km", "1.2 km"),
        (9_960, "km", "10 km"),
        (123_456, "km", "123 km"),
        (100, "mi", "under ¼ mile"),
        (1_200, "mi", "¾ mile"),
        (1_609, "mi", "1 mile"),
        (4_000, "mi", "2.5 miles"),
        (40_000, "mi", "25 miles"),
    ],
)
def test_distance(metres: float, unit: str, said: str) -> None:
    assert words.distance(metres, unit=unit) == said


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (OpenState(True, None), "open all hours"),
        (OpenState(True, NOON.replace(hour=18)), "open until 18:00"),
        (OpenState(True, NOON.replace(day=24, hour=0)), "open until midnight"),
        (OpenState(True, NOON.replace(day=24, hour=1, minute=30)), "open until 1:30"),
        (OpenState(False, NOON.replace(day=24, hour=9)), "closed, opens tomorrow 9:00"),
        (OpenState(False, NOON.replace(day=27, hour=9)), "closed, opens Fri 9:00"),
        (OpenState(False, NOON.replace(month=12, day=27, hour=9)), "closed, opens Sun 27 Dec"),
        (OpenState(False, None), "closed"),
    ],
)
def test_opening(state: OpenState, said: str) -> None:
    assert words.opening(state, NOON) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "today"), (1, "yesterday"), (3, "3 days ago"), (20, "2 weeks ago"), (100, "3 months ago"), (800, "2 years ago")],
)
def test_freshness(days: int, said: str) -> None:
    today = date(2026, 11, 23)
    assert words.freshness(today - timedelta(days=days), today) == f"checked {said}"
    assert words.freshness(None, today) == "not checked yet"


def test_counts_and_lists_read_like_sentences() -> None:
    assert words.count(1, "place", "places") == "1 place"
    assert words.count(2_000, "place", "places") == "2,000 places"
    assert words.join(["open now", "quiet", "step-free"]) == "open now, quiet and step-free"
    assert words.join(["quiet"]) == "quiet"
    assert words.join([]) == ""


def test_labels_inside_a_sentence_keep_names_as_they_are() -> None:
    assert [words.mid_sentence(label) for label in ("Sockets", "Wi-Fi", "How long you can stay")] == [
        "sockets",
        "Wi-Fi",
        "how long you can stay",
    ]


def test_a_capital_begins_and_changes_nothing_else() -> None:
    assert [words.capital(text) for text in ("free Wi-Fi", "", "Éa")] == ["Free Wi-Fi", "", "Éa"]


def test_days_are_said_as_a_person_says_them() -> None:
    assert words.day(date(2026, 5, 4)) == "4 May 2026"
