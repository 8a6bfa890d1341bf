"""What the values of a column give away where its name does not: postcodes, positions, links, names."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from flock.domain import hours
from flock.errors import BadHours
from flock.ingest import cells, inhabited, wording

_SURE = 0.8
_LOOKED_AT = 200
_UK_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}", re.I)
_PRECISE = re.compile(r"[-+]?\d{1,3}[.,]\d{3,}")
_PICTURE = re.compile(r"https?://\S+\.(?:jpe?g|png|webp|gif)(?:\?\S*)?", re.I)
_WEB = re.compile(r"(?:https?://|www\.)(?!maps\.|goo\.gl|g\.page|\S*/maps)\S+", re.I)
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}.*|\d{4}-\d\d-\d\d.*")
_NUMBER_OR_COMMA = re.compile(r"[\d,]")
_PHONE = re.compile(r"(?:\+|0|\(0)[\d ()/.-]{8,20}")
_DAY_NAME = re.compile(r"\b(?:Mo|Tu|We|Th|Fr|Sa|Su)\b")
_MOST_FEW, _MOST_KINDS = 3, 0.3
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Column:
    """A column as seen in a sample of rows. `filled` leaves out empty cells."""

    number: int
    name: str
    cells: Sequence[str] = field(repr=False)
    filled: list[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "filled", [cell for cell in self.cells if cells.filled(cell)])

    def share(self, fits: Callable[[str], object]) -> float:
        """Give the share of filled cells that fit, 1 where none is filled."""
        return sum(1 for cell in self.filled if fits(cell)) / len(self.filled) if self.filled else 1.0


def fields(free: list[Column], known: frozenset[str], *, named: bool) -> dict[str, tuple[int, ...]]:
    """Find fields that are not known yet in columns that no name has given away; `named` tells whether columns have names at all."""
    free = [column for column in free if len(column.filled) > 1]
    found: dict[str, tuple[int, ...]] = {}

    def take(name: str, sure: list[Column]) -> None:
        if name not in known and name not in found and len(sure) == 1:
            found[name] = (sure[0].number,)
            free.remove(sure[0])

    take("postcode", [column for column in free if column.share(_UK_POSTCODE.fullmatch) > _SURE])
    if not {"lat", "lon", "lon_lat", "position", "easting"} & known:
        take("position", [column for column in free if column.share(cells.pair) > _SURE])
        if "position" not in found:
            found |= _degrees(free)
            free = [column for column in free if (column.number,) not in found.values()]
        take("map_link", [column for column in free if column.share(cells.pair_in_link) > 0])
    take("photo_url", [column for column in free if column.share(_PICTURE.fullmatch) > _SURE])
    take("url", [column for column in free if _varied(column) and column.share(_WEB.fullmatch) > _SURE])
    take("phone", [column for column in free if _varied(column) and column.share(_is_phone) > _SURE])
    take("hours", [column for column in free if column.share(_are_hours) > _SURE])
    take("kind", [column for column in free if _few_words(column) and column.share(wording.kind) > _SURE])
    if not named:
        take("town", [column for column in free if inhabited.are_towns(column.filled[:_LOOKED_AT])])
        take("address", [column for column in free if _like_addresses(column)])
        take("name", [column for column in free if like_names(column)])
    return found


def settle_positions(columns: list[Column], found: dict[str, tuple[int, ...]], header: Sequence[str]) -> tuple[str, ...]:
    """Keep one way of telling where, turn round what is the other way round, and say so."""
    for first, second in (("lat", "lon"), ("easting", "northing")):
        if (first in found) != (second in found):
            found.pop(first, None)
            found.pop(second, None)
    ways = [way for way in ("lat", "position", "lon_lat", "easting", "map_link") if way in found]
    for worse in ways[1:]:
        for name in (worse, "northing") if worse == "easting" else (worse,):
            found.pop(name)
    towns = columns[found["town"][0]].cells if "town" in found else ()
    if "lat" in found:
        lat, lon = (columns[found[name][0]] for name in ("lat", "lon"))
        if inhabited.turned(*_spots(zip(lat.cells, lon.cells, strict=True), towns)):
            found["lat"], found["lon"] = found["lon"], found["lat"]
            names = " and ".join(f"«{header[column.number] or f'column {column.number + 1}'}»" for column in (lat, lon))
            return (f"{names} hold each other's numbers, so the places are put where these make sense.",)
    way = next((way for way in ("position", "lon_lat") if way in found), None)
    if way:
        turned = inhabited.turned(*_paired([cells.pair(cell) for cell in columns[found[way][0]].cells], towns))
        if turned is not None:
            found["lon_lat" if turned else "position"] = found.pop(way)
    return ()


def is_degree(cell: str) -> bool:
    """Tell whether a cell is a number that can be a latitude or longitude."""
    number = cells.degrees(cell)
    return number is not None and abs(number) <= 180


def _degrees(free: list[Column]) -> dict[str, tuple[int, ...]]:
    """Find two columns beside each other that are latitude and longitude, or longitude and latitude, and nothing else."""
    precise = [column for column in free if column.share(_PRECISE.fullmatch) > _SURE and column.share(is_degree) > _SURE]
    told = [
        (first, second, turned)
        for first, second in pairwise(precise)
        if (turned := inhabited.turned(*_spots(zip(first.cells, second.cells, strict=True), ()))) is not None
    ]
    if len(told) != 1:
        return {}
    first, second, turned = told[0]
    lat, lon = (second, first) if turned else (first, second)
    return {"lat": (lat.number,), "lon": (lon.number,)}


def _spots(pairs: Iterator[tuple[str, str]], towns: Sequence[str]) -> tuple[list[tuple[float, float]], list[str]]:
    numbers = [(cells.degrees(first), cells.degrees(second)) for first, second in pairs]
    return _paired([None if a is None or b is None else (a, b) for a, b in numbers], towns)


def _paired(spots: Sequence[tuple[float, float] | None], towns: Sequence[str]) -> tuple[list[tuple[float, float]], list[str]]:
    """Leave out rows without a position, and those without a town where some have one."""
    at = towns or [""] * len(spots)
    whole = [(spot, town) for spot, town in zip(spots, at, strict=True) if spot and max(map(abs, spot)) <= 180 and spot != (0, 0)]
    step = max(1, len(whole) // _LOOKED_AT)
    return [spot for spot, _ in whole[::step]], [town for _, town in whole[::step]]


def _are_hours(cell: str) -> bool:
    try:
        return bool(_DAY_NAME.search(cell) and hours.check(cell))
    except BadHours:
        return False


def _is_phone(cell: str) -> bool:
    tidy = cell.strip()
    return bool(_PHONE.fullmatch(tidy)) and not _DATE.fullmatch(tidy) and cells.number(tidy) is None


def _varied(column: Column) -> bool:
    """Tell whether most cells are of their own: one website again and again is not that of the places."""
    return 2 * len(set(column.filled)) > len(column.filled)


def _few_words(column: Column) -> bool:
    return len(column.filled) > _MOST_FEW and len(set(column.filled)) <= max(_MOST_FEW, _MOST_KINDS * len(column.filled))


def _like_addresses(column: Column) -> bool:
    """Tell whether most cells have several words, with a number or a comma among them."""
    like = column.share(
        lambda cell: bool(_NUMBER_OR_COMMA.search(cell)) and sum(map(str.isalpha, cell)) > 3 and " " in cell.strip()
    )
    return like > _SURE and not column.share(_UK_POSTCODE.fullmatch)


def like_names(column: Column) -> bool:
    """Tell whether the cells may be names: most of them of their own, with letters and few digits."""
    varied = len(set(column.filled)) > _SURE * len(column.filled)
    like = column.share(lambda cell: len(cell) < _LONGEST_NAME and not cell[0].isdigit() and sum(map(str.isalpha, cell)) > 1)
    return varied and like > _SURE and column.share(lambda cell: any(map(str.isdigit, cell))) < 0.5
