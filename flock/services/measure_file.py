"""The measures of any table of interactions, without the app: read into a database in memory, and asked what the page asks."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from flock.domain.measures import DAYS, Figure, Section, Window
from flock.ingest import event_logs
from flock.services.engagement import Engagement, Report
from flock.storage import people, schema
from flock.storage.database import Database

SECTIONS = ("headline", "star_ring", "together", "ladder", "newcomers", "staying", "online_to_person", "load", "to_do")


@dataclass(frozen=True, slots=True)
class Measured:
    """What a table tells: how much was taken, what was left out and why, and everything the leads' page would show."""

    interactions: int
    members: int
    findings: tuple[str, ...]
    report: Report


def measure(
    file: Path,
    *,
    days: int = DAYS,
    until: date | None = None,
    whole: bool = False,
    utc: bool = False,
    memory_mb: int = 4096,
    threads: int = 2,
) -> Measured:
    """Measure the last `days` days of a table, those before `until`, or the `whole` of it.

    Raises:
        BadTable: the file cannot be read, or lacks a column without which there is nothing to measure.
    """
    log = event_logs.read(file, utc=utc)
    db = Database(None, memory_mb=memory_mb, threads=threads)
    try:
        schema.bring_up_to_date(db)
        people.add_members(db, _members(log.rows), sample=False)
        people.add_interactions(db, _acts(log.rows), sample=False)
        engagement = Engagement(db)
        window = engagement.whole(today=until) if whole else engagement.latest(today=until)
        window = window or engagement.latest(today=until)
        window = window if whole else Window(window.end - timedelta(days=days), window.end)
        report = engagement.report(engagement.scope(window, staff=True))
    finally:
        db.close()
    findings = log.findings if log.rows.num_rows else (*log.findings, "There is nothing to measure in the table.")
    return Measured(log.rows.num_rows, len(_keys(log.rows)), findings, report)


def as_json(measured: Measured) -> dict[str, Any]:
    """Give it as plain values; what is not defined is null."""
    report = measured.report
    sections: dict[str, Section] = {name: getattr(report, name) for name in SECTIONS}
    return {
        "interactions": measured.interactions,
        "members": measured.members,
        "findings": list(measured.findings),
        "window": _window(report.scope.window),
        "headline": list(report.headline.sentences),
        "figures": {figure.name: _figure(figure) for section in sections.values() for figure in section},
        "tables": {name: table for section in sections.values() for name, table in _tables(section.tables).items()},
    }


def as_text(measured: Measured) -> str:
    """Give it as lines for a person; what is not defined is «—»."""
    report = measured.report
    window = report.scope.window
    lines = [*measured.findings, f"From {window.start} to {window.end - timedelta(days=1)}:", *report.headline.sentences, ""]
    for name in SECTIONS:
        lines += [_line(figure) for figure in getattr(report, name)]
    return "\n".join(lines)


def shown(value: float | None, unit: str) -> str:
    """Write a value as it is read: «—» where it is not defined."""
    if value is None:
        return "—"
    if unit == "share":
        return f"{value:.1%}"
    return f"{value:,.0f}" if unit == "count" else f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"


def _line(figure: Figure) -> str:
    between = f", {shown(figure.interval[0], figure.unit)} to {shown(figure.interval[1], figure.unit)}" if figure.interval else ""
    note = f" {figure.note}" if figure.note else ""
    return f"{figure.label:38} {shown(figure.value, figure.unit):>10}  (n = {figure.n:,}{between}){note}"


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "label": figure.label,
        "value": figure.value,
        "n": figure.n,
        "interval": figure.interval,
        "unit": figure.unit,
        "good": figure.good,
        "window": _window(figure.window),
        "definition": figure.definition,
        "source": figure.source,
        "note": figure.note,
    }


def _window(window: Window) -> dict[str, str]:
    return {"start": window.start.isoformat(), "end": window.end.isoformat()}


def _tables(tables: Mapping[str, pd.DataFrame]) -> dict[str, list[dict[str, Any]]]:
    return {
        name: [
            {column: _plain(value) for column, value in row.items() if not column.endswith("_id")}
            for row in table.to_dict("records")
        ]
        for name, table in tables.items()
    }


def _plain(value: Any) -> Any:
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if isinstance(value, str) or not hasattr(value, "item") else value.item()


def _keys(rows: pa.Table) -> pa.Array:
    both = pa.chunked_array([*rows["actor"].chunks, *rows["towards"].chunks], pa.string())
    return pc.unique(pc.drop_null(both))


def _members(rows: pa.Table) -> pa.Table:
    """Make a member of each key: named after it, and joined when she is first seen."""
    seen = [rows.select([name, "at"]).rename_columns(["member_key", "at"]) for name in ("actor", "towards")]
    both = pa.concat_tables(seen)
    first = both.filter(pc.is_valid(both["member_key"])).group_by("member_key").aggregate([("at", "min")])
    return pa.table(
        {
            "member_key": first["member_key"],
            "name": first["member_key"],
            "joined_on": pc.cast(first["at_min"], pa.date32(), safe=False),
            "seen_by": pa.array(["everyone"] * first.num_rows, pa.string()),
        }
    )


def _acts(rows: pa.Table) -> pa.Table:
    """Take what was done towards somebody as a message that was answered, and what was done at an event as having been there."""
    towards = pc.is_valid(rows["towards"])
    nothing = pa.nulls(rows.num_rows, pa.string())
    return pa.table(
        {
            "happened_at": rows["at"],
            "kind": pc.if_else(towards, "answered_message", "attended"),
            "actor": rows["actor"],
            "towards": rows["towards"],
            "online": towards,
            "thread": nothing,
            "meetup": rows["event"],
            "venue": nothing,
        }
    )
