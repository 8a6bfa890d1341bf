"""Two descriptions of one place made one: what stays of the first, and what the second adds."""

from collections.abc import Collection, Mapping
from typing import Any

from flock.domain.venues import FACTS, UNKNOWN, VOCABULARY, bit

TEXTS = (
    *("name", "address", "town", "postcode", "country", "hours", "url", "phone", "seats"),
    *("photo_url", "source", "licence", "checked_on"),
)
POSITION = ("lat", "lon", "precision_m", "position_source", "tz")
FIELDS = (*TEXTS, "position", *VOCABULARY)

_MASKS = {name: sum(bit(name, value) for value in values) for name, values in VOCABULARY.items()}


def field_of(column: str) -> str:
    """Give the field that a column of a place belongs to: a position is one thing, however many numbers it has."""
    return "position" if column in POSITION else column


def word(facts: int, name: str) -> str:
    """Give the value of a fact, kind and status among them, out of a bitmap."""
    return next(value for value in VOCABULARY[name] if facts & bit(name, value))


def value(place: Mapping[str, Any], name: str) -> Any:
    """Give a field of a place whose facts are a bitmap; a position as latitude and longitude."""
    if name == "position":
        return place["lat"], place["lon"]
    return word(place["facts"], name) if name in VOCABULARY else place[name]


def known(place: Mapping[str, Any], *, beside: Mapping[str, Any]) -> set[str]:
    """Tell which fields a place need not take from another description: those it knows, and its position unless coarser."""
    found = {name for name in TEXTS if place[name] is not None} | {"name", "status"}
    found |= {name for name in FACTS if not place["facts"] & bit(name, UNKNOWN)}
    if not place["facts"] & bit("kind", "other"):
        found.add("kind")
    if place["precision_m"] <= beside["precision_m"]:
        found.add("position")
    return found


def silent_bits(*, tells_status: bool) -> list[dict[str, int]]:
    """Give for each fact its bits, and those of the value that says nothing; a table without a status says nothing by any."""
    silent = {name: bit(name, UNKNOWN) for name in FACTS} | {"kind": bit("kind", "other")}
    silent["status"] = 0 if tells_status else _MASKS["status"]
    return [{"mask": _MASKS[name], "silent": silent[name]} for name in VOCABULARY]


def unsaid(place: Mapping[str, Any], *, tells_status: bool) -> set[str]:
    """Tell of which fields a description says nothing: an empty cell is not known, which does not make it wrong."""
    silent = zip(VOCABULARY, silent_bits(tells_status=tells_status), strict=True)
    return {name for name in TEXTS if place[name] is None} | {name for name, bits in silent if place["facts"] & bits["silent"]}


def blend(current: Mapping[str, Any], coming: Mapping[str, Any], *, kept: Collection[str]) -> dict[str, Any]:
    """Give a place as `coming` says, but for the fields in `kept`, which stay as they are in `current`."""
    blended = dict(coming)
    for name in kept:
        for column in POSITION if name == "position" else (name,) if name in TEXTS else ():
            blended[column] = current[column]
    mask = sum(_MASKS[name] for name in kept if name in _MASKS)
    blended["facts"] = coming["facts"] & ~mask | current["facts"] & mask
    return blended


def differences(current: Mapping[str, Any], coming: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Give each field in which two descriptions differ, with both values, the current one first."""
    pairs = {name: (value(current, name), value(coming, name)) for name in FIELDS}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
