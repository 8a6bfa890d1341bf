"""A CSV file as a table: its encoding, delimiter and header row found out, its rows given as columns, a chunk at a time.

Parsed with Python's `csv`, because a ragged or broken row must come out as a finding with its line and never as cells that
moved to the left.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from flock.errors import BadTable
from flock.ingest import encodings, problems
from flock.ingest.problems import Problem

CHUNK_ROWS = 2_000  # small enough that the cells of a chunk stay in the processor's cache: larger ones take twice as long
MOST_COLUMNS = 1_000
_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_CHARS = 1 << 18
_SAMPLE_ROWS = 200
_MOST_TITLE_ROWS = 20
_LAST = ["\0"]  # a last line that no text file has: where it does not come out as a row, a quotation mark was never closed


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows as columns of text, as wide as the header. `lines` are the lines of the file on which the rows begin.

    `rows` counts also those that are not in the columns because a finding in `ragged` rejects them; `share_read` is how far
    into the file this is, 0 to 1.
    """

    rows: int
    lines: list[int]
    columns: list[tuple[str, ...]]
    ragged: list[Problem]
    share_read: float


@dataclass(frozen=True, slots=True)
class Table:
    """A file found to be a table. Nothing of it is kept in memory; `chunks` reads it."""

    path: Path
    size: int
    sha256: str
    encoding: str
    delimiter: str
    header: list[str]
    header_line: int

    def chunks(self, rows: int = CHUNK_ROWS) -> Iterator[Chunk]:
        """Read the rows below the header. Empty lines are no rows.

        Raises:
            BadTable: a quotation mark that is never closed, a cell too large for a table, or bytes that are no text.
        """
        with self.path.open("rb") as file:
            lines = io.TextIOWrapper(file, self.encoding, newline="")
            reader = csv.reader(chain(lines, _LAST), delimiter=self.delimiter)
            begin = line = 0
            growing = _Growing(len(self.header))
            try:
                for cells in reader:
                    begin, line = line + 1, reader.line_num
                    if cells == _LAST:
                        break
                    if begin > self.header_line:
                        growing.add(begin, cells)
                        if len(growing) == rows:
                            yield growing.chunk(file.tell() / self.size)
                            growing = _Growing(len(self.header))
                else:
                    raise BadTable(
                        f"{self.path.name}: a quotation mark opens in line {begin} and is never closed. Close or remove it."
                    )
            except csv.Error as error:
                most = csv.field_size_limit()
                sentence = f"line {line + 1} begins a cell of more than {most:,} letters. A quotation mark is probably missing near there."
                raise BadTable(f"{self.path.name}: {sentence}") from error
            except UnicodeDecodeError as error:
                sentence = (
                    f"is not {self.encoding.upper()} all through: it goes wrong after line {line}. Save it again as CSV (UTF-8)."
                )
                raise BadTable(f"{self.path.name} {sentence}") from error
            if len(growing):
                yield growing.chunk(1.0)


class _Growing:
    """A chunk while its rows are read."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._lines: list[int] = []
        self._rows: list[list[str]] = []
        self._ragged: list[Problem] = []

    def __len__(self) -> int:
        return len(self._lines) + len(self._ragged)

    def add(self, line: int, cells: list[str]) -> None:
        width = self._width
        if len(cells) == width:
            self._lines.append(line)
            self._rows.append(cells)
        elif len(cells) > width and not any(cells[width:]):  # a delimiter at the end of the line moves nothing
            self.add(line, cells[:width])
        elif len(cells) > 1 or "".join(cells).strip():
            self._ragged.append(_ragged(line, cells, width))

    def chunk(self, share_read: float) -> Chunk:
        columns: list[tuple[str, ...]] = list(zip(*self._rows, strict=True)) if self._rows else [()] * self._width
        return Chunk(len(self), self._lines, columns, self._ragged, share_read)


def read(path: Path) -> Table:
    """Find out how the file is written.

    Raises:
        BadTable: not a table, or one without a row below its header.
    """
    found = encodings.examine(path)
    with path.open(encoding=found.encoding, newline="") as file:
        try:
            sample = file.read(_SAMPLE_CHARS)
        except UnicodeDecodeError as error:
            raise BadTable(f"{path.name} is not text in any encoding known here. Save it again as CSV (UTF-8).") from error
    delimiter = max(_DELIMITERS, key=lambda candidate: _shape(_sample_rows(sample, candidate)))
    line, header = _header(path, _sample_rows(sample, delimiter))
    if len(header) > MOST_COLUMNS:
        raise BadTable(f"{path.name} has {len(header):,} columns. A table of places has fewer than {MOST_COLUMNS:,}.")
    table = Table(path, found.size, found.sha256, found.encoding, delimiter, [" ".join(name.split()) for name in header], line)
    if next(table.chunks(1), None) is None:
        raise BadTable(f"{path.name} has a header and no rows below it. There is nothing to import.")
    return table


def _ragged(line: int, cells: list[str], width: int) -> Problem:
    few = len(cells) < width
    advice = (
        "A line break or a quotation mark may be missing."
        if few
        else "Put quotation marks around text that has the delimiter in it."
    )
    sentence = f"The row has {len(cells)} cells where the header has {width}, so it is not clear which is which. {advice}"
    return problems.rejected(line, "", ", ".join(cells), sentence)


def _sample_rows(sample: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Parse the beginning of the text: the records that are not empty, with their lines."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    rows: list[tuple[int, list[str]]] = []
    line = 0
    try:
        for cells in reader:
            if any(cells):
                rows.append((line + 1, cells))
            line = reader.line_num
            if len(rows) == _SAMPLE_ROWS:
                break
    except csv.Error:
        pass  # a huge cell: what stands before it is sample enough, and reading on says what is wrong
    if len(rows) > 1 and len(sample) == _SAMPLE_CHARS:
        rows.pop()  # cut off where the sample ends
    return rows


def _shape(rows: list[tuple[int, list[str]]]) -> tuple[float, int, int]:
    """Rate a delimiter by what it makes of the sample: greater is better, the last number is the usual width.

    First counts how many rows have the usual number of cells, then how soon such a row comes (semicolons inside the cells of
    a table with commas begin only below its header), then that number. One column is no evidence.
    """
    widths = Counter(len(cells) for _, cells in rows)
    if not widths:
        return 0.0, 0, 1
    width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1]))
    if width == 1:
        return 0.0, 0, 1
    soon = next(index for index, (_, cells) in enumerate(rows) if len(cells) == width)
    return round(count / widths.total(), 1), -soon, width


def _header(path: Path, rows: list[tuple[int, list[str]]]) -> tuple[int, list[str]]:
    """Find the row of column names: the first that is as wide as the rows are and mostly filled. Titles above are passed over."""
    width = _shape(rows)[2]
    for line, cells in rows[:_MOST_TITLE_ROWS]:
        filled = sum(1 for cell in cells if cell.strip())
        if 2 * filled <= width:
            continue
        if len(cells) == width or (len(cells) < width and not any("".join(other[len(cells) :]) for _, other in rows)):
            return line, cells
        raise BadTable(
            f"{path.name}: line {line} has {len(cells)} column names, and the rows below it have {width} cells. "
            "Give every column one name."
        )
    raise BadTable(f"{path.name} has no row of column names in its first lines. Put one above the places, with «name» in it.")
