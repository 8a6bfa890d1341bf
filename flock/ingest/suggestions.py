"""Which column could be which field of a place, told from its name and from what stands in it.

A name alone is not believed: a column called "lat" must hold numbers, one called "zip" must hold something like postcodes. A
column without a telling name is taken only where its values leave no doubt. What is not plain stays unused.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flock.domain.venues import FACTS
from flock.ingest import cells, headers, inhabited, values, wording
from flock.ingest.values import Column

_SAMPLE_ROWS = 1_000
_NAME_OF_SOMETHING, _TYPE_OF_SOMETHING = 50, 30
_FEWEST_DAYS = 5
_SHORT = 4  # letters: «Miss» is no name
_OF_A_TOWN = re.compile(r"\s\d{1,2}(?:er?|ème)?$", re.I)  # Paris 11
_ROMAN = re.compile(r"[IVX]+")  # a district
_SHORT_IRI = re.compile(r"[a-z]+:\S+")  # wd:Q64
_LIKE_A_POSTCODE = re.compile(r"(?=.*\d)(?!.*[^\W\d]{4})[\w -]{3,10}")
_GRID_EAST_M, _GRID_NORTH_M = 700_000, 1_300_000


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Numbers of columns, as in `columns.Columns`."""

    fields: Mapping[str, tuple[int, ...]]
    weekdays: tuple[int | None, ...]
    notes: tuple[str, ...]


def find(header: Sequence[str], sample: Sequence[Sequence[str]]) -> Suggestion:
    """Suggest columns for as many fields as are plain; `sample` has some cells of each column."""
    columns = [
        Column(number, name, cells_of_column[:_SAMPLE_ROWS], headers.parts(told))
        for number, (told, name, cells_of_column) in enumerate(zip(header, headers.plain_names(header), sample, strict=True))
    ]
    found = _by_name(columns)
    weekdays = _weekdays(columns)
    if weekdays:
        found.pop("hours", None)
    _address(columns, found)
    taken = {number for numbers in found.values() for number in numbers} | set(weekdays)
    taken |= {column.number for column in columns if headers.NAMES_OF_OTHERS & set(column.name.split())}
    free = [column for column in columns if column.number not in taken]
    by_cells = values.fields(free, frozenset(found), named=any(header))
    found |= by_cells
    if weekdays:
        found.pop("hours", None)
    notes = values.settle_positions(columns, found, header) + _first_words(free, found, header) + _by_cells(by_cells, header)
    return Suggestion(dict(sorted(found.items(), key=lambda item: item[1])), weekdays, notes)


def _by_cells(told: Mapping[str, tuple[int, ...]], header: Sequence[str]) -> tuple[str, ...]:
    """Say which columns with a name that says nothing of it are taken for towns or streets: those could be somebody else's."""
    named = [(field, header[told[field][0]]) for field in ("town", "address") if field in told]
    return tuple(
        f"«{name}» is taken for the {field} by what stands in it. Change it if it is not." for field, name in named if name
    )


def _by_name(columns: list[Column]) -> dict[str, tuple[int, ...]]:
    """Give each field the column whose name says so best and whose values agree; each column to one field."""
    claims = sorted(
        (
            (score, -column.number, name)
            for column in columns
            for name in headers.NAMES
            if (score := _likely(name, column)) and _accepts(name, column)
        ),
        reverse=True,
    )
    found: dict[str, tuple[int, ...]] = {}
    taken: set[int] = set()
    for _, negative, name in claims:
        if name not in found and -negative not in taken:
            found[name] = (-negative,)
            taken.add(-negative)
    return found


