"""What every geocoder is asked and answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from flock.domain.positions import LatLon


@dataclass(frozen=True, slots=True)
class Query:
    """Where something is, in words. `text` is free text, as a person types it; the parts come from a table's columns.

    Give either `text` or the parts; a geocoder may use whichever it understands best.
    """

    text: str = ""
    address: str = ""
    town: str = ""
    postcode: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A position, how far it may be off in metres, who said so, and the words that were understood."""

    position: LatLon
    precision_m: float
    source: str
    matched: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """No position, with one sentence that says what was not found and what to do."""

    reason: str


class Geocoder(Protocol):
    """Turns words into positions. `attribution` must be shown wherever its answers are."""

    attribution: str

    def geocode(self, query: Query) -> Answer | Refusal:
        """Answer one query.

        Raises:
            GeocoderUnavailable: an outside service did not answer.
        """

    def geocode_many(
        self, queries: Sequence[Query], *, progress: Callable[[int], None] = lambda done: None
    ) -> list[Answer | Refusal]:
        """Answer many, in the order asked; `progress` hears how many are done."""
