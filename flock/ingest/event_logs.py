"""Any table of who did something towards whom, or was at which event, and when: read as columns, millions of rows at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from flock.domain.words import count
from flock.errors import BadTable
from flock.ingest import encodings

_NAMES = {
    "actor": ("src", "source", "from", "actor", "sender", "member", "member_id", "user", "user_id", "person", "who"),
    "towards": ("dst", "dest", "target", "to", "towards", "receiver", "recipient"),
    "event": ("event", "event_id", "meetup", "meetup_id", "meeting"),
    "at": ("at", "time", "timestamp", "date", "datetime", "happened_at", "created", "created_at", "ts"),
    "answer": ("response", "rsvp", "attended", "answer"),
}
_YES = ("yes", "y", "true", "1", "attended", "going")
_DELIMITERS = ("\t", ";", "|", ",", " ")
_UNITS = ((1e17, 1 / 1000), (1e14, 1), (1e11, 1_000), (0, 1_000_000))  # since 1970: ns, µs, ms and s by how large they are
_MICROS = pa.timestamp("us", "UTC")
_ISO = r"^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?( ?Z|[+-]\d{2}(:?\d{2})?)?)?$"
_ZONED = r"(Z|\d{2}:\d{2}.*[+-]\d{2}(:?\d{2})?)$"


@dataclass(frozen=True, slots=True)
class EventLog:
    """The fit rows and a sentence for each kind of row that is not.

    The columns are at (UTC), actor, towards (null where there is an event) and event (null where there is somebody).
    """

    rows: pa.Table
    findings: tuple[str, ...]


def read(path: Path, *, utc: bool = False, now: datetime | None = None) -> EventLog:
    """Read a table with a header; the delimiter is a comma, semicolon, tab, bar or blank. `utc`: times without zone are UTC.

    Times are ISO 8601, or seconds, milliseconds, microseconds or nanoseconds since 1970. Where a table says who came
    (yes, no), only those count. An event took place at the latest time that is given for it.

    Raises:
        BadTable: there is no such file, or it lacks a column without which there is nothing to measure.
    """
    table, ragged = _parsed(path)
    columns = {name: _column(table.column_names, names) for name, names in _NAMES.items()}
    if columns["actor"] is None or columns["at"] is None or (columns["towards"] or columns["event"]) is None:
        has = ", ".join(table.column_names)[:200]
        raise BadTable(f"{path.name} has the columns {has}. It needs src, dst and at, or member, event and at.")
    cells = {name: pc.utf8_trim_whitespace(table[column]) for name, column in columns.items() if column is not None}
    if "answer" in cells and "towards" not in cells:
        came = pc.is_in(pc.utf8_lower(cells["answer"]), pa.array(_YES))
        cells = {name: column.filter(came) for name, column in cells.items()}
    kept = _Kept(_assembled(cells, utc=utc))
    if ragged:
        kept.findings.append(f"Left out {count(ragged, 'row', 'rows')} with more or fewer cells than the header.")
    kept.leave_out(kept.rows["zoneless"], "a time that has no zone: write Z after it, or say --utc if all are in UTC")
    kept.leave_out(pc.is_null(kept.rows["at"]), "no time that can be read")
    unnamed = pc.or_(_empty(kept.rows["actor"]), pc.and_(_empty(kept.rows["towards"]), _empty(kept.rows["event"])))
    kept.leave_out(unnamed, "no member, or with nobody and no event that it was done towards")
    kept.leave_out(pc.greater(kept.rows["at"], pa.scalar(now or datetime.now(UTC), _MICROS)), "a time in the future")
    kept.leave_out(pc.equal(kept.rows["actor"], kept.rows["towards"]), "a member who does something towards herself")
    return EventLog(_once_at_events(kept), tuple(kept.findings))


class _Kept:
    """Rows that are still fit, and what was found about the others."""

    def __init__(self, rows: pa.Table) -> None:
        self.rows = rows
        self.findings: list[str] = []

    def leave_out(self, unfit: pa.ChunkedArray, why: str) -> None:
        unfit = pc.fill_null(unfit, False)
        number = pc.sum(unfit).as_py() or 0
        if number:
            self.findings.append(f"Left out {count(number, 'row', 'rows')} with {why}.")
            self.rows = self.rows.filter(pc.invert(unfit))


def _parsed(path: Path) -> tuple[pa.Table, int]:
    """Give all cells as text, and the number of rows that are not as wide as the header."""
    ragged = 0

    def skip(row: csv.InvalidRow) -> str:
        nonlocal ragged
        ragged += 1
        return "skip"

    try:
        encoding = encodings.examine(path).encoding
        with path.open(encoding=encoding) as file:
            head = file.readline().rstrip("\r\n")
    except OSError as error:
        raise BadTable(f"{path} cannot be read. Check that there is such a file.") from error
    delimiter = max(_DELIMITERS, key=lambda mark: (head.count(mark) > 0, mark != " ", head.count(mark)))
    names = [name.strip().strip('"') for name in head.split(delimiter)]
    if len(set(names)) < len(names) or len(names) < 2:
        raise BadTable(f"{path.name} does not begin with a row of different column names, such as src,dst,at.")
    try:
        table = csv.read_csv(
            path,
            read_options=csv.ReadOptions(column_names=names, skip_rows=1, encoding=encoding),
            parse_options=csv.ParseOptions(delimiter=delimiter, newlines_in_values=False, invalid_row_handler=skip),
            convert_options=csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
        )
    except pa.ArrowInvalid as error:
        if "Empty CSV" not in str(error):
            raise BadTable(f"{path.name} cannot be read as a table: it is damaged, or not what its name says.") from error
        table = pa.table({name: pa.array([], pa.string()) for name in names})
    return table, ragged


def _column(header: Sequence[str], names: Sequence[str]) -> str | None:
    known = {name.lower().replace(" ", "_").lstrip("\ufeff"): name for name in header}
    return next((known[name] for name in names if name in known), None)


def _assembled(cells: dict[str, pa.ChunkedArray], *, utc: bool) -> pa.Table:
    nobody = pa.chunked_array([pa.nulls(len(cells["at"]), pa.string())])
    at, zoneless = _moments(cells["at"].combine_chunks(), utc=utc)
    towards, event = cells.get("towards", nobody), cells.get("event", nobody) if "towards" not in cells else nobody
    return pa.table({"at": at, "zoneless": zoneless, "actor": cells["actor"], "towards": towards, "event": event})


def _moments(texts: pa.StringArray, *, utc: bool) -> tuple[pa.Array, pa.Array]:
    """Give times in UTC, null where there is none, and mark those that lack a zone."""
    numeric = pc.match_substring_regex(texts, r"^\d{9,19}(\.\d+)?$")
    number = pc.cast(pc.if_else(numeric, texts, None), pa.float64())
    micros = pc.cast(number, pa.int64(), safe=False)
    for most, factor in reversed(_UNITS):
        micros = pc.if_else(
            pc.greater_equal(number, most), pc.cast(pc.multiply(number, float(factor)), pa.int64(), safe=False), micros
        )
    iso, zoned = pc.match_substring_regex(texts, _ISO), pc.match_substring_regex(texts, _ZONED)
    zoneless = pc.and_(iso, pc.invert(zoned))
    read = pa.array([_iso(text) for text in pc.if_else(iso, texts, None).to_pylist()], pa.int64())
    at = pc.cast(pc.coalesce(micros, read), _MICROS)
    return at, pc.and_(zoneless, pa.scalar(not utc))


def _iso(text: str | None) -> int | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return int(moment.timestamp() * 1_000_000)


def _empty(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.fill_null(pc.equal(pc.utf8_length(column), 0), True)


def _once_at_events(kept: _Kept) -> pa.Table:
    """Count a member once at each event, and put the event at one time. What was done twice towards somebody was done twice."""
    rows = kept.rows.select(["at", "actor", "towards", "event"])
    at_event = pc.is_valid(rows["event"])
    if not pc.any(at_event).as_py():
        twice = rows.num_rows - rows.group_by(["at", "actor", "towards"]).aggregate([]).num_rows
        if twice:
            kept.findings.append(f"{count(twice, 'row repeats', 'rows repeat')} another to the letter; all are counted.")
        return rows
    there = rows.group_by(["actor", "event"]).aggregate([])
    if there.num_rows < rows.num_rows:
        kept.findings.append(
            f"{count(rows.num_rows - there.num_rows, 'row says', 'rows say')} again that somebody was at an event; once counts."
        )
    times = rows.group_by("event").aggregate([("at", "max")]).rename_columns(["event", "at"])
    return there.join(times, "event").append_column("towards", pa.nulls(there.num_rows, pa.string())).select(rows.column_names)
