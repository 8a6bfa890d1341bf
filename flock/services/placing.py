"""Where the rows of a table are: by their own coordinates, held against their postcode, or else looked up from their words."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import pyarrow as pa

from flock.domain import hours, positions, words
from flock.domain.positions import LatLon
from flock.geocoding.answers import Answer, Geocoder, Query, Refusal
from flock.ingest import problems
from flock.ingest.columns import Columns
from flock.ingest.problems import Problem

GIVEN = "given"
DOUBT_M = 250.0
_SURELY_NEAR_DEG = 0.0015  # at most 240 m off: most rows need no distance
_SURE_OF_POSTCODE_M = 1_000.0
_WORDS = ("address", "town", "region", "postcode", "country")


class Far(NamedTuple):
    """A row whose coordinates are further from its postcode than that is wide, and by more than `DOUBT_M`."""

    line: int
    given: LatLon
    expected: Answer


@dataclass(frozen=True, slots=True)
class Placed:
    """Places that all have a position, precision_m, position_source and tz. Rows that could not be found are gone.

    `geocoded` were looked up; those in `far` have coordinates far from their own postcode, and are taken all the same.
    """

    places: pa.Table
    problems: list[Problem]
    geocoded: int
    far: list[Far]


@dataclass(frozen=True, slots=True)
class Placer:
    """Gives rows positions. `postcodes` must answer offline; without it no coordinates are held against their postcode."""

    geocoder: Geocoder
    postcodes: Geocoder | None

    def place(
        self, places: pa.Table, columns: Columns, *, progress: Callable[[int, int], None] = lambda done, of: None
    ) -> Placed:
        """Give every row a position. Coordinates that a row gives win over what its words say; `progress` hears of words looked up.

        Raises:
            GeocoderUnavailable: an outside geocoder did not answer.
        """
        lats, lons = (places[name].to_numpy().tolist() for name in ("lat", "lon"))  # NaN where there is none
        given = [None if math.isnan(lat) else LatLon(lat, lon) for lat, lon in zip(lats, lons, strict=True)]
        notes, swapped, far = self._hold_against_postcodes(places, given, columns)
        sought = [row for row, position in enumerate(given) if position is None or row in swapped]
        queries = [_query(told) for told in places.select(_WORDS).take(pa.array(sought, pa.int64())).to_pylist()]
        answers = dict(zip(sought, self._look_up(queries, progress) if queries else [], strict=True))
        refusals = [
            _refusal(places["line"][row].as_py(), query, columns, answer.reason)
            for (row, answer), query in zip(answers.items(), queries, strict=True)
            if isinstance(answer, Refusal)
        ]
        found = {row: answer for row, answer in answers.items() if isinstance(answer, Answer)}
        kept = [row for row in range(len(given)) if row not in answers or row in found]
        placed = _with_positions(places, given, found, kept)
        return Placed(placed, notes + refusals, geocoded=len(found), far=far)

    def _look_up(self, queries: list[Query], progress: Callable[[int, int], None]) -> list[Answer | Refusal]:
        return self.geocoder.geocode_many(queries, progress=lambda done: progress(done, len(queries)))

    def _hold_against_postcodes(
        self, places: pa.Table, given: list[LatLon | None], columns: Columns
    ) -> tuple[list[Problem], set[int], list[Far]]:
        """Find coordinates far from their own postcode, but apart the rows that fit it with latitude and longitude swapped."""
        if not self.postcodes:
            return [], set(), []
        codes = places["postcode"].to_pylist()
        sure = _sure_postcodes(self.postcodes, {code for code, position in zip(codes, given, strict=True) if code and position})
        found: list[Problem] = []
        swapped: set[int] = set()
        far: list[Far] = []
        for row, (code, position) in enumerate(zip(codes, given, strict=True)):
            expected = sure.get(code)
            if not position or not expected or _is_near(position, expected):
                continue
            if abs(position.lon) <= 90 and _is_near(LatLon(position.lon, position.lat), expected):
                swapped.add(row)
                sentence = f"Latitude and longitude look swapped: the other way round they fit the postcode {code}, which is used instead."
            else:
                far.append(Far(places["line"][row].as_py(), position, expected))
                away = words.distance(positions.distance_m(position, expected.position), unit="km")
                sentence = (
                    f"These coordinates are {away} from the postcode {code}. They are used; check which of the two is wrong."
                )
            value = f"{position.lat}, {position.lon}"
            found.append(problems.warning(places["line"][row].as_py(), columns.label("lat"), value, sentence))
        return found, swapped, far


def _sure_postcodes(postcodes: Geocoder, codes: set[str]) -> dict[str, Answer]:
    """Find the postcodes that stand for one spot, not for a town."""
    distinct = sorted(codes)
    answers = zip(distinct, postcodes.geocode_many([Query(postcode=code) for code in distinct]), strict=True)
    return {code: answer for code, answer in answers if isinstance(answer, Answer) and answer.precision_m <= _SURE_OF_POSTCODE_M}


def _query(words: dict[str, str | None]) -> Query:
    told = {name: value or "" for name, value in words.items()}
    region = told.pop("region")
    return Query(**told | {"town": ", ".join(filter(None, (told["town"], region)))})


def _with_positions(places: pa.Table, given: list[LatLon | None], found: dict[int, Answer], kept: list[int]) -> pa.Table:
    table = places if len(kept) == len(given) else places.take(pa.array(kept, pa.int64()))
    columns = {"precision_m": pa.repeat(0.0, len(kept)), "position_source": pa.repeat(GIVEN, len(kept))}
    spots = [given[row] for row in kept]
    if found:
        answers = [found.get(row) for row in kept]
        spots = [answer.position if answer else spot for answer, spot in zip(answers, spots, strict=True)]
        columns = {
            "lat": pa.array([spot.lat for spot in spots if spot], pa.float64()),
            "lon": pa.array([spot.lon for spot in spots if spot], pa.float64()),
            "precision_m": pa.array([answer.precision_m if answer else 0.0 for answer in answers], pa.float64()),
            "position_source": pa.array([answer.source if answer else GIVEN for answer in answers], pa.string()),
        }
        table = table.drop_columns(["lat", "lon"])
    columns["tz"] = pa.array([hours.tz_at(spot) for spot in spots if spot], pa.string())
    for name, column in columns.items():
        table = table.append_column(name, column)
    return table


def _is_near(position: LatLon, expected: Answer) -> bool:
    lat, lon = expected.position
    if abs(position.lat - lat) < _SURELY_NEAR_DEG and abs(position.lon - lon) < _SURELY_NEAR_DEG:
        return True
    return positions.distance_m(position, expected.position) <= DOUBT_M + expected.precision_m


def _refusal(line: int, query: Query, columns: Columns, reason: str) -> Problem:
    told = {name: getattr(query, name) for name in ("postcode", "address", "town") if getattr(query, name)}
    return problems.rejected(line, columns.label(next(iter(told), "postcode")), ", ".join(told.values()), reason)
