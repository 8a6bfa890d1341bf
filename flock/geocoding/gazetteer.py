"""The offline geocoder: full UK postcode, else its sector, else its outward code, else a town, else a reason."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from flock.domain import positions
from flock.domain.gazetteer import Spot, Town
from flock.geocoding import postcodes, regions, towns
from flock.geocoding.answers import Answer, Query, Refusal
from flock.geocoding.postcodes import Postcode
from flock.geocoding.towns import Part, Placed, Unplaced

POSTCODES = "ONS Postcode Directory"
TOWNS = "GeoNames"
ATTRIBUTION = (
    "Postcodes: contains OS data © Crown copyright and database right 2026; contains Royal Mail data © Royal Mail copyright "
    "and database right 2026; source: Office for National Statistics licensed under the Open Government Licence v3.0. "
    "Towns: GeoNames, CC BY 4.0."
)
# A town and a partial postcode that are further apart than this cannot both be meant.
_STILL_AGREE_M = 25_000.0
_BATCH = 100_000


class Tables(Protocol):
    """Where postcodes and towns are looked up; what does not exist is left out of the answer."""

    def postcodes(self, codes: Collection[str]) -> Mapping[str, Spot]:
        """Find full postcodes, written without a space."""

    def areas(self, codes: Collection[str]) -> Mapping[str, Spot]:
        """Find sectors such as BS4 3 and outward codes such as BS4."""

    def towns(self, names: Collection[str]) -> Mapping[str, Sequence[Town]]:
        """Find towns by the keys of their names."""

    def similar_towns(self, names: Collection[str]) -> Mapping[str, str]:
        """Give, for keys that no town has, the town whose name comes closest."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query taken apart."""

    postcodes: tuple[Postcode, ...]
    partial: str
    partial_is_sure: bool
    parts: tuple[Part, ...]
    suspect: str

    @property
    def areas(self) -> list[str]:
        """Every sector and outward code that may answer it."""
        return [area for code in self.postcodes for area in (code.sector, code.outward)] + [self.partial]


@dataclass(frozen=True, slots=True)
class _Found:
    """What a batch of queries mentions and exists."""

    postcodes: Mapping[str, Spot]
    areas: Mapping[str, Spot]
    towns: Mapping[str, Sequence[Town]]


class Gazetteer:
    """Answers from the tables of the gazetteer, without a network. Safe to share between threads."""

    attribution = ATTRIBUTION

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def geocode(self, query: Query) -> Answer | Refusal:
        """Answer one query."""
        return self.geocode_many([query])[0]

    def geocode_many(
        self, queries: Sequence[Query], *, progress: Callable[[int], None] = lambda done: None
    ) -> list[Answer | Refusal]:
        """Answer many, in the order asked: one look into each table for some ten thousand of them."""
        answers: list[Answer | Refusal] = []
        for start in range(0, len(queries), _BATCH):
            answers += self._batch(queries[start : start + _BATCH])
            progress(len(answers))
        return answers

    def _batch(self, queries: Sequence[Query]) -> list[Answer | Refusal]:
        codes = [_code(query) for query in queries]
        spots = self._tables.postcodes({code for code in codes if code})
        rest = {query for query, code in zip(queries, codes, strict=True) if code not in spots}
        harder = self._look_closer(list(rest))
        return [
            _at(spots[code], f"{code[:-3]} {code[-3:]}") if code in spots else harder[query]
            for query, code in zip(queries, codes, strict=True)
        ]

    def _look_closer(self, queries: Sequence[Query]) -> dict[Query, Answer | Refusal]:
        """Answer what is more, or less, than a full postcode in a column of its own."""
        asked = [_take_apart(query) for query in queries]
        found = _Found(
            self._tables.postcodes({code.code for one in asked for code in one.postcodes}),
            self._tables.areas({area for one in asked for area in one.areas if area}),
            self._tables.towns({name for one in asked for part in one.parts for name in part.names}),
        )
        answers = [_answer(one, found) for one in asked]
        refused = [(one, answer) for one, answer in zip(asked, answers, strict=True) if isinstance(answer, Unplaced)]
        reasons = iter(self._reasons(refused))
        return {
            query: Refusal(next(reasons)) if isinstance(answer, Unplaced) else answer
            for query, answer in zip(queries, answers, strict=True)
        }

    def _reasons(self, refused: Sequence[tuple[_Asked, Unplaced]]) -> list[str]:
        likely = [list(postcodes.likely_meant(one.suspect)) for one, _ in refused]
        exist = self._tables.postcodes({code.code for codes in likely for code in codes})
        similar = self._tables.similar_towns({unplaced.part.key for _, unplaced in refused if unplaced.part})
        reasons = []
        for (one, unplaced), codes in zip(refused, likely, strict=True):
            code = next((code for code in codes if code.code in exist), None)
            town = similar.get(unplaced.part.key) if unplaced.part and not one.postcodes else None
            if code and not one.postcodes:
                reasons.append(f"We can't find «{one.suspect}». Is it a typo for «{code}»?")
            elif code or town:
                reasons.append(f"{_reason(one, unplaced)} Is it a typo for «{code or town}»?")
            else:
                reasons.append(_reason(one, unplaced) + _way_out(one, unplaced))
        return reasons


