"""What the tags of OpenStreetMap say of a place, in the columns that Flock's own table has.

See the wiki's pages on `internet_access`, `opening_hours`, `wheelchair`, `power_supply`, `changing_table` and `check_date`. What a
tag does not say stays unknown.
"""

from collections.abc import Mapping

SOURCE, LICENCE = "© OpenStreetMap contributors", "ODbL 1.0"

# Which tags make which kind of place; the first that fits counts.
KINDS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "coworking": (("amenity", ("coworking_space",)), ("office", ("coworking",))),
    "library": (("amenity", ("library",)),),
    "cafe": (("amenity", ("cafe",)), ("shop", ("coffee",))),
    "community": (("amenity", ("community_centre", "arts_centre", "social_centre")),),
    "pub": (("amenity", ("pub", "bar", "biergarten")),),
    "museum": (("tourism", ("museum", "gallery")),),
    "hotel": (("tourism", ("hotel", "hostel", "guest_house")),),
}
HEADER = (
    *("name", "kind", "status", "address", "town", "postcode", "country", "lat", "lon", "hours", "wifi", "sockets", "wheelchair"),
    *("family_room", "standing_desk", "noise", "seats", "url", "phone", "photo_url", "checked_on", "source", "licence", "osm"),
)
_SOCKETS = {"yes": "few", "no": "none"}
_NO_FEE = {"no": "free", "customers": "customers", "yes": "paid"}


def kind(tags: Mapping[str, str]) -> str | None:
    """Give the kind of place, None where the tags make none that Flock knows."""
    for name, wanted in KINDS.items():
        if any(tags.get(key) in values for key, values in wanted):
            return name
    return None


def row(key: str, tags: Mapping[str, str], lat: object, lon: object) -> list[str] | None:
    """Give the row of a place in the order of `HEADER`, None for what is no place to work or has no name.

    `key` is the type and number of the object, such as node/123.
    """
    found, name = kind(tags), tags.get("name") or tags.get("name:en")
    if not found or not name or not isinstance(lat, int | float) or not isinstance(lon, int | float):
        return None
    cells = {
        "name": name,
        "kind": found,
        "status": "closed" if tags.get("opening_hours") == "closed" else "open",
        "address": _address(tags),
        "town": tags.get("addr:city") or tags.get("addr:town") or tags.get("addr:village") or tags.get("addr:suburb", ""),
        "postcode": tags.get("addr:postcode", ""),
        "country": tags.get("addr:country", ""),
        "lat": f"{lat:.7f}",
        "lon": f"{lon:.7f}",
        "hours": "" if tags.get("opening_hours") == "closed" else tags.get("opening_hours", ""),
        "wifi": _wifi(tags),
        "sockets": _SOCKETS.get(tags.get("power_supply", ""), ""),
        "wheelchair": tags.get("wheelchair", ""),
        "family_room": _family_room(tags),
        "standing_desk": tags.get("standing_desk", "") if tags.get("standing_desk") in ("yes", "no") else "",
        "noise": "",
        "seats": tags.get("capacity:seats") or tags.get("seats") or tags.get("capacity", ""),
        "url": tags.get("website") or tags.get("contact:website") or tags.get("url", ""),
        "phone": tags.get("phone") or tags.get("contact:phone", ""),
        "photo_url": tags.get("image", ""),
        "checked_on": tags.get("check_date") or tags.get("survey:date", ""),
        "source": SOURCE,
        "licence": LICENCE,
        "osm": key,
    }
    return [cells[column] for column in HEADER]


def _address(tags: Mapping[str, str]) -> str:
    if tags.get("addr:full"):
        return tags["addr:full"]
    street = tags.get("addr:street") or tags.get("addr:place", "")
    house = tags.get("addr:housenumber", "")
    numbered = f"{house} {street}".strip() if street else ""
    return ", ".join(filter(None, (tags.get("addr:housename"), numbered)))


def _wifi(tags: Mapping[str, str]) -> str:
    """Tell what the Wi-Fi costs; where only its being there is told, the weakest that is then true stands."""
    access = tags.get("internet_access", "")
    if access == "no":
        return "no"
    if not set(access.split(";")) & {"wlan", "yes", "wifi"}:
        return ""
    return _NO_FEE.get(tags.get("internet_access:fee", ""), "customers")


def _family_room(tags: Mapping[str, str]) -> str:
    said = {tags.get("changing_table"), tags.get("diaper"), tags.get("baby_feeding")} - {None}
    return "yes" if said & {"yes", "limited"} else "no" if said == {"no"} else ""
