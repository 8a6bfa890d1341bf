"""E1: a log may come as a sheet or as Parquet, and is read as the same table in CSV would be."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from flock.services.accounts import Accounts
from flock.services.log_imports import LogImports

HEADER = ("from", "to", "kind", "at")
ROWS = [("ada", "bea", "reply", "2026-05-01T10:00Z"), ("bea", "cat", "thanks", "2026-05-02T11:30Z")]
ENGINES = {"xlsx": "openpyxl", "ods": "odf"}

every_sheet = pytest.mark.parametrize("ending", ENGINES)


def sheet(path: Path, header: tuple[str, ...], rows: list[tuple[object, ...]]) -> Path:
    """Write a sheet as a spreadsheet program would: with cells that are times and numbers, and a title above."""
    pd.DataFrame(rows, columns=header).to_excel(path, index=False, engine=ENGINES[path.suffix[1:]])
    return path


def in_parquet(path: Path) -> Path:
    columns = dict(zip(HEADER, zip(*ROWS, strict=True), strict=True))
    at = [datetime.fromisoformat(one).astimezone(UTC) for one in columns["at"]]
    table = pa.table({name: pa.array(values) for name, values in columns.items() if name != "at"})
    parquet.write_table(table.append_column("at", pa.array(at, pa.timestamp("us", "UTC"))), path)
    return path


@pytest.fixture
def logs(community) -> LogImports:
    return LogImports(community.db, Accounts(community.db))


def told(community) -> list[tuple[object, ...]]:
    return community.ask("SELECT kind, happened_at::TIMESTAMP FROM interaction ORDER BY happened_at, kind")


@pytest.mark.parametrize(
    "write",
    [
        lambda at: sheet(at / "log.xlsx", HEADER, ROWS),
        lambda at: sheet(at / "log.ods", HEADER, ROWS),
        lambda at: in_parquet(at / "log"),
    ],
    ids=["xlsx", "ods", "parquet"],
)
def test_a_sheet_and_parquet_are_read_like_a_table_of_text(community, logs, tmp_path, now, write) -> None:
    plan = logs.look(community["lena"], [write(tmp_path)])
    assert logs.commit(community["lena"], plan, now=now).taken == 2
    assert told(community) == [("reply", datetime(2026, 5, 1, 10)), ("help_thanked", datetime(2026, 5, 2, 11, 30))]


@every_sheet
def test_cells_that_are_times_have_no_zone_until_it_is_said(community, logs, tmp_path, now, ending: str) -> None:
    rows = [("ada", "bea", "reply", datetime(2026, 5, 1, 11)), ("bea", "cat", "reply", datetime(2026, 5, 2, 12, 30, 15))]
    plan = logs.look(community["lena"], [sheet(tmp_path / f"log.{ending}", HEADER, rows)])
    assert logs.check(community["lena"], plan, now=now).rejected == 2
    logs.commit(community["lena"], replace(plan, zone=ZoneInfo("Europe/London")), now=now)
    assert told(community) == [("reply", datetime(2026, 5, 1, 10)), ("reply", datetime(2026, 5, 2, 11, 30, 15))]


@every_sheet
def test_meetups_and_who_came_may_lie_in_sheets_of_their_own(community, logs, tmp_path, now, ending: str) -> None:
    """Keys that are numbers in one sheet and in the other are the same key."""
    files = [
        sheet(
            tmp_path / f"rsvps.{ending}",
            ("rsvp_id", "event_id", "member_id", "response"),
            [(1, 7, "ada", "yes"), (2, 7, "bea", "no")],
        ),
        sheet(tmp_path / f"events.{ending}", ("id", "name", "time", "status"), [(7, "Tea", 1777622400000, "past")]),
        sheet(
            tmp_path / f"members.{ending}", ("id", "joined", "groupId"), [("ada", 1767225600000, 3), ("bea", 1767225600000, 3)]
        ),
        sheet(tmp_path / f"groups.{ending}", ("id", "name", "urlname"), [(3, "Walkers", "walkers")]),
    ]
    done = logs.commit(community["lena"], logs.look(community["lena"], files), now=now)
    assert (done.taken, done.skipped, done.memberships) == (1, {"did not say yes to the meetup": 1}, 2)
    assert told(community) == [("attended", datetime(2026, 5, 1, 8))]
    assert community.ask("SELECT name FROM log_group") == [("Walkers",)]
