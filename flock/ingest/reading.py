"""How a file is read, and what every kind of file gives: blocks of rows of text."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Protocol

LONGEST_CELL = 131_072  # letters; also the most that Python's csv takes


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is read: found out by `tables.read`, or said by a person.

    `encoding`, `delimiter` and `quote` are of text files and empty elsewhere, as `sheet` is but in a workbook. An empty `quote`
    is a text file without quotation marks. `header_line` is the line of the column names, 0 where there are none; less than
    0 asks for it to be found out, together with `null_words`: what stands for an empty cell, beside `wording.NULLS`, which always do.
    """

    format: str = "csv"
    encoding: str = ""
    delimiter: str = ""
    quote: str = ""
    header_line: int = 0
    null_words: tuple[str, ...] = ()
    sheet: str = ""

    def as_json(self) -> dict[str, Any]:
        """Give the same with plain values."""
        return asdict(self) | {"null_words": list(self.null_words)}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Reading":
        """Take back what `as_json` gave."""
        return cls(**(values | {"null_words": tuple(values.get("null_words", ()))}))


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows, each with the line on which it begins; `share_read` is how far into the file this is, 0 to 1."""

    lines: list[int]
    rows: list[list[str]]
    share_read: float


class Source(Protocol):
    """A file of some format, found to be whole enough to begin with.

    A line is what a person would look for: of a text file its line, of a sheet its row, elsewhere the number of the record.
    """

    @property
    def reading(self) -> Reading:
        """Give how the file is read; `header_line` and `null_words` are still to be found out."""

    @property
    def header(self) -> list[str] | None:
        """Give the column names where the format has them apart from its rows."""

    @property
    def sheets(self) -> tuple[str, ...]:
        """Give the names of the sheets of a workbook."""

    def blocks(self, rows: int, *, after_line: int = 0) -> Iterator[Block]:
        """Read what lies after a line of a file that has lines, at most so many rows at a time. Nothing is kept.

        Raises:
            BadTable: broken further down.
        """