def _likely(name: str, column: Column) -> int:
    """Rate how well a column's name, or the best of its parts, names a field."""
    beside = (
        []
        if name in ("easting", "northing", "house_number")
        else [_score(name, part) // (2 + place) for place, part in enumerate(column.parts)]
    )
    score = max(_score(name, column.name), *beside, 0)
    if name == "name" and score and (headers.OF_THE_OWNER & set(column.name.split()) or inhabited.are_towns(column.filled)):
        return 1
    return score


def _score(name: str, header: str) -> int:
    """Rate how well a header names a field: 0 not at all, 100 exactly."""
    ranks, bare = headers.SYNONYMS[name], headers.unfilled(header)
    if header in ranks or bare in ranks:
        return 100 - ranks[header] if header in ranks else 90 - ranks[bare]
    if (glued := header.replace(" ", "")) in headers.GLUED[name]:
        return 88 - headers.GLUED[name][glued]
    belongs = name in ("name", "kind") and header.isascii()  # "site name" and "shop type" are told by their last word
    short = next((one for one in headers.shortened(header) if one in ranks), "") if not belongs else ""
    if short:
        return max(1, 70 - ranks[short])
    if (alternatives := headers.alternatives(header)) and all(word in ranks for word in alternatives):
        return max(1, 60 - ranks[alternatives[0]])
    words = header.split()
    if name == "postcode":
        return _TYPE_OF_SOMETHING * any(told <= set(words) for told in headers.POSTCODE_WORDS)
    return _score_of_words(name, words) if len(words) > 1 else 0


def _score_of_words(name: str, words: list[str]) -> int:
    """Rate a header of several words by the word that matters: the "name" of a library, its "type"."""
    if name == "name" and headers.OTHERS.isdisjoint(words):
        return _NAME_OF_SOMETHING * bool(headers.NAME_HEADS & {words[0], words[-1]})
    if name == "kind":
        return _TYPE_OF_SOMETHING * (words[-1] in headers.KIND_HEADS)
    if name in ("town", "region") and words[-1] in headers.NAME_HEADS:
        return _score(name, " ".join(words[:-1])) // 2
    return _TYPE_OF_SOMETHING * bool(headers.AXES.get(name, frozenset()) & set(words))


def _accepts(name: str, column: Column) -> bool:
    """Tell whether the values of a column can be this field. An empty column can be anything."""
    if not column.filled:
        return True
    if name in FACTS or name == "status":
        return column.share(lambda cell: wording.fact(name, cell, column.name)) > 0
    if name == "name" and column.name in headers.WEAK_NAMES and not _varied(column):
        return False
    tests: dict[str, tuple[Callable[[str], object], float]] = {
        "name": (_may_be_a_name, 0.5),
        "kind": (wording.kind, 0.0),
        "closed": (lambda cell: cells.closing(cell)[0] is not None, 0.5),
        "postcode": (_LIKE_A_POSTCODE.fullmatch, 0.5),
        "position": (cells.pair, 0.5),
        "lon_lat": (cells.pair, 0.5),
        "map_link": (cells.pair_in_link, 0.0),
        "easting": (lambda cell: 180 < (cells.metres(cell) or 0) < _GRID_EAST_M, 0.5),
        "northing": (lambda cell: 180 < (cells.metres(cell) or 0) < _GRID_NORTH_M, 0.5),
        "url": (lambda cell: cells.is_link(cell) and not cells.pair_in_link(cell), 0.0),
        "photo_url": (cells.is_link, 0.0),
        "phone": (lambda cell: sum(letter.isdigit() for letter in cell) >= 5, 0.5),
        "seats": (lambda cell: cells.seats(cell)[0] is not None, 0.5),
        "checked_on": (lambda cell: cells.day(cell)[0] is not None, 0.5),
        "lat": (values.is_degree, 0.5),
        "lon": (values.is_degree, 0.5),
        "town": (_may_be_a_town, 0.5),
    }
    fits, least = tests.get(name, (bool, 0.0))
    return column.share(fits) > least


def _may_be_a_town(cell: str) -> bool:
    tidy = _OF_A_TOWN.sub("", cell.strip())
    return not any(letter.isdigit() for letter in tidy) and not _ROMAN.fullmatch(tidy)


def _may_be_a_name(cell: str) -> bool:
    told_apart = cells.number(cell) is None and not cells.is_link(cell) and not wording.is_yes_or_no(cell)
    return told_apart and not _SHORT_IRI.fullmatch(cell.strip())


def _varied(column: Column) -> bool:
    """Tell a column of names from one of a few words said again and again, such as a form of address."""
    short = column.name in headers.FORMS_OF_ADDRESS and column.share(lambda cell: len(cell.strip()) <= _SHORT) > 0.5
    return 2 * len(set(column.filled)) > len(column.filled) and not short


def _first_words(free: list[Column], found: dict[str, tuple[int, ...]], header: Sequence[str]) -> tuple[str, ...]:
    """Where no column is the name, take the first one whose words differ from row to row, and say so."""
    if "name" in found:
        return ()
    taken = {number for numbers in found.values() for number in numbers}
    likely = [
        column
        for column in free
        if column.number not in taken and column.name not in headers.WEAK_NAMES and values.like_names(column)
    ]
    of_people = any(headers.OF_PEOPLE & set(headers.plain(name).split()) for name in header)
    if not likely or of_people:
        return ()
    found["name"] = (likely[0].number,)
    called = header[likely[0].number] or f"column {likely[0].number + 1}"
    return (f"No column is called like a name. «{called}» is taken for it: change that if it is another.",)


def _weekdays(columns: list[Column]) -> tuple[int | None, ...]:
    """Give the column of each weekday where a table has one a day; nothing where two columns claim one day."""
    days: list[int | None] = [None] * 7
    for column in columns:
        words = column.name.split()
        named = [headers.WEEKDAYS[word] for word in words if word in headers.WEEKDAYS]
        if len(named) != 1 or not all(word in headers.WEEKDAYS or word in headers.WEEKDAY_WORDS for word in words):
            continue
        if days[named[0]] is not None:
            return ()
        days[named[0]] = column.number
    return tuple(days) if sum(day is not None for day in days) >= _FEWEST_DAYS else ()


def _address(columns: list[Column], found: dict[str, tuple[int, ...]]) -> None:
    """Put the parts of an address in the order of their numbers."""
    taken = {number for numbers in found.values() for number in numbers}
    parts: list[tuple[int, int]] = []
    for column in columns:
        match = headers.ADDRESS_PART.match(column.name)
        if match and column.number not in taken and (_is_address(match[1]) or any(map(_is_address, column.parts))):
            parts.append((int(match[2] or 0), column.number))
    numbered = sorted(part for part in parts if part[0])
    weak = {column.number for column in columns if column.name in headers.WEAK_ADDRESSES}
    whole = sorted((column for number, column in parts if not number), key=lambda column: column in weak)[:1]
    if whole and whole[0] and columns[whole[0] - 1].name in headers.STREET_TYPES:
        whole.insert(0, whole[0] - 1)
    if whole and numbered and numbered[0][0] == 1:
        numbered = []  # the whole address, and its pieces once more
    tail = [column.number for column in columns if column.name in headers.ADDRESS_TAILS and column.number not in taken]
    joined = whole + [column for _, column in numbered] + tail[:1]
    if joined:
        found["address"] = tuple(joined)


def _is_address(name: str) -> bool:
    bare = headers.unfilled(name)
    told = {name, bare, *headers.shortened(name)}
    parts = headers.alternatives(name)
    if parts and parts[0] in headers.ADDRESS and all(part in headers.ADDRESS_WORDS for part in parts):
        return True
    return not told.isdisjoint(headers.ADDRESS) or name.replace(" ", "") in headers.GLUED_ADDRESS
