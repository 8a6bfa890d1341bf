"""UK postcodes as people write them: found in free text, taken apart, and put right where a slip is plausible."""

import itertools
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

# The shapes of a postcode: A9 A99 A9A AA9 AA99 AA9A, then 9AA. The letters C I K M O V never end one.
# NPT was Newport's until the eighties and is still in the directory.
_OUTWARD = r"(?:[A-Z]{1,2}[0-9][A-Z0-9]?|NPT)"
_INWARD = r"[0-9][ABD-HJLNP-UW-Z]{2}"
_GAP = r"[\s.\-]{0,3}"
# "Unit B2 1st floor" has the shape of a postcode and is none.
_NOT_A_FLOOR = r"(?!(?<=\dST|\dND|\dRD|\dTH)\s+(?:FLOOR|FLR?\b|LEVEL|STOREY))"
_ANY_CASE = re.ASCII | re.IGNORECASE
_COMPACT = re.compile(f"({_OUTWARD})({_INWARD})")
_FULL = re.compile(f"(?<![A-Z0-9])({_OUTWARD}){_GAP}({_INWARD})(?![A-Z0-9]){_NOT_A_FLOOR}", _ANY_CASE)
_PARTIAL_AT_END = re.compile(rf"(?:^|[\s,])({_OUTWARD})(?:\s+([0-9]))?\s*$", _ANY_CASE)
_SUSPECT = re.compile(r"(?<![A-Z0-9])([A-Z0-9]{2,4})\s*([A-Z0-9]{3})(?![A-Z0-9])", _ANY_CASE)

_LOOK_ALIKE = {"O": "0", "0": "O", "I": "1", "L": "1", "1": "IL", "S": "5", "5": "S", "B": "8", "8": "B", "Z": "2", "2": "Z"}
_KEYBOARD = ("1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM")


class Postcode(NamedTuple):
    """A full postcode, well formed, whether or not it exists."""

    outward: str
    inward: str

    @property
    def code(self) -> str:
        """The postcode without a space, as the gazetteer writes it."""
        return self.outward + self.inward

    @property
    def sector(self) -> str:
        """The outward code and the first digit of the inward one, such as BS4 3."""
        return f"{self.outward} {self.inward[0]}"

    def __str__(self) -> str:
        return f"{self.outward} {self.inward}"


def code(text: str) -> str:
    """Give the code of a text that is a full postcode and nothing else, in any case and spacing; empty if it is not one."""
    compact = text.upper().replace(" ", "")
    return compact if _COMPACT.fullmatch(compact) else ""


def find(text: str) -> list[Postcode]:
    """Find the full postcodes in a text, the last one first: addresses end with theirs."""
    return [Postcode(found[1].upper(), found[2].upper()) for found in _FULL.finditer(_plain(text))][::-1]


def find_partial(text: str) -> str:
    """Give the outward code or sector with which a text ends, such as BS4 or BS4 3; empty if none."""
    found = _PARTIAL_AT_END.search(_plain(text))
    return " ".join(part.upper() for part in found.groups() if part) if found else ""


def without(text: str) -> str:
    """Take the full postcodes and a partial one at the end out of a text."""
    return _PARTIAL_AT_END.sub("", _FULL.sub(" ", _plain(text))).strip(" ,.;")


def likely_meant(text: str) -> Iterator[Postcode]:
    """Give well-formed postcodes that a text may have been meant to say, the likeliest slip first.

    Look-alikes such as O and 0 come first, then neighbours swapped, then a neighbouring key. Most do not exist.
    """
    for outward, inward in reversed(_SUSPECT.findall(_plain(text))):
        written = (outward + inward).upper()
        if written.isalpha():
            continue
        variants = itertools.chain(_look_alikes(written), _swaps(written), _neighbouring_keys(written))
        for variant in variants:
            found = _COMPACT.fullmatch(variant)
            if found and variant != written:
                yield Postcode(found[1], found[2])


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _look_alikes(written: str) -> list[str]:
    options = itertools.product(*(letter + _LOOK_ALIKE.get(letter, "") for letter in written))
    return sorted(
        ("".join(option) for option in options), key=lambda variant: sum(a != b for a, b in zip(variant, written, strict=True))
    )


def _swaps(written: str) -> Iterator[str]:
    for at in range(len(written) - 1):
        yield written[:at] + written[at + 1] + written[at] + written[at + 2 :]


def _neighbouring_keys(written: str) -> Iterator[str]:
    for at, letter in enumerate(written):
        row = next((row for row in _KEYBOARD if letter in row), letter)
        key = row.index(letter)
        for neighbour in row[max(0, key - 1) : key] + row[key + 1 : key + 2]:
            yield written[:at] + neighbour + written[at + 1 :]
