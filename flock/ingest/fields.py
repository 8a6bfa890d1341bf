"""What a person types into one field of a place: the rules of a table's cells, but what cannot be taken is refused, not left out."""

import unicodedata
from collections.abc import Callable
from typing import Any

from flock.domain import editing, hours, positions, venues
from flock.domain.editing import POSITION, Spot
from flock.domain.venues import UNKNOWN
from flock.errors import BadValue, FlockError
from flock.ingest import cells
from flock.ingest.venues import LONGEST_NAME, LONGEST_TEXT

GIVEN = "given"


def read(field: str, typed: str) -> str | None:
    """Give a field's value as the history writes it; an empty one is not known.

    Raises:
        BadValue: there is no such field, or the value cannot be taken; the sentence begins with the field's label.
    """
    if field not in editing.LABEL:
        raise BadValue(f"A place has no field called «{field[:40]}».")
    text = "".join(letter for letter in typed if letter.isspace() or unicodedata.category(letter) != "Cc")
    try:
        return _READERS[field](text)
    except FlockError as error:
        raise BadValue(f"{editing.LABEL[field]}: {error}") from error


def _name(text: str) -> str:
    tidy = cells.text(text)
    if tidy is None:
        raise BadValue("A place needs a name.")
    return _short_enough(tidy, LONGEST_NAME)


def _short_enough(text: str, most: int) -> str:
    if len(text) > most:
        raise BadValue(f"This has {len(text):,} letters; {most} is the most.")
    return text


def _text(tidy: Callable[[str], str | None]) -> Callable[[str], str | None]:
    def reader(text: str) -> str | None:
        found = tidy(text)
        return None if found is None else _short_enough(found, LONGEST_TEXT)

    return reader


def _cell(convert: Callable[[str], tuple[Any, str]]) -> Callable[[str], str | None]:
    def reader(text: str) -> str | None:
        value, sentence = convert(text)
        if sentence:
            raise BadValue(sentence)
        return None if value is None else _short_enough(str(value), LONGEST_TEXT)

    return reader


def _hours(text: str) -> str | None:
    return _short_enough(hours.check(text), LONGEST_TEXT) if cells.filled(text) else None


def _word(field: str) -> Callable[[str], str]:
    known = venues.VOCABULARY[field]

    def reader(text: str) -> str:
        word = text.strip() or (UNKNOWN if UNKNOWN in known else "")
        if word not in known:
            raise BadValue(f"«{word[:40]}» is not one of: {', '.join(known)}.")
        return word

    return reader


def _position(text: str) -> str:
    found = cells.pair(text)
    if found is None:
        raise BadValue("Write latitude and longitude, such as 51.4545, -2.5879.")
    return editing.write_spot(Spot(positions.check(*found), 0.0, GIVEN))


_READERS: dict[str, Callable[[str], str | None]] = {
    "name": _name,
    "address": _text(cells.text),
    "town": _text(cells.text),
    "postcode": _text(cells.postcode),
    "country": _text(cells.text_or_na),
    POSITION: _position,
    "hours": _hours,
    "url": _cell(cells.link),
    "phone": _text(cells.text),
    "seats": _cell(cells.seats),
    "photo_url": _cell(cells.link),
    "source": _text(cells.text),
    "licence": _text(cells.text),
    "checked_on": _cell(cells.day),
    **{field: _word(field) for field in venues.VOCABULARY},
}
