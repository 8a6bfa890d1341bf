"""E6: «—» where a measure is not defined, never a zero, and sentences that say what is so now."""

from datetime import date

import pandas as pd
import pytest

from flock.domain import measure_words
from flock.domain.measures import Figure, Section, Window

WINDOW = Window(date(2026, 10, 1), date(2026, 10, 29))


def figure(name: str, value: float | None, unit: str = "share", interval: tuple[float, float] | None = None) -> Figure:
    return Figure(name, value, 412, interval, WINDOW, "up", "", "", unit=unit)


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (0.384, "share", "38%"),
        (0.0, "share", "0%"),
        (12.0, "days", "12 days"),
        (1.0, "days", "1 day"),
        (3.46, "hours", "3.5 hours"),
        (1204.0, "count", "1,204"),
        (-7.0, "count", "−7"),
        (0.4231, "number", "0.42"),
        (None, "share", "—"),
    ],
)
def test_values(value: float | None, unit: str, said: str) -> None:
    assert measure_words.value(figure("x", value, unit)) == said


def test_below_a_value_stand_n_the_interval_and_the_good_direction() -> None:
    assert measure_words.below(figure("x", 0.38, interval=(0.301, 0.459))) == "n 412 · 30–46% · more is good"
    assert measure_words.below(figure("x", None)) == "n 412 · more is good"
    assert measure_words.window(WINDOW) == "28 days to 28 Oct 2026"


SENTENCES = [
    measure_words.star_ring,
    measure_words.together,
    measure_words.newcomers,
    measure_words.staying,
    measure_words.stickiness,
    measure_words.online_to_person,
    measure_words.follow_through,
    measure_words.load,
    measure_words.to_do,
    measure_words.headline,
]


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda one: one.__name__)
def test_with_nothing_to_say_a_sentence_holds_no_figure(sentence) -> None:
    names = (
        "member_to_member",
        "reciprocity",
        "welcome_week",
        "returning",
        "net_change",
        "online_to_offline",
        "absence_factor",
        "top_10",
    )
    for section in (Section(), Section({name: figure(name, None) for name in names})):
        said = sentence(section)
        assert said.endswith(".")
        assert not any(letter.isdigit() for letter in said.replace("60 days", ""))


@pytest.mark.parametrize(("value", "says"), [(0.9, "more than chance"), (0.25, "no more than chance"), (0.1, "less than chance")])
def test_reciprocity_stands_beside_chance(value: float, says: str) -> None:
    chance = pd.DataFrame({"name": ["reciprocity"], "value": [value], "low": [0.2], "high": [0.3]})
    said = measure_words.together(Section({"reciprocity": figure("reciprocity", value)}, {"chance": chance}))
    assert says in said


def test_star_and_ring() -> None:
    def said(share: float, central: float) -> str:
        both = {"member_to_member": figure("member_to_member", share), "centralisation": figure("centralisation", central)}
        return measure_words.star_ring(Section(both))

    assert "closer to a ring" in said(0.7, 0.1)
    assert "closer to a star" in said(0.1, 0.8)
    assert "in between" in said(0.4, 0.3)


def test_levels_and_retention_say_what_is_so_now() -> None:
    levels = pd.DataFrame({"level": ["Regular, 8 days or more", "Looking in, 1 to 7 days"], "before": [88, 3], "now": [77, 9]})
    assert measure_words.levels(levels) == "77 members stand at «Regular, 8 days or more», 11 fewer than in the window before."
    moves = pd.DataFrame({"members": [5, 9], "up": [1, 2], "held": [3, 3], "down": [1, 4]})
    assert measure_words.moves(moves) == "3 members moved up, 6 held and 5 moved down since the window before."
    grid = pd.DataFrame({"months_later": [0, 3, 3, 3], "members": [9, 20, 10, 2], "active": [9, 10, 5, 2]})
    assert measure_words.retention(grid, fewest=5) == "3 months after joining, 50% of newcomers are active."
    assert "Fewer than five" in measure_words.retention(grid, fewest=50)


def test_changes_are_said_in_their_units_with_what_is_noise() -> None:
    told = measure_words.changes(
        pd.DataFrame(
            {
                "name": ["active_members", "returning", "mutual_ties"],
                "label": ["Active members", "Coming back", "Mutual ties"],
                "before": [270, 0.9256, float("nan")],
                "now": [264, 0.8667, 3],
                "low": [-28.4, -0.1316, float("nan")],
                "high": [16.4, 0.0156, float("nan")],
                "clear": [False, True, False],
            }
        )
    )
    assert told.to_numpy().tolist() == [
        ["Active members", "270", "264", "−28 and +16", "no"],
        ["Coming back", "93%", "87%", "−13 points and +2 points", "yes"],
        ["Mutual ties", "—", "3", "— and —", "no"],
    ]
