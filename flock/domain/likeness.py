"""How alike two descriptions of a place are: evidence for and against their being one, each term with its weight.

Weights are added up, as in the Fellegi–Sunter model: each is roughly the logarithm, to base 2, of how much likelier a finding is for
one place told twice than for two places. A spelling matters less than a house number, and a word that every second place has
in its name matters little.
"""

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler

from flock.domain import positions, words
from flock.domain.positions import LatLon

CERTAIN, DOUBTFUL = 6.5, 2.0
"""From which sum two places are one, and from which a person is asked."""

_SHORT = {
    **{"lib": "library", "libr": "library", "ctr": "centre", "cntr": "centre", "center": "centre", "comm": "community"},
    **{"rd": "road", "ave": "avenue", "av": "avenue", "ln": "lane", "sq": "square", "pl": "place", "gdns": "gardens"},
    **{"str": "street", "saint": "st", "street": "st", "hse": "house", "bldg": "building", "bldgs": "buildings"},
    **{"pk": "park", "mt": "mount", "gt": "great", "ch": "church", "hosp": "hospital", "uni": "university", "ctre": "centre"},
    **{"sch": "school", "coll": "college", "dr": "drive", "cres": "crescent", "crt": "court", "ct": "court", "terr": "terrace"},
}
_OTHER = "other"  # the kind of what has no kind
_SILENT = frozenset({"the", "a", "an", "of", "and", "at", "in", "on", "for"})
_GENERIC = frozenset(
    {
        *("library", "cafe", "coffee", "pub", "bar", "inn", "tavern", "arms", "hotel", "restaurant", "club", "theatre"),
        *("centre", "community", "hall", "house", "building", "court", "room", "rooms", "space", "venue", "church", "station"),
        *("museum", "gallery", "art", "arts", "music", "studio", "studios", "public", "local", "central", "st", "road"),
    }
)
_GENERIC_WEIGHT = 0.35
_CODE_LETTERS, _ANOTHER_CODE = 3, 0.6  # «Mobile Library A» is not «Mobile Library B», however alike
_NUMBER = re.compile(r"\d+")
_SAME_PHONE, _SAME_URL, _SAME_POSTCODE, _SAME_HOUSE = 3.0, 2.0, 1.0, 2.5
_NAME_STEPS = ((0.0, -8.0), (0.5, -5.0), (0.7, -1.0), (0.8, 2.0), (0.9, 4.5), (1.0, 5.5))
_DISTANCE_STEPS = ((0.0, 2.0), (40.0, 2.0), (150.0, 0.5), (300.0, -1.5), (1_000.0, -4.0), (5_000.0, -8.0))


class Place(NamedTuple):
    """What of a place tells it from others. Postcode, phone and url are written so that equal ones are equal text."""

    name: str
    address: str | None
    town: str | None
    postcode: str | None
    phone: str | None
    url: str | None
    kind: str
    position: LatLon
    precision_m: float


@dataclass(frozen=True, slots=True)
class Term:
    """One finding: what was compared, what was found, and its weight, below 0 where it speaks against one place."""

    what: str
    found: str
    weight: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """The findings about two descriptions and their sum."""

    terms: tuple[Term, ...]

    @property
    def weight(self) -> float:
        """Give the sum of all terms."""
        return sum(term.weight for term in self.terms)

    @property
    def is_certain(self) -> bool:
        """Tell whether they are one place beyond doubt."""
        return self.weight >= CERTAIN


def compare(a: Place, b: Place) -> Likeness:
    """Weigh everything that two descriptions say."""
    terms = [_names(a, b), _distance(a, b), *_addresses(a, b)]
    if a.kind != b.kind and _OTHER not in (a.kind, b.kind):
        terms.append(Term("kind", "different", -2.0))
    for what, one, other, same, different in (
        ("phone", a.phone, b.phone, _SAME_PHONE, -0.5),
        ("website", a.url, b.url, _SAME_URL, 0.0),
        ("postcode", a.postcode, b.postcode, _SAME_POSTCODE, -1.5),
    ):
        if one and other and (weight := same if one == other else different):
            terms.append(Term(what, "the same" if one == other else "different", weight))
    return Likeness(tuple(terms))


def may_be_one(name: str, other_name: str, *, phone: bool, url: bool, postcode: bool) -> bool:
    """Tell whether two places can get as far as a doubt, given their names and what they share, were all the rest the same."""
    shared = phone * _SAME_PHONE + url * _SAME_URL + postcode * _SAME_POSTCODE
    most = shared + _SAME_HOUSE + _DISTANCE_STEPS[0][1]
    return most + _interpolated(_NAME_STEPS, name_similarity(name, other_name)) >= DOUBTFUL


