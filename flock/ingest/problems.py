"""What is wrong with a row of a table, said so that the person who made the table can repair it."""

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

_LONGEST_VALUE = 80


class Problem(NamedTuple):
    """One finding about one row.

    `line` is the line of the file on which the row begins, counted from 1; `column` is the header as the file writes it, empty
    where the row as a whole is meant; `value` is what was found there. A rejected row has exactly one finding that rejects it.
    """

    line: int
    column: str
    value: str
    sentence: str
    severity: Literal["rejected", "warning"]


def rejected(line: int, column: str, value: str, sentence: str) -> Problem:
    """Say why a row is left out."""
    return Problem(line, column, _short(value), sentence, "rejected")


def warning(line: int, column: str, value: str, sentence: str) -> Problem:
    """Say what of a row was not taken, or needs a look; the row itself is taken."""
    return Problem(line, column, _short(value), sentence, "warning")


def _short(value: str) -> str:
    return value if len(value) <= _LONGEST_VALUE else value[: _LONGEST_VALUE - 1] + "…"


class Findings:
    """Collects what is found while some rows are checked, by their place among those rows."""

    def __init__(self, lines: Sequence[int], label: Callable[[str], str]) -> None:
        """Take the line of each row, and how to name the columns of a field."""
        self.problems: list[Problem] = []
        self.dropped: set[int] = set()
        self._lines = lines
        self._label = label

    def reject(self, row: int, field: str, value: str, sentence: str) -> None:
        """Leave a row out. Only the first reason counts."""
        if row not in self.dropped:
            self.dropped.add(row)
            self.problems.append(rejected(self._lines[row], self._label(field), value, sentence))

    def warn(self, row: int, field: str, value: str, sentence: str) -> None:
        """Note something about a row that is taken."""
        if row not in self.dropped:
            self.problems.append(warning(self._lines[row], self._label(field), value, sentence))
