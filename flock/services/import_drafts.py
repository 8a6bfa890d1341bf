"""Imports in progress: the file in a private folder, and what a person has chosen so far, kept until it is done, cancelled or a day old.

On a lake the file lies in the database, too, and a server that has not got it takes it from there.
"""

import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Protocol
from uuid import UUID, uuid4

from flock.domain.import_drafts import STEPS, Draft, safe_name
from flock.domain.members import Person
from flock.domain.positions import Bounds
from flock.domain.venues import FACTS
from flock.errors import BadTable, NotFound
from flock.ingest import columns, tables
from flock.ingest.columns import DAYS, FIELDS, Columns
from flock.ingest.encodings import KNOWN as ENCODINGS
from flock.ingest.osm_tags import KINDS as OSM_KINDS
from flock.ingest.overpass import MOST_DEGREES
from flock.ingest.reading import Reading
from flock.ingest.tables import Table
from flock.ingest.text_files import DELIMITERS, QUOTES
from flock.services import rate_limits
from flock.services.accounts import Accounts
from flock.storage import import_drafts
from flock.storage.database import Database

__all__ = ["DAYS", "DELIMITERS", "ENCODINGS", "FIELDS", "MOST_DEGREES", "OSM_KINDS", "QUOTES", "ImportDrafts", "Table"]

KEPT = timedelta(days=1)
MOST_BYTES = 200 << 20
AREA_FILE = "OpenStreetMap.json"
_MOST_DRAFTS = 10  # a person's, at once
_BLOCK = 1 << 20


class MapServer(Protocol):
    """Knows the places of an area."""

    def fetch(self, area: Bounds, kinds: Collection[str], into: Path) -> None:
        """Put the places of some kinds in an area into a file."""


