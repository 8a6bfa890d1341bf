"""E1: a log may come as a sheet or as Parquet, and is read as the same table in CSV would be."""

from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

from flock.services.accounts import Accounts
from flock.services.log_imports import LogImports

ROWS = [("ada", "bea", "reply", "2026-05-01T10:00Z"), ("bea", "cat", "thanks", "2026-05-02T11:30Z")]
HEADER = ("from", "to", "kind", "at")


def as_xlsx(path: Path) -> Path:
    book = openpyxl.Workbook()
    for row in (HEADER, *ROWS):
        book.active.append(row)
    book.save(path)
    return path


def as_parquet(path: Path) -> Path:
    columns = dict(zip(HEADER, zip(*ROWS, strict=True), strict=True))
    at = [datetime.fromisoformat(one).astimezone(UTC) for one in columns["at"]]
    table = pa.table({name: pa.array(values) for name, values in columns.items() if name != "at"})
    parquet.write_table(table.append_column("at", pa.array(at, pa.timestamp("us", "UTC"))), path)
    return path


@pytest.mark.parametrize("write", [as_xlsx, as_parquet])
def test_a_sheet_and_parquet_are_read_like_a_table_of_text(community, tmp_path, now, write) -> None:
    logs = LogImports(community.db, Accounts(community.db))
    plan = logs.look(community["lena"], [write(tmp_path / "log")])
    assert logs.commit(community["lena"], plan, now=now).taken == 2
    assert community.ask("SELECT kind, happened_at::TIMESTAMP FROM interaction ORDER BY happened_at") == [
        ("reply", datetime(2026, 5, 1, 10)),
        ("help_thanked", datetime(2026, 5, 2, 11, 30)),
    ]
