"""CSV and its kin: which delimiter and quotation mark a text file uses, and its rows.

Parsed with Python's `csv`, because a ragged or broken row must come out as a finding with its line and never as cells that
moved to the left.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from flock.errors import BadTable
from flock.ingest import header_rows
from flock.ingest.encodings import Bytes
from flock.ingest.reading import Block, Reading

DELIMITERS = (",", ";", "\t", "|")
QUOTES = ('"', "'", "")
_SAMPLE_CHARS = 1 << 18
_SAMPLE_ROWS = 200
_LAST = ["\0"]  # a last line that no text file has: where it does not come out as a row, a quotation mark was never closed
_SEP = re.compile(r"\ufeff?sep=(.)[\r\n]", re.I)  # Excel's own first line


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text file and the way it is written."""

    path: Path
    size: int
    reading: Reading
    header: None = None
    sheets: tuple[str, ...] = ()

    def blocks(self, rows: int, *, after_line: int = 0) -> Iterator[Block]:
        """Read the records, those of empty lines too."""
        with self.path.open("rb") as file:
            lines = io.TextIOWrapper(file, self.reading.encoding, newline="")
            reader = csv.reader(chain(lines, _LAST), **_dialect(self.reading))
            begin = line = 0
            block = Block([], [], 0.0)
            try:
                for cells in reader:
                    begin, line = line + 1, reader.line_num
                    if cells == _LAST:
                        break
                    if begin <= after_line:
                        continue
                    block.lines.append(begin)
                    block.rows.append(cells)
                    if len(block.lines) == rows:
                        yield Block(block.lines, block.rows, file.tell() / self.size)
                        block = Block([], [], 0.0)
                else:
                    raise BadTable(
                        f"{self.path.name}: a quotation mark opens in line {begin} and is never closed. Close or remove it."
                    )
                if next(lines, None) is not None:
                    raise BadTable(
                        f"{self.path.name} has NUL bytes in it, so it is not plain text. Save it again as CSV (UTF-8)."
                    )
            except csv.Error as error:
                most = csv.field_size_limit()
                sentence = f"line {line + 1} begins a cell of more than {most:,} letters. A quotation mark is probably missing near there."
                raise BadTable(f"{self.path.name}: {sentence}") from error
            except UnicodeError as error:
                sentence = (
                    f"is not {self.reading.encoding.upper()} all through: it goes wrong after line {line}. "
                    "Save it again as CSV (UTF-8), or choose another encoding."
                )
                raise BadTable(f"{self.path.name} {sentence}") from error
            if block.lines:
                yield Block(block.lines, block.rows, 1.0)


def find(path: Path, found: Bytes) -> TextFile:
    """Find out the delimiter and the quotation mark.

    Raises:
        BadTable: the bytes are no text in the encoding that was found.
    """
    with path.open(encoding=found.encoding, newline="") as file:
        try:
            sample = file.read(_SAMPLE_CHARS)
        except UnicodeError as error:
            raise BadTable(f"{path.name} is not text in any encoding known here. Save it again as CSV (UTF-8).") from error
    quote = _quote(sample)
    said = _SEP.match(sample)
    candidates = (said[1],) if said else DELIMITERS
    delimiter = max(candidates, key=lambda candidate: _shape(_sample_rows(sample, candidate, quote)))
    return TextFile(path, found.size, Reading("csv", found.encoding, delimiter, quote))


def _dialect(reading: Reading) -> dict[str, Any]:
    if not reading.quote:
        return {"delimiter": reading.delimiter, "quoting": csv.QUOTE_NONE}
    return {"delimiter": reading.delimiter, "quotechar": reading.quote}


def _quote(sample: str) -> str:
    """Give the mark around cells: the double one, unless there is none and single ones stand around most cells."""
    if '"' in sample:
        return '"'
    single = len(re.findall(r"(?:^|[,;\t|\n\r])'[^'\n\r]*'(?=[,;\t|\n\r]|$)", sample))
    return "'" if single > sum(sample.count(end) for end in ("\n", "\r")) else '"'


def _sample_rows(sample: str, delimiter: str, quote: str) -> list[tuple[int, list[str]]]:
    """Parse the beginning of the text: the records that are not empty, with their lines."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, quotechar=quote)
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
    width = header_rows.usual_width(rows)
    if width == 1:
        return 0.0, 0, 1
    widths = Counter(len(cells) for _, cells in rows)
    soon = next(index for index, (_, cells) in enumerate(rows) if len(cells) == width)
    return round(widths[width] / widths.total(), 1), -soon, width
