"""What a community may tell the world of itself: figures so coarse that no count from 1 to 4 can be worked out of them (E10)."""

from dataclasses import dataclass

from flock.domain import measure_words
from flock.domain.measures import Figure

LEAST = 5
STEP = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One published figure: what it is, what is said of it, and what it means."""

    label: str
    said: str
    meaning: str


def people(number: float) -> str:
    """Say a count in steps of five, "40 or more"; under five nothing."""
    floor = int(number) // STEP * STEP
    return f"{floor:,} or more" if floor >= LEAST else measure_words.NOT_DEFINED


def share(figure: Figure | None) -> str:
    """Say a share to the next 5 %, where neither those it counts nor the others are fewer than five."""
    if figure is None or figure.value is None:
        return measure_words.NOT_DEFINED
    counted = figure.value * figure.n
    if min(counted, figure.n - counted) < LEAST:
        return measure_words.NOT_DEFINED
    return f"about {round(figure.value * 20) * 5}%"


def days(figure: Figure | None) -> str:
    """Say a number of days to the next whole week, where it rests on ten people or more."""
    if figure is None or figure.value is None or figure.n < 2 * LEAST:
        return measure_words.NOT_DEFINED
    weeks = max(1, round(figure.value / 7))
    return "about a week" if weeks == 1 else f"about {weeks} weeks"
