"""XLSX, ODS and old Excel workbooks: which sheet holds the places, and its rows.

A workbook is unpacked and parsed by python-calamine in a process of its own, with limits to its memory and time: a sheet of two
cells can claim a million rows of sixteen thousand. What comes back is text, a few hundred rows at a time. Cells with a
formula come as what the formula last gave.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flock.errors import BadTable
from flock.ingest import header_rows, workbook_rows, zip_files
from flock.ingest.reading import LONGEST_CELL, Block, Reading

_ODS = "content.xml"
_XLSX = frozenset({"xl/workbook.xml", "xl/workbook.bin"})


@dataclass(frozen=True, slots=True)
class Workbook:
    """One sheet of a workbook. Its lines are the rows as the spreadsheet numbers them."""

    path: Path
    reading: Reading
    sheets: tuple[str, ...]
    header: None = None

    def blocks(self, rows: int, *, after_line: int = 0) -> Iterator[Block]:
        """Read the rows of the sheet, empty ones too."""
        line = 1
        for said in _ask(self.path, "rows", str(self.path), self.reading.sheet):
            block = said["rows"][max(0, after_line + 1 - line) :]
            line += len(said["rows"]) - len(block)
            for cells in block:
                if max(map(len, cells), default=0) > LONGEST_CELL:
                    raise BadTable(f"{self.path.name}: row {line} has a cell of more than {LONGEST_CELL:,} letters. Shorten it.")
            for begin in range(0, len(block), rows):
                some = block[begin : begin + rows]
                yield Block(list(range(line, line + len(some))), some, said["share"])
                line += len(some)


def find(path: Path, sheet: str = "") -> Workbook:
    """Find the sheet with the places, or the one that is named.

    Raises:
        BadTable: no workbook, a damaged or too large one, or without such a sheet.
    """
    format_ = _format(path)
    heads = {said["sheet"]: said for said in _ask(path, "head", str(path))}
    filled = {name: head for name, head in heads.items() if any(any(row) for row in head["rows"])}
    if not filled:
        raise BadTable(f"{path.name} has no sheet with anything in it.")
    if sheet and sheet not in heads:
        shown = ", ".join(f"«{name[:40]}»" for name in list(heads)[:10])
        raise BadTable(f"{path.name} has no sheet «{sheet[:40]}». It has: {shown}.")
    chosen = sheet or max(filled, key=lambda name: _rate(filled[name]["rows"]))
    return Workbook(path, Reading(format_, sheet=chosen), tuple(heads))


def _format(path: Path) -> str:
    with path.open("rb") as file:
        if not file.read(2).startswith(b"PK"):
            return "xls"
    parts = zip_files.parts(path)
    if _XLSX & parts:
        return "xlsx"
    if _ODS in parts:
        return "ods"
    raise BadTable(f"{path.name} is a ZIP archive and no workbook. Unpack it and give one of the tables in it.")


def _rate(rows: list[list[str]]) -> tuple[int, int]:
    """Rate a sheet by how many usual column names one of its first rows has, then by how many rows there are."""
    return max((header_rows.known(row) for row in rows[:20]), default=0), sum(1 for row in rows if any(row))


def _ask(path: Path, *arguments: str) -> Iterator[Mapping[str, Any]]:
    command = [sys.executable, "-I", workbook_rows.__file__, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL) as process:
        try:
            for line in process.stdout or ():
                said = json.loads(line)
                if "end" in said:
                    return
                yield said
        except ValueError as error:
            raise _broken(path) from error
        finally:
            process.kill()
    raise _broken(path)


def _broken(path: Path) -> BadTable:
    return BadTable(
        f"{path.name} cannot be read as a workbook: damaged, locked, or far too large. Save the sheet as CSV (UTF-8)."
    )
