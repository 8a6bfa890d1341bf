"""What a member asks of a place: one frozen value that the page, the tiles, the list and the API share.

The address carries it as text: `kind=cafe,library&needs=wifi,sockets&unknown=1&open=2&q=…&near=51.45,-2.59&within=2000`
or `area=south,west,north,east`. `from_query` reads that and refuses what makes no sense; `to_query` writes it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flock.domain import positions, venues
from flock.domain.positions import Bounds, LatLon
from flock.errors import BadFilter, BadPosition

# A need is the word a member uses; it accepts some values of one fact.
NEEDS: dict[str, tuple[str, frozenset[str]]] = {
    "wifi": ("wifi", frozenset({"free", "customers"})),
    "sockets": ("sockets", frozenset({"plenty", "few"})),
    "quiet": ("noise", frozenset({"quiet"})),
    "step_free": ("wheelchair", frozenset({"designated", "yes"})),
    "calls": ("calls", frozenset({"yes"})),
    "no_time_limit": ("time_limit", frozenset({"no"})),
    "low_cost": ("price", frozenset({"free", "low"})),
    "standing_desk": ("standing_desk", frozenset({"yes"})),
    "family_room": ("family_room", frozenset({"yes"})),
}
MAX_OPEN_HOURS = 12
MAX_RADIUS_M = 500_000.0
MAX_TEXT = 100

_DECIMALS = 6  # of a degree in an address: 11 cm
_KEYS = ("kind", "needs", "unknown", "open", "q", "near", "within", "area")


@dataclass(frozen=True, slots=True)
class VenueFilter:
    """All that narrows the places down. Everything combines; None or empty asks for nothing.

    `open_for_h` 0 is open now, 2 is open now and for the next two hours. `near` with `radius_m` is a geodesic circle.
    """

    kinds: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    include_unknown: bool = False
    open_for_h: int | None = None
    text: str = ""
    near: LatLon | None = None
    radius_m: float | None = None
    area: Bounds | None = None

    def __post_init__(self) -> None:
        for kind in self.kinds - set(venues.KINDS):
            raise BadFilter(f"There is no kind of place called «{kind[:40]}». There are: {', '.join(venues.KINDS)}.")
        for need in self.needs - set(NEEDS):
            raise BadFilter(f"There is no filter called «{need[:40]}». There are: {', '.join(NEEDS)}.")
        if self.open_for_h is not None and not 0 <= self.open_for_h <= MAX_OPEN_HOURS:
            raise BadFilter(f"«Open for {self.open_for_h:g} h» is out of range: 0 is now, {MAX_OPEN_HOURS} is the most.")
        if len(self.text) > MAX_TEXT:
            raise BadFilter(f"The text to look for has {len(self.text)} letters; {MAX_TEXT} is the most.")
        if self.radius_m is not None and not 0 < self.radius_m <= MAX_RADIUS_M:
            raise BadFilter(f"A distance of {self.radius_m:g} m is out of range: above 0 and up to 500 km.")
        if self.radius_m is not None and self.near is None:
            raise BadFilter("A distance needs a place to measure from: give «near» as latitude,longitude.")
        if self.area and not (-90 <= self.area.south < self.area.north <= 90 and -180 <= self.area.west < self.area.east <= 180):
            raise BadFilter("The area makes no sense: give south,west,north,east in degrees, south below north.")

    @property
    def forbidden(self) -> int:
        """Bits of `facts` that no fitting place has set. Closed places never fit."""
        bits = venues.bit("status", "closed")
        if self.kinds:
            bits |= venues.forbidden_bits("kind", self.kinds)
        for need in self.needs:
            fact, accepted = NEEDS[need]
            bits |= venues.forbidden_bits(fact, accepted | ({venues.UNKNOWN} if self.include_unknown else set()))
        return bits

    def without(self, part: str) -> "VenueFilter":
        """Drop one part by its name in `parts`."""
        if part in self.needs:
            return replace(self, needs=self.needs - {part})
        empty: dict[str, dict[str, object]] = {
            "kind": {"kinds": frozenset()},
            "open": {"open_for_h": None},
            "text": {"text": ""},
            "within": {"radius_m": None},
            "area": {"area": None},
        }
        return replace(self, **empty[part])  # type: ignore[arg-type]

    @property
    def parts(self) -> list[str]:
        """The names of what is asked for, in the order in which a page shows them."""
        present = {
            "kind": bool(self.kinds),
            "open": self.open_for_h is not None,
            "text": bool(self.text),
            "within": self.radius_m is not None,
            "area": self.area is not None,
        }
        return [need for need in NEEDS if need in self.needs] + [name for name, on in present.items() if on]


def from_query(query: Mapping[str, str]) -> VenueFilter:
    """Read a filter from the parameters of an address; unknown parameters are not ours and are passed over.

    Raises:
        BadFilter: a value that does not exist, is out of range, or is not a number.
    """
    near = _numbers(query, "near", 2)
    area = _numbers(query, "area", 4)
    within = _numbers(query, "within", 1)
    open_for = _numbers(query, "open", 1)
    if open_for and open_for[0] != int(open_for[0]):
        raise BadFilter("«open» takes whole hours: 0 is now, 2 is for the next two hours.")
    try:
        center = positions.check(*near) if near else None
    except BadPosition as error:
        raise BadFilter(str(error)) from error
    return VenueFilter(
        kinds=_words(query, "kind"),
        needs=_words(query, "needs"),
        include_unknown=query.get("unknown", "") in ("1", "true", "yes"),
        open_for_h=int(open_for[0]) if open_for else None,
        text=" ".join(query.get("q", "").split()),
        near=center,
        radius_m=within[0] if within else None,
        area=Bounds(*area) if area else None,
    )


def to_query(wanted: VenueFilter) -> str:
    """Write a filter as the query part of an address, in one fixed order, so that equal filters are equal text."""
    pairs = {
        "kind": ",".join(sorted(wanted.kinds)),
        "needs": ",".join(sorted(wanted.needs)),
        "unknown": "1" if wanted.include_unknown and wanted.needs else "",
        "open": "" if wanted.open_for_h is None else str(wanted.open_for_h),
        "q": wanted.text,
        "near": _degrees(wanted.near) if wanted.near else "",
        "within": f"{wanted.radius_m:g}" if wanted.radius_m is not None else "",
        "area": _degrees(wanted.area) if wanted.area else "",
    }
    return urlencode({key: pairs[key] for key in _KEYS if pairs[key]}, safe=",")


def _words(query: Mapping[str, str], key: str) -> frozenset[str]:
    return frozenset(word for word in query.get(key, "").split(",") if word)


def _degrees(values: LatLon | Bounds) -> str:
    return ",".join(f"{value:.{_DECIMALS}f}" for value in values)


def _numbers(query: Mapping[str, str], key: str, count: int) -> list[float] | None:
    text = query.get(key, "")
    if not text:
        return None
    try:
        numbers = [round(float(part), _DECIMALS) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != count or not all(math.isfinite(number) for number in numbers):
        takes = "one number" if count == 1 else f"{count} numbers with commas between"
        raise BadFilter(f"«{key}» takes {takes}, not «{text[:40]}».")
    return numbers
