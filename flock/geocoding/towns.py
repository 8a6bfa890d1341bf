"""Which town an address means.

An address goes from small to large, so it is read from its end. Countries, states and counties narrow down which town of
a name is meant; where nothing does, the most people decide. What stands left of the town is a street or the name of a
house, unless it is a village or suburb of that town.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flock.domain import positions
from flock.domain.gazetteer import Town
from flock.geocoding import regions
from flock.geocoding.regions import Region

Known = Mapping[str, Sequence[Town]]

# Flock's people are British: a British town counts as many times its people. Perth is then in Scotland, Boston in
# Lincolnshire, Birmingham in England; Paris is in France, Melbourne in Australia.
BRITISH_BIAS = 100
# A name that a town merely also goes by, often in another language, counts a tenth.
OTHER_NAME_BIAS = 0.1
UNKNOWN_POPULATION = 500
# Nobody means a small town abroad without naming its country or state.
LEAST_CITY_ABROAD = 100_000

# A town is drawn as the disc that its people fill at this density, which is that of English towns and their suburbs.
PEOPLE_PER_KM2 = 3_000
LEAST_TOWN_M = 2_000.0
UNKNOWN_TOWN_M = 3_000.0
# Post towns serve the villages around them: "Woodstock, Oxford" is 13 km from Oxford. An address in a village that we do
# not know is off by that much; of libraries found by their address without its postcode, nine in ten are within 5 km.
POST_TOWN_M = 30_000.0
ADDRESS_IN_TOWN_M = 5_000.0

# What a street is called, and no town but those of the kind of Chester-le-Street.
_STREETS = frozenset(
    [
        *("street", "st", "road", "rd", "lane", "ln", "avenue", "ave", "way", "close", "court", "drive", "dr", "gardens"),
        *("square", "sq", "place", "pl", "terrace", "crescent", "parade", "mews", "yard"),
    ]
)
# What a street or a town may be called.
_BEFORE_A_TOWN = _STREETS | {"row", "walk", "hill", "grove", "green", "park", "quay", "wharf", "gate", "market", "broadway"}
_FOREIGN_POSTCODE = re.compile(r"\b\d{4,6}(?:-\d{4}| [A-Z]{2}(?= \w))?\b")
_MOST_REGION_WORDS = 4


@dataclass(frozen=True, slots=True)
class Part:
    """What stands between two commas, and each way to read it."""

    text: str
    key: str
    regions: tuple[Region, ...]
    splits: tuple[tuple[str, tuple[Region, ...]], ...]
    """A name followed by a region, as in "Paris Texas"."""
    after_street: tuple[str, ...]
    """What follows a word for a street, as in "10 High Street Bristol"; longest first."""

    @property
    def names(self) -> list[str]:
        """Every key that may be a town."""
        return [self.key, *(head for head, _ in self.splits), *self.after_street]


@dataclass(frozen=True, slots=True)
class Placed:
    """The town that is meant, and how far from its middle the address may be."""

    town: Town
    precision_m: float


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Why no town is meant: the part that is no town, and the regions in which it was looked for."""

    part: Part | None
    within: tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class _Scope:
    """What the parts read so far have settled."""

    regions: tuple[Region, ...] = ()
    town: Town | None = None

    def holds(self, town: Town) -> bool:
        if any(region.holds(town) for region in self.regions):
            return True
        if self.town is None:
            return not self.regions
        near_m = max(precision_m(self.town), POST_TOWN_M if self.town.country in regions.BRITISH else 0.0)
        return positions.distance_m(self.town.position, town.position) <= near_m


def read(text: str) -> list[Part]:
    """Take an address apart at its commas and line ends."""
    pieces = (_FOREIGN_POSTCODE.sub(" ", piece) for piece in re.split(r"[,;\n]", text))
    return [_part(" ".join(piece.split())) for piece in pieces if regions.key(piece)]


