"""What every chart has in common: colours, a theme for light, dark and paper, and ways to say it with a word at the line.

Colours are those of the pages. They stay apart for people who see red and green alike, and no chart tells anything by colour
alone: lines end in their name, bars begin with it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd
import vl_convert

alt.data_transformers.enable("default", max_rows=None)  # what is drawn is thinned by each chart itself
_BREAK = "¦"
WIDTH, HEIGHT = 640, 300
"""The size of a picture. On a page a chart is as wide as its column."""


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours of one theme. `series` are told apart in their order; places are the first of them, people the second."""

    text: str
    quiet: str
    grid: str
    paper: str
    highlight: str
    series: tuple[str, ...]

    @property
    def place(self) -> str:
        """The colour of places and of what is as it should be."""
        return self.series[0]

    @property
    def people(self) -> str:
        """The colour of people."""
        return self.series[1]


LIGHT = Ink("#1F2A37", "#5B6472", "#E3DACB", "#FFFBF5", "#F2B134", ("#0F6B5C", "#B93A17", "#2F6F9F", "#6B4E9B", "#8A6100"))
DARK = Ink("#F2EEE7", "#A9B1BC", "#343D4A", "#14181F", "#F2B134", ("#5CCBAA", "#FF9470", "#7DB3DC", "#B39BDF", "#D9AE4E"))


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on a picture beside the chart itself, so that it says on paper what the page says."""

    sentence: str
    below: str


Spec = dict[str, Any]
"""A chart as Vega-Lite reads it, its data in it."""


def finished(chart: Any, ink: Ink, *, height: int = HEIGHT) -> Spec:
    """Give a chart its theme and height; its width is that of the page. Days are written as text."""
    spec = _themed(chart.properties(width="container", height=height), ink).to_dict()
    said: Spec = json.loads(json.dumps(spec, default=str))
    return said


def _themed(chart: Any, ink: Ink) -> Any:
    return (
        chart.configure(
            font="Source Sans, sans-serif", background="transparent", padding={"left": 4, "right": 8, "top": 8, "bottom": 4}
        )
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=ink.quiet,
            titleColor=ink.quiet,
            labelFontSize=13,
            titleFontSize=13,
            titleFontWeight="normal",
            gridColor=ink.grid,
            domainColor=ink.grid,
            tickColor=ink.grid,
            labelLimit=190,
            labelOverlap="greedy",
            tickCount=5,
        )
        .configure_text(color=ink.text, fontSize=13)
        .configure_range(category=list(ink.series))
    )


def picture(spec: Spec, words: Words, form: str) -> bytes:
    """Give a chart as svg or png, on paper, with the sentence above and its window and number below. Needs no network."""
    spec = spec | {"width": WIDTH, "background": LIGHT.paper, "padding": 16}
    spec["title"] = {
        "text": _lines(words.sentence, 78),
        "subtitle": _lines(words.below, 96),
        "anchor": "start",
        "fontSize": 16,
        "color": LIGHT.text,
        "subtitleColor": LIGHT.quiet,
        "subtitleFontSize": 12,
        "offset": 14,
    }
    if form == "svg":
        return str(vl_convert.vegalite_to_svg(spec)).encode()
    return bytes(vl_convert.vegalite_to_png(spec, scale=2))


def share(title: str | None = None, **more: Any) -> alt.Y:
    """Give a vertical axis of shares, 0 to 100 %, for the column `share`."""
    return alt.Y("share:Q", title=title, axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1]), **more)


def names(column: str) -> alt.Y:
    """Give a vertical axis of names in the order of the table; a name that `wrapped` broke stands on two lines."""
    return alt.Y(column, title=None, sort=None, axis=alt.Axis(labelFontSize=13, labelExpr=f"split(datum.label, '{_BREAK}')"))


def wrapped(name: object) -> str:
    """Break a long name where a line of an axis ends."""
    return _BREAK.join(_lines(str(name), 20))


def below(upper: str, lower: str) -> str:
    """Put one part of a name under the other."""
    return f"{upper}{_BREAK}{lower}"


def apart(ends: pd.DataFrame, y: str, *, least: float) -> pd.DataFrame:
    """Move the places of labels apart, upwards as long as there is room, so that each is at least so far from the next."""
    ends = ends.sort_values(y).reset_index(drop=True)
    places = ends[y].tolist()
    for number in range(1, len(places)):
        places[number] = max(places[number], places[number - 1] + least)
    room = max(1.0, ends[y].max()) if places else 0.0
    for number in reversed(range(len(places))):
        places[number] = min(places[number], room)
        room = places[number] - least
    return ends.assign(**{y: places})


def end_labels(frame: pd.DataFrame, *, x: str, y: str, name: str, ink: Ink, order: Sequence[str]) -> Any:
    """Write each series' name at the end of its line; the frame has one row for each series, its last."""
    return (
        alt.Chart(frame)
        .mark_text(align="left", dx=6, fontWeight=600)
        .encode(
            x=x, y=y, text=name, color=alt.Color(name, legend=None, scale=alt.Scale(domain=list(order), range=list(ink.series)))
        )
    )


def _lines(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