class ImportDrafts:
    """Keeps imports in progress, each for the organiser who began it. Safe between threads."""

    def __init__(
        self,
        db: Database,
        accounts: Accounts,
        folder: Path,
        *,
        map_server: MapServer | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._db = db
        self._accounts = accounts
        self._folder = folder.absolute()
        self._map_server = map_server
        self._clock = clock

    @property
    def has_map_server(self) -> bool:
        """Tell whether places can be asked of OpenStreetMap."""
        return self._map_server is not None

    def begin(self, acting: Person, file_name: str, content: BinaryIO) -> Draft:
        """Take a file, find out how it is written, and suggest its columns. What cannot be read is not kept.

        Raises:
            NotAllowed: she is no organiser.
            BadTable: not a table, larger than 200 MB, or her eleventh at once.
            TooOften: she has uploaded sixty files in an hour.
        """

        def copy(path: Path) -> None:
            left = MOST_BYTES
            with path.open("wb") as file:
                while block := content.read(_BLOCK):
                    left -= len(block)
                    if left < 0:
                        raise BadTable(
                            f"{path.name} is larger than {MOST_BYTES >> 20} MB. Split it, or bring it in by the command line."
                        )
                    file.write(block)

        return self._begin(acting, safe_name(file_name), copy)

    def begin_area(self, acting: Person, area: Bounds, kinds: Sequence[str]) -> Draft:
        """Take the places of an area of OpenStreetMap in the same way.

        Raises:
            NotAllowed: she is no organiser.
            BadTable: too large an area, no kind, no place there, or her eleventh at once.
            MapServerUnavailable: the server did not answer.
        """
        if self._map_server is None:
            raise NotFound("No OpenStreetMap server is set up here. Upload an extract (.osm.pbf) instead.")
        server = self._map_server
        return self._begin(acting, AREA_FILE, lambda path: server.fetch(area, kinds, path))

    def get(self, acting: Person, draft_id: UUID) -> Draft:
        """Give one of her drafts.

        Raises:
            NotAllowed: she is no organiser.
            NotFound: it is done, cancelled, a day old, or somebody else's.
        """
        self._accounts.check(acting, "organiser")
        for draft in import_drafts.find(self._db, self._folder, owner_id=acting.member_id, draft_id=draft_id):
            if draft.updated_at >= self._clock() - KEPT and self._has_file(draft):
                return draft
        raise NotFound("This import is not here any more: it is done, was thrown away, or nobody touched it for a day.")

    def mine(self, acting: Person) -> list[Draft]:
        """Give her drafts, the last touched first.

        Raises:
            NotAllowed: she is no organiser.
        """
        self._accounts.check(acting, "organiser")
        since = self._clock() - KEPT
        drafts = import_drafts.find(self._db, self._folder, owner_id=acting.member_id)
        return [draft for draft in drafts if draft.updated_at >= since and (self._db.is_shared or draft.path.is_file())]

    def save(self, acting: Person, draft: Draft) -> Draft:
        """Keep what she chose, repaired or decided.

        Raises:
            NotAllowed: she is no organiser, or the draft is somebody else's.
            NotFound: it is not there any more.
        """
        self._accounts.check(acting, "organiser")
        saved = replace(draft, owner_id=acting.member_id, updated_at=self._clock())
        if draft.step not in STEPS or not import_drafts.save(self._db, saved):
            raise NotFound("This import is not here any more: it is done, was thrown away, or nobody touched it for a day.")
        return saved

    def read_as(self, acting: Person, draft: Draft, reading: Mapping[str, Any]) -> Draft:
        """Read the file in another way: values of `Reading`. Columns are suggested anew where their names change; then repairs are void.

        Raises:
            NotAllowed, NotFound: as `save`.
            BadTable: it cannot be read that way.
        """
        table = tables.read(draft.path, Reading.from_json(draft.reading | dict(reading)))
        read = replace(draft, reading=table.reading.as_json())
        if table.header != self.table(draft).header:
            read = replace(read, mapping=_suggested(draft, table), fixes={})
        return self.save(acting, read)

    def table(self, draft: Draft) -> Table:
        """Give the file as a table.

        Raises:
            BadTable: it is not there any more.
        """
        return _table(draft.path, Reading.from_json(draft.reading))

    def columns(self, draft: Draft) -> Columns:
        """Give which column is which field; `columns.missing` says what is still to be chosen."""
        return columns.pick(draft.mapping, draft.title, self.table(draft).header)

    def kind(self, draft: Draft) -> str:
        """Give the kind of place that the whole table is about, for rows whose own kind is not told; "other" where that is not plain."""
        return self.columns(draft).kind

    def notes(self, draft: Draft) -> tuple[str, ...]:
        """Say what she should know of the columns as they were suggested; nothing once she has chosen others for the position."""
        found = _suggestion(draft.title, draft.path, Reading.from_json(draft.reading))
        suggested = found.named()
        same = all(suggested.get(field) == draft.mapping.get(field) for field in ("lat", "lon"))
        return found.notes if same else ()

    def remember_mapping(self, acting: Person, draft: Draft) -> None:
        """Keep her choice of columns for the next table with the same column names."""
        shape = columns.shape(self.table(draft).header)
        import_drafts.remember_mapping(self._db, acting.member_id, shape, draft.mapping, at=self._clock())

    def last_mapping(self, acting: Person, draft: Draft) -> tuple[dict[str, list[str]], datetime] | None:
        """Give the columns that she chose the last time for a table with these names, and when; None where she did not."""
        header = self.table(draft).header
        kept = import_drafts.recall_mapping(self._db, acting.member_id, columns.shape(header)) if any(header) else None
        try:
            return (columns.pick(kept[0], draft.title, header).named(), kept[1]) if kept else None
        except BadTable:  # another table whose names only look the same
            return None

    def end(self, acting: Person, draft: Draft) -> None:
        """Throw a draft and its file away: it was committed, or she does not want it any more.

        Raises:
            NotAllowed: she is no organiser, or it is somebody else's.
        """
        self._accounts.check(acting, "organiser")
        for found in import_drafts.find(self._db, self._folder, owner_id=acting.member_id, draft_id=draft.draft_id):
            self._remove(found)

    def sweep(self) -> None:
        """Delete drafts that nobody has touched for a day, and files that belong to none."""
        for draft in import_drafts.find(self._db, self._folder, before=self._clock() - KEPT):
            self._remove(draft)
        known = {draft.path.parent.name for draft in import_drafts.find(self._db, self._folder)}
        for folder in self._folder.iterdir() if self._folder.is_dir() else ():
            if folder.name not in known and _age(folder, self._clock()) > KEPT:
                shutil.rmtree(folder, ignore_errors=True)

    def _begin(self, acting: Person, file_name: str, fill: Callable[[Path], None]) -> Draft:
        self._accounts.check(acting, "organiser")
        self.sweep()
        self._make_room(self.mine(acting))
        draft_id, now = uuid4(), self._clock()
        rate_limits.take_now(self._db, acting.member_id, "upload", now=now)
        path = self._folder / draft_id.hex / file_name
        with _gone_on_failure(path.parent):
            path.parent.mkdir(parents=True, mode=0o700)
            fill(path)
            table = tables.read(path)
            read_as = table.reading.as_json()
            draft = Draft(
                draft_id, acting.member_id, file_name, path, table.sha256, read_as, mapping={}, created_at=now, updated_at=now
            )
            draft = replace(draft, mapping=_suggested(draft, table))
            import_drafts.add(self._db, draft)
        return draft

    def _has_file(self, draft: Draft) -> bool:
        """Make sure that the file is here, where it was brought to another server."""
        if self._db.is_shared and not draft.path.is_file():
            import_drafts.fetch(self._db, draft)
        return draft.path.is_file()

    def _make_room(self, mine: Sequence[Draft]) -> None:
        """Refuse one more than a person may have; on the demo, where many look through the same eyes, the oldest gives way."""
        if len(mine) < _MOST_DRAFTS:
            return
        if not self._accounts.is_demo():
            raise BadTable(f"You have {_MOST_DRAFTS} imports begun already. Finish or throw away one of them first.")
        for draft in mine[_MOST_DRAFTS - 1 :]:
            self._remove(draft)

    def _remove(self, draft: Draft) -> None:
        import_drafts.remove(self._db, draft.draft_id)
        shutil.rmtree(draft.path.parent, ignore_errors=True)


def template() -> bytes:
    """Give an empty table with the columns that Flock has words for, as a spreadsheet opens it."""
    names = ["name", "kind", "status", "address", "town", "postcode", "country", "lat", "lon", "hours", *FACTS]
    return (",".join([*names, "seats", "url", "phone", "photo_url", "source", "licence", "checked_on"]) + "\r\n").encode(
        "utf-8-sig"
    )


def first_lines(path: Path, lines: int) -> bytes:
    """Give the first lines of a file."""
    with path.open("rb") as file:
        return b"".join(islice(file, lines))


def column_names(table: Table) -> list[str]:
    """Give a name for each column that no other has: its own, or its number."""
    return columns.unique_names(table.header)


def examples(table: Table, most: int = 3) -> list[list[str]]:
    """Give a few different values of each column, filled ones only."""
    below = [row for line, row in table.first_rows if line > table.reading.header_line]
    return [
        list(dict.fromkeys(_filled(row[number] for row in below if number < len(row))))[:most]
        for number in range(len(table.header))
    ]


def lacking(mapping: Mapping[str, Sequence[str]], table: Table) -> list[str]:
    """Say what must still be chosen, a sentence each."""
    return columns.missing(columns.pick(mapping, "", table.header))


def _filled(cells: Iterable[str]) -> Iterable[str]:
    return (tidy for cell in cells if (tidy := " ".join(cell.split())))


def _suggested(draft: Draft, table: Table) -> dict[str, list[str]]:
    return _suggestion(draft.title, draft.path, table.reading).named()


@lru_cache(maxsize=16)
def _suggestion(title: str, path: Path, reading: Reading) -> Columns:
    table = _table(path, reading)
    return columns.suggest(title, table.header, tables.sample(table))


@lru_cache(maxsize=16)
def _table(path: Path, reading: Reading) -> Table:
    return tables.read(path, reading)


def _age(folder: Path, now: datetime) -> timedelta:
    return now - datetime.fromtimestamp(folder.stat().st_mtime, UTC)


@contextmanager
def _gone_on_failure(folder: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
