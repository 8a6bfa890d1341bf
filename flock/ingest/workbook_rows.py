"""Reads a workbook in a process of its own, which may die of a hostile one: run by `workbooks`, never imported.

Writes a line of JSON for each sheet (`head`), or for each few hundred rows of one (`rows`). Knows nothing of Flock.
"""

import datetime
import json
import sys
from collections.abc import Sequence

import python_calamine

HEAD_ROWS = 200
ROWS_A_LINE = 500
MOST_MEMORY_BYTES, MOST_SECONDS = 2 << 30, 300


def main() -> None:
    """Do what the arguments say: `head FILE` or `rows FILE SHEET`."""
    limit()
    workbook = python_calamine.CalamineWorkbook.from_path(sys.argv[2])
    if sys.argv[1] == "head":
        for about in workbook.sheets_metadata:
            if about.typ == python_calamine.SheetTypeEnum.WorkSheet and about.visible == python_calamine.SheetVisibleEnum.Visible:
                sheet = workbook.get_sheet_by_name(about.name)
                say({"sheet": about.name, "rows": texts(sheet.to_python(nrows=HEAD_ROWS))})
    else:
        sheet = workbook.get_sheet_by_name(sys.argv[3])
        waiting = []
        for number, row in enumerate(sheet.iter_rows(), 1):
            waiting.append(row)
            if len(waiting) == ROWS_A_LINE:
                say({"rows": texts(waiting), "share": number / sheet.total_height})
                waiting = []
        say({"rows": texts(waiting), "share": 1.0})
    say({"end": True})


def limit() -> None:
    """Take no more memory and time than a real workbook needs."""
    try:
        import resource
    except ImportError:  # where there are no such limits, the size of the archive is the only one
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def say(what: object) -> None:
    """Write one line."""
    sys.stdout.write(json.dumps(what) + "\n")


def texts(rows: Sequence[Sequence[object]]) -> list[list[str]]:
    """Give each cell as a person would write it."""
    return [[cell if isinstance(cell, str) else text(cell) for cell in row] for row in rows]


def text(cell: object) -> str:
    """Give a cell that is no text as one."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        cell = (cell + datetime.timedelta(milliseconds=500)).replace(microsecond=0)  # sheets keep days as fractions
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ", precision(cell))
    if isinstance(cell, datetime.time):
        return cell.isoformat(precision(cell))
    return str(cell)


def precision(moment: datetime.datetime | datetime.time) -> str:
    """Say how exactly a moment is written: with seconds only where it has some."""
    return "seconds" if moment.second else "minutes"


if __name__ == "__main__":
    main()
