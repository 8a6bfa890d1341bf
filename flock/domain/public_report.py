"""What a community may tell the world of itself: figures so coarse that no count from 1 to 4 can be worked out of them (E10).

How a count and a share may be told is decided in `measures_published`; here is how it is said.
"""

from dataclasses import dataclass

from flock.domain import measure_words
from flock.domain import measures_published as published
from flock.domain.measures import Figure


@dataclass(frozen=True, slots=True)
class Line:
    """One published figure: what it is, what is said of it, and what it means."""

    label: str
    said: str
    meaning: str


def people(number: float | None) -> str:
    """Say a count in steps of five, "40 or more"; under five nothing."""
    told = published.count(number)
    return measure_words.NOT_DEFINED if told is None else f"{told:,} or more"


def share(figure: Figure | None) -> str:
    """Say a share to the next 5 %, made of counts in steps of five, where neither those it counts nor the others are fewer than five."""
    value = None if figure is None else published.figure(figure).value
    if figure is None or value is None or figure.value is None:
        return measure_words.NOT_DEFINED
    part = figure.value * figure.n
    if min(part, figure.n - part) < published.FEWEST:
        return measure_words.NOT_DEFINED
    return f"about {round(value * 20) * 5}%"


def days(figure: Figure | None) -> str:
    """Say a number of days to the next whole week, where it rests on ten people or more."""
    if figure is None or figure.value is None or figure.n < 2 * published.FEWEST:
        return measure_words.NOT_DEFINED
    weeks = max(1, round(figure.value / 7))
    return "about a week" if weeks == 1 else f"about {weeks} weeks"
