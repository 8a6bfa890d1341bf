"""A file as a table, whatever its format: how it is written found out, its rows given as columns, a chunk at a time."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from flock.errors import BadTable
from flock.ingest import (
    encodings,
    formats,
    header_rows,
    json_files,
    null_words,
    osm_extracts,
    parquet_files,
    problems,
    text_files,
    workbooks,
)
from flock.ingest.problems import Problem
from flock.ingest.reading import Reading, Source

CHUNK_ROWS = 2_000  # small enough that the cells of a chunk stay in the processor's cache: larger ones take twice as long
MOST_COLUMNS = 1_000
_SAMPLE_ROWS = 200


@dataclass(frozen=True, slots=True)
class Ragged:
    """A row with more or fewer cells than the header has columns: its cells as they are read, and what is wrong."""

    cells: tuple[str, ...]
    problem: Problem


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows as columns of text, as wide as the header. `lines` are the lines of the file on which the rows begin.

    `rows` counts also the ragged ones, which are not in the columns; `share_read` is how far into the file this is, 0 to 1.
    """

    rows: int
    lines: list[int]
    columns: list[tuple[str, ...]]
    ragged: list[Ragged]
    share_read: float


@dataclass(frozen=True, slots=True)
class Table:
    """A file found to be a table. Nothing of it is kept in memory but a few first rows; `chunks` reads it.

    `header` has an empty name for each column of a file without names. `first_rows` are what stands first in the file, titles
    and column names included, each with its line.
    """

    path: Path
    size: int
    sha256: str
    reading: Reading
    header: list[str]
    sheets: tuple[str, ...]
    first_rows: Sequence[tuple[int, list[str]]]
    source: Source

    def chunks(self, rows: int = CHUNK_ROWS) -> Iterator[Chunk]:
        """Read the rows below the header. Empty lines are no rows.

        Raises:
            BadTable: broken further down, such as by a quotation mark that is never closed or a cell too large for a table.
        """
        nulls = frozenset(self.reading.null_words) - null_words.ALWAYS
        for block in self.source.blocks(rows, after_line=self.reading.header_line):
            chunk = _chunk(block.lines, block.rows, len(self.header), nulls, block.share_read)
            if chunk.rows:
                yield chunk


def read(path: Path, reading: Reading | None = None) -> Table:
    """Find out how the file is written, or take it as `reading` says.

    Raises:
        BadTable: not a table, one without a row below its header, or one that cannot be read as was said.
    """
    source, size, sha256 = _open(path, reading)
    first_rows = _first_rows(source)
    table = Table(path, size, sha256, _settled(source, reading, first_rows, path), [], source.sheets, first_rows, source)
    header = source.header if source.header is not None else _header(table)
    if len(header) > MOST_COLUMNS:
        raise BadTable(f"{path.name} has {len(header):,} columns. A table of places has fewer than {MOST_COLUMNS:,}.")
    table = replace(table, header=[" ".join(name.split()) for name in header])
    if next(table.chunks(1), None) is None:
        what = "no places in it" if source.header is not None else "a header and no rows below it"
        raise BadTable(f"{path.name} has {what}. There is nothing to import.")
    return table


def sample(table: Table) -> list[tuple[str, ...]]:
    """Give some cells of each column, such as `columns.find` looks at.

    Raises:
        BadTable: broken within its first rows.
    """
    return next(table.chunks()).columns


def _open(path: Path, reading: Reading | None) -> tuple[Source, int, str]:
    kind = formats.recognise(path)
    if kind == "text":
        found = encodings.examine(path, reading.encoding if reading else "")
        if not reading:
            return text_files.find(path, found), found.size, found.sha256
        _check_said(reading)
        return (
            text_files.TextFile(path, found.size, replace(reading, format="csv", encoding=found.encoding)),
            found.size,
            found.sha256,
        )
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    sheet = reading.sheet if reading else ""
    source: Source
    if kind == "workbook":
        source = workbooks.find(path, sheet)
    elif kind == "json":
        source = json_files.find(path)
    elif kind == "parquet":
        source = parquet_files.find(path)
    else:
        source = osm_extracts.OsmExtract(path)
    return source, path.stat().st_size, sha256


def _check_said(reading: Reading) -> None:
    if len(reading.delimiter) != 1 or reading.delimiter in "\r\n\0" or reading.quote not in text_files.QUOTES:
        raise BadTable("A delimiter is one letter, such as a comma; a quotation mark is \", ' or nothing.")
    if reading.delimiter == reading.quote:
        raise BadTable("The delimiter and the quotation mark must not be the same letter.")


def _first_rows(source: Source) -> list[tuple[int, list[str]]]:
    rows = ((line, row) for block in source.blocks(_SAMPLE_ROWS) for line, row in zip(block.lines, block.rows, strict=True))
    return list(islice(((line, row) for line, row in rows if any(row)), _SAMPLE_ROWS))


def _settled(source: Source, said: Reading | None, first_rows: list[tuple[int, list[str]]], path: Path) -> Reading:
    """Fill in the header's line and the words that stand for nothing."""
    if said and said.header_line >= 0:
        line = said.header_line if source.header is None else 0
        return replace(source.reading, header_line=line, null_words=said.null_words)
    line = 0 if source.header is not None else header_rows.find(first_rows, path.name)
    below = [row for at, row in first_rows if at > line]
    return replace(source.reading, header_line=line, null_words=null_words.find(below))


def _header(table: Table) -> list[str]:
    line = table.reading.header_line
    if not line:
        return [""] * header_rows.usual_width(table.first_rows)
    for at, row in table.first_rows:
        if at == line:
            return row
    raise BadTable(
        f"{table.path.name}: line {line} holds no column names. Give one of its first lines, or 0 where there are none."
    )


def _chunk(lines: list[int], rows: list[list[str]], width: int, nulls: frozenset[str], share_read: float) -> Chunk:
    ragged: list[Ragged] = []
    if any(len(row) != width for row in rows):
        lines, rows, ragged = _even(lines, rows, width)
    columns: list[tuple[str, ...]] = list(zip(*rows, strict=True)) if rows else [()] * width
    if nulls:
        columns = [
            tuple("" if cell in nulls else cell for cell in column) if not nulls.isdisjoint(column) else column
            for column in columns
        ]
    return Chunk(len(lines) + len(ragged), lines, columns, ragged, share_read)


def _even(lines: list[int], rows: list[list[str]], width: int) -> tuple[list[int], list[list[str]], list[Ragged]]:
    """Keep the rows that are as wide as the header, say what is wrong with the others, drop empty lines."""
    kept: list[tuple[int, list[str]]] = []
    ragged: list[Ragged] = []
    for line, row in zip(lines, rows, strict=True):
        if len(row) == width:
            kept.append((line, row))
        elif len(row) > width and not any(row[width:]):  # a delimiter at the end of the line moves nothing
            kept.append((line, row[:width]))
        elif len(row) > 1 or "".join(row).strip():
            ragged.append(_ragged(line, row, width))
    return [line for line, _ in kept], [row for _, row in kept], ragged


def _ragged(line: int, row: list[str], width: int) -> Ragged:
    few = len(row) < width
    advice = (
        "A line break or a quotation mark may be missing."
        if few
        else "Put quotation marks around text that has the delimiter in it."
    )
    sentence = f"The row has {len(row)} cells where the header has {width}, so it is not clear which is which. {advice}"
    return Ragged(tuple(row), problems.rejected(line, "", ", ".join(row), sentence))