def _code(query: Query) -> str:
    return postcodes.code(query.postcode) if query.postcode and not _is_abroad(query.country) else ""


def _is_abroad(country: str) -> bool:
    known = regions.named(regions.key(country)) if country else ()
    return bool(known) and not any(region.countries & regions.BRITISH for region in known)


def _take_apart(query: Query) -> _Asked:
    written = ", ".join(filter(None, (query.text, query.address, query.town)))
    if _is_abroad(query.country):
        return _Asked((), "", False, tuple(towns.read(f"{written}, {query.country}")), "")
    codes = postcodes.find(query.postcode) or postcodes.find(written)
    in_column = postcodes.find_partial(query.postcode)
    partial = "" if codes else in_column or postcodes.find_partial(written)
    place = postcodes.without(written)
    parts = tuple(towns.read(", ".join(filter(None, (place, query.country)))))
    return _Asked(tuple(codes), partial, bool(in_column) or not place, parts, (query.postcode or written).strip())


def _answer(asked: _Asked, found: _Found) -> Answer | Unplaced:
    for code in asked.postcodes:
        if code.code in found.postcodes:
            return _at(found.postcodes[code.code], str(code))
    for code in asked.postcodes:
        for area, kind in ((code.sector, "sector"), (code.outward, "outward code")):
            if area in found.areas:
                return _at(found.areas[area], f"{kind} {area}, as there is no postcode {code}")
    place = towns.locate(asked.parts, found.towns)
    if asked.partial in found.areas and _believed(asked, found.areas[asked.partial], place):
        return _at(found.areas[asked.partial], asked.partial)
    if isinstance(place, Unplaced):
        return place
    missing = f", as there is no postcode {asked.postcodes[0]}" if asked.postcodes else ""
    return Answer(place.town.position, place.precision_m, TOWNS, regions.label(place.town) + missing)


def _believed(asked: _Asked, area: Spot, place: Placed | Unplaced) -> bool:
    """Tell whether a partial postcode at the end of a longer text is one, rather than the number of a road or a room."""
    if asked.partial_is_sure:
        return True
    if isinstance(place, Unplaced):
        # M4 is a motorway as well as a part of Manchester; two letters before the number leave no doubt.
        return asked.partial[1].isalpha()
    reach_m = area.precision_m + place.precision_m + _STILL_AGREE_M
    return positions.distance_m(area.position, place.town.position) <= reach_m


def _at(spot: Spot, matched: str) -> Answer:
    return Answer(spot.position, spot.precision_m, POSTCODES, matched)


def _reason(asked: _Asked, unplaced: Unplaced) -> str:
    where = f" in {' or '.join(region.name for region in unplaced.within)}" if unplaced.within else ""
    if asked.postcodes:
        code = asked.postcodes[0]
        town = f", nor «{unplaced.part.text}»{where}" if unplaced.part else ""
        return f"We can't find the postcode «{code}» or any other in {code.outward}{town}."
    if unplaced.part:
        return f"We can't find «{unplaced.part.text}»{where}."
    if unplaced.within:
        return f"«{unplaced.within[0].name}» is too large to be one place on the map."
    return f"We can't find «{asked.suspect}»." if asked.suspect else "There is nothing to look for."


def _way_out(asked: _Asked, unplaced: Unplaced) -> str:
    if unplaced.part or asked.postcodes:
        return " Check the spelling, or give a full postcode, or a town and its county."
    return " Give a town or a postcode."
