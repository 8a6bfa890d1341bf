"""What an outside geocoder once said, for keeping."""

from typing import NamedTuple

from flock.domain.gazetteer import Spot


class Remembered(NamedTuple):
    """An answer with its spot, or a refusal with its reason and no spot."""

    spot: Spot | None
    source: str
    matched: str
    refusal: str