def name_similarity(a: str, b: str) -> float:
    """Rate two names from 0 to 1: how much of the weight of their words has a counterpart, allowing for typing errors."""
    ours, theirs = _words(a), _words(b)
    if not ours or not theirs:
        return 1.0 if _plain(a) == _plain(b) else 0.0
    if _numbers(ours) != _numbers(theirs) and _numbers(ours) and _numbers(theirs):
        return 0.0
    only_ours, only_theirs = set(ours) - set(theirs), set(theirs) - set(ours)
    if only_ours and only_theirs and all(len(word) <= _CODE_LETTERS for word in only_ours | only_theirs):
        return _ANOTHER_CODE
    paired = (_covered(ours, theirs) + _covered(theirs, ours)) / 2
    joined = OSA.normalized_similarity("".join(ours), "".join(theirs))
    return max(paired, joined if joined > 0.85 else 0.0)


def _names(a: Place, b: Place) -> Term:
    similarity = name_similarity(a.name, b.name)
    said = (
        "the same"
        if similarity > 0.99
        else "nearly the same"
        if similarity > 0.85
        else "alike"
        if similarity > 0.7
        else "different"
    )
    return Term("name", said, _interpolated(_NAME_STEPS, similarity))


def _distance(a: Place, b: Place) -> Term:
    apart_m = positions.distance_m(a.position, b.position)
    beyond_m = max(0.0, apart_m - a.precision_m - b.precision_m)
    weight = _interpolated(_DISTANCE_STEPS, beyond_m)
    if a.precision_m or b.precision_m:
        weight = min(weight, 0.5)
    return Term("distance", words.distance(apart_m, unit="km"), weight)


def _addresses(a: Place, b: Place) -> list[Term]:
    if not a.address or not b.address:
        return []
    ours, theirs = _words(a.address), _words(b.address)
    house, other_house = _numbers(ours), _numbers(theirs)
    streets = [word for word in ours if not word[0].isdigit()], [word for word in theirs if not word[0].isdigit()]
    if not streets[0] or not streets[1]:
        return []
    shared = max(_covered(*streets), _covered(*reversed(streets)))
    if shared < 0.5:
        return [Term("address", "another street", -2.0)]
    if house and other_house and not _overlap(house, other_house):
        return [Term("address", "another house number", -2.5)]
    if house and other_house:
        return [Term("address", "the same house", _SAME_HOUSE)]
    return [Term("address", "the same street", 1.0)] if shared > 0.7 else []


def _covered(ours: Sequence[str], theirs: Sequence[str]) -> float:
    """Give the share of the weight of our words that has a counterpart among theirs."""
    weights = [_GENERIC_WEIGHT if word in _GENERIC else 1.0 for word in ours]
    matched = [weight * max(_alike(word, other) for other in theirs) for weight, word in zip(weights, ours, strict=True)]
    return sum(matched) / sum(weights)


@lru_cache(maxsize=100_000)
def _alike(a: str, b: str) -> float:
    """Rate two words; a short form counts nearly as much as the word itself, a single letter as what it may stand for."""
    if a == b:
        return 1.0
    if a[0].isdigit() or b[0].isdigit():
        return 0.0
    short, long = sorted((a, b), key=len)
    if len(short) >= 3 and long.startswith(short):
        return 0.9
    if len(short) <= 3:
        return 0.0 if len(long) > 4 else OSA.normalized_similarity(a, b) * 0.8
    similarity = max(JaroWinkler.similarity(a, b), OSA.normalized_similarity(a, b))
    return similarity if similarity >= 0.8 else 0.0


@lru_cache(maxsize=50_000)
def _words(text: str) -> tuple[str, ...]:
    found = [_SHORT.get(word, word) for word in _plain(text).split()]
    return tuple(word for place, word in enumerate(found, 1) if word not in _SILENT or (word == "a" and place == len(found)))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.replace("&", " and "))
    folded = "".join(letter for letter in folded if not unicodedata.combining(letter)).casefold()
    return re.sub(r"[^\w]+", " ", re.sub(r"['’ʼ`.]", "", folded)).strip()


@lru_cache(maxsize=50_000)
def _numbers(found: tuple[str, ...]) -> frozenset[str]:
    return frozenset(number for word in found for number in _NUMBER.findall(word))


def _overlap(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Tell whether house numbers can be of one house: one is among the others, or in the span of two such as 20-30."""
    if ours & theirs:
        return True
    spans = [sorted(int(number) for number in numbers) for numbers in (ours, theirs)]
    return any(len(span) == 2 and all(span[0] <= number <= span[1] for number in other) for span, other in (spans, spans[::-1]))


def _interpolated(steps: Sequence[tuple[float, float]], at: float) -> float:
    for (low, below), (high, above) in pairwise(steps):
        if at <= high:
            return below + (above - below) * max(0.0, (at - low) / (high - low))
    return steps[-1][1]


def cell_zoom(reach_m: float, farthest_lat: float) -> int:
    """Give the deepest zoom at which a map tile is as wide as `reach_m`, at a latitude north or south."""
    around_m = 2 * math.pi * positions.EARTH_RADIUS_M * math.cos(math.radians(min(abs(farthest_lat), 85.0)))
    return max(1, min(20, int(math.log2(around_m / reach_m))))