def precision_m(town: Town) -> float:
    """Give the radius of the disc that the town's people fill, in metres."""
    if not town.population:
        return UNKNOWN_TOWN_M
    return max(LEAST_TOWN_M, 1000 * math.sqrt(town.population / (math.pi * PEOPLE_PER_KM2)))


def locate(parts: Sequence[Part], known: Known) -> Placed | Unplaced:
    """Find the town that an address means among the towns of each name that it mentions."""
    scope = _Scope()
    left = list(parts)
    while left and scope.town is None:
        part = left.pop()
        town = _largest(_candidates(part.key, part.regions, scope, known))
        narrower = tuple(region for region in part.regions if not scope.regions or any(map(region.overlaps, scope.regions)))
        if town or narrower:
            # "London" is a town and a region: what is left of it may be in either.
            scope = _Scope(narrower, town)
            continue
        town = _inside(part, scope, known)
        if town is None:
            return Unplaced(part, scope.regions)
        scope = _Scope((), town)
    if scope.town is None:
        return Unplaced(None, scope.regions)
    return _narrow_down(scope, scope.town, left, known)


def _narrow_down(scope: _Scope, town: Town, left: list[Part], known: Known) -> Placed | Unplaced:
    """Follow the parts left of a town as long as they are places in it."""
    while left:
        part = left.pop()
        closer = _largest(_candidates(part.key, (), scope, known))
        if closer is None:
            # "Cambridge, Ontario" is not in Ontario, California. Abroad, believe no town beside another that is elsewhere.
            if town.country not in regions.BRITISH and any(other.own_name for other in known.get(part.key, ())):
                return Unplaced(part, (Region(regions.label(town), frozenset({town.country})),))
            return Placed(town, max(precision_m(town), ADDRESS_IN_TOWN_M))
        town, scope = closer, _Scope((), closer)
    return Placed(town, precision_m(town))


def _inside(part: Part, scope: _Scope, known: Known) -> Town | None:
    """Find a town at the end of a part, before a region or after a street."""
    for head, tail in part.splits:
        for region in tail:
            if not scope.regions or any(map(region.overlaps, scope.regions)):
                town = _largest(_candidates(head, (), _Scope((region,)), known))
                if town:
                    return town
    towns = (_largest(_candidates(name, (), scope, known)) for name in part.after_street)
    return next(filter(None, towns), None)


def _candidates(name: str, namesakes: tuple[Region, ...], scope: _Scope, known: Known) -> Iterator[Town]:
    if _is_street(name):
        return
    for town in known.get(name, ()):
        placed = scope.regions or scope.town or town.country in regions.BRITISH
        # "Kent" alone is the county, not the city of the state of Washington.
        meant = not namesakes or any(region.holds(town) for region in namesakes)
        if scope.holds(town) and (placed or (meant and town.population >= LEAST_CITY_ABROAD)):
            yield town


def _is_street(name: str) -> bool:
    words = name.split()
    return len(words) > 1 and words[-1] in _STREETS and words[-2] != "le"


def _largest(towns: Iterable[Town]) -> Town | None:
    return max(towns, key=_weight, default=None)


def _weight(town: Town) -> float:
    people = max(town.population, UNKNOWN_POPULATION)
    bias = BRITISH_BIAS if town.country in regions.BRITISH else 1
    return people * bias * (1 if town.own_name else OTHER_NAME_BIAS)


def _part(text: str) -> Part:
    words = regions.key(text).split()
    tails = range(max(1, len(words) - _MOST_REGION_WORDS), len(words))
    splits = ((" ".join(words[:at]), regions.named(" ".join(words[at:]))) for at in tails)
    after_street = tuple(" ".join(words[at:]) for at in range(1, len(words)) if words[at - 1] in _BEFORE_A_TOWN)
    key = " ".join(words)
    return Part(text, key, regions.named(key), tuple(split for split in splits if split[1]), after_street)
