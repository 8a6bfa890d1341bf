"""E6: each chart in the colours of the house, its data in it, its words at the line, and a picture that needs no network."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from flock.visuals import charts, community_charts, level_charts, pulse_charts
from flock.visuals.charts import DARK, LIGHT, Ink, Spec

DAYS = [date(2026, 1, 1) + timedelta(28 * n) for n in range(4)]
PATH = pd.DataFrame(
    {
        "start": DAYS[:3],
        "end": DAYS[1:],
        "member_to_member": [0.4, None, 0.6],
        "centralisation": [0.3, 0.2, 0.1],
        "members": 9,
        "ties": 20,
    }
)
SHAPES = pd.DataFrame({"shape": ["star", "ring", "all"], "member_to_member": [0, 0.9, 0.9], "centralisation": [1, 0, 0]})
CURVE = pd.DataFrame(
    {"cohort": ["a", "a", "b", "b"], "day": [0, 9, 0, 9], "connected": [0, 0.5, 0, 0.5], "low": 0.0, "high": 0.9, "at_risk": 9}
)
TABLES: dict[str, tuple[Any, ...]] = {
    "star_ring": (PATH, SHAPES),
    "chance": (
        pd.DataFrame({"label": ["Ties that go both ways"], "value": [0.9], "low": [0.1], "middle": [0.2], "high": [0.3]}),
    ),
    "levels": (pd.DataFrame({"level": ["on one day"], "before": [7], "now": [9]}),),
    "moves": (
        pd.DataFrame({"level": ["on one day"], "members": [9], "up": [7], "held": [2], "down": pd.array([None], "Int64")}),
    ),
    "groups": (pd.DataFrame({"group": ["Walkers"], "active": [9], "linking": [2]}),),
    "over_time": (
        pd.DataFrame(
            {
                "month": DAYS[:2],
                "source": ["SCI-2", "ours"],
                "answers": 9,
                "mean": [2.0, 1.5],
                "low": [1.8, None],
                "high": [2.2, None],
            }
        ),
    ),
    "first_connection": (CURVE,),
    "retention": (
        pd.DataFrame({"cohort": DAYS[:2], "months_later": [0, 0], "members": [9, 4], "active": [8, 4], "share": [0.9, 1.0]}),
    ),
    "stickiness": (pd.DataFrame({"day": DAYS, "active": [1, 2, 3, 4], "active_30_days": [9, 9, 9, 9]}),),
    "change": (pd.DataFrame({"start": DAYS[:2], "new": [3, 4], "reactivated": [1, 0], "lost": [2, 9], "net": [2, -5]}),),
    "attention": (pd.DataFrame({"share_of_members": [0, 0.5, 1], "share_of_attention": [0, 0.2, 1]}),),
    "pulse": (pd.DataFrame({"question": ["“We”"], "mean": [2.0], "low": [1.5], "high": [2.5]}),),
}
FUNNEL = pd.DataFrame({"step": ["met online", "met in person, and again"], "pairs": [40, 10], "share": [1, 0.25]})


def draw(name: str, ink: Ink) -> Spec:
    if name == "funnel":
        return community_charts.funnel(FUNNEL, ink, what="pairs")
    drawn_in = {"levels": level_charts, "moves": level_charts, "pulse": pulse_charts, "over_time": pulse_charts}.get(
        name, community_charts
    )
    spec: Spec = getattr(drawn_in, name)(*TABLES[name], ink)
    return spec


def words(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from words(one)
    elif isinstance(value, list):
        for one in value:
            yield from words(one)
    elif isinstance(value, str):
        yield value


every_chart = pytest.mark.parametrize("name", [*TABLES, "funnel"])


@every_chart
@pytest.mark.parametrize("ink", [LIGHT, DARK], ids=["light", "dark"])
def test_only_colours_of_the_house(name: str, ink: Ink) -> None:
    spec = draw(name, ink)
    colours = {word for word in words(spec) if word.startswith("#") and len(word) == 7}
    assert colours <= {ink.text, ink.quiet, ink.grid, ink.paper, ink.highlight, *ink.series}
    assert spec["width"] == "container"
    assert spec["config"]["background"] == "transparent"


@every_chart
def test_a_picture_stands_on_paper_with_its_words(name: str) -> None:
    said = charts.Words("Members turn to each other.", "28 days to 24 Nov 2026 · n 9")
    svg = charts.picture(draw(name, LIGHT), said, "svg").decode()
    assert "Members turn to each other." in svg
    assert "28 days to 24 Nov 2026" in svg
    assert "http" not in svg.replace("http://www.w3.org", "")
    assert charts.picture(draw(name, LIGHT), said, "png").startswith(b"\x89PNG")


def test_series_end_in_their_names_and_these_stay_apart() -> None:
    ends = charts.apart(pd.DataFrame({"name": ["a", "b", "c"], "y": [0.98, 0.99, 0.2]}), "y", least=0.07)
    assert ends["name"].tolist() == ["c", "a", "b"]
    assert ends["y"].diff().dropna().min() >= 0.0699
    assert ends["y"].max() <= 1
    assert draw("first_connection", LIGHT)["layer"][-1]["mark"]["type"] == "text"


def test_a_cohort_under_five_is_not_drawn() -> None:
    (rows,) = draw("retention", LIGHT)["datasets"].values()
    assert [row["members"] for row in rows] == [9]


def test_long_times_are_drawn_week_by_week() -> None:
    days = [date(2020, 1, 1) + timedelta(n) for n in range(2_000)]
    spec = community_charts.stickiness(pd.DataFrame({"day": days, "active": 1, "active_30_days": 5}), LIGHT)
    assert max(len(rows) for rows in spec["datasets"].values()) < 600


def test_long_names_stand_on_two_lines() -> None:
    assert charts.wrapped("came again, and somebody was there") == "came again, and¦somebody was there"
