"""Imports in progress: taken up where they were, their owner's alone, and gone with their files (I1, I2)."""

import io
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from flock.domain.members import Person
from flock.domain.positions import Bounds
from flock.errors import BadTable, MapServerUnavailable, NotAllowed, NotFound
from flock.services import import_drafts
from flock.services.accounts import Accounts
from flock.services.import_drafts import ImportDrafts
from flock.storage import schema
from flock.storage.database import Database

NOW = datetime(2026, 5, 14, 9, 30, tzinfo=UTC)
MESSY = "Büchereien der Region;;\r\nStand 2024;;\r\n\r\nName der Bücherei;PLZ;Ort\r\nSüd;10178;Köln\r\nNord;-;Bonn\r\n".encode(
    "cp1252"
)
AREA = Bounds(51.4, -2.7, 51.5, -2.5)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class MapServer:
    """Knows one café, or does not answer."""

    def __init__(self, *, answers: bool = True) -> None:
        self.answers = answers

    def fetch(self, area: Bounds, kinds: Collection[str], into: Path) -> None:
        into.write_text(
            '{"elements": [{"type": "node", "id": 1, "lat": 51.45, "lon": -2.6, "tags": {"amenity": "cafe", "name": "A"}}]}'
        )
        if not self.answers:
            raise MapServerUnavailable("The OpenStreetMap server does not answer.")


@pytest.fixture
def db() -> Database:
    db = Database(None)
    schema.bring_up_to_date(db)
    return db


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def drafts(db: Database, clock: Clock, tmp_path: Path) -> ImportDrafts:
    return ImportDrafts(db, Accounts(db), tmp_path / "uploads", map_server=MapServer(), clock=clock)


def somebody(db: Database, role: str = "organiser") -> Person:
    person = Person(uuid4(), "Ada", role)
    with db.writing() as cursor:
        cursor.execute("INSERT INTO member (member_id, name, role) VALUES (?, ?, ?)", [person.member_id, person.name, role])
    return person


def files(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in tmp_path.glob("uploads/*/*"))


def test_a_file_is_read_and_its_columns_are_suggested(db: Database, drafts: ImportDrafts) -> None:
    ada = somebody(db)
    draft = drafts.begin(ada, "Büchereien.csv", io.BytesIO(MESSY))
    assert draft.reading["encoding"] == "cp1252"
    assert (draft.reading["delimiter"], draft.reading["header_line"], draft.step) == (";", 4, "file")
    assert draft.mapping == {"name": ["Name der Bücherei"], "postcode": ["PLZ"], "town": ["Ort"]}
    assert drafts.columns(draft).described() == {"name": "Name der Bücherei", "postcode": "PLZ", "town": "Ort"}
    assert import_drafts.examples(drafts.table(draft)) == [["Süd", "Nord"], ["10178", "-"], ["Köln", "Bonn"]]
    assert drafts.get(ada, draft.draft_id) == draft


def test_what_was_chosen_repaired_and_decided_is_there_after_a_closed_tab(
    db: Database, drafts: ImportDrafts, clock: Clock
) -> None:
    ada = somebody(db)
    draft = drafts.begin(ada, "a.csv", io.BytesIO(MESSY))
    clock.now += timedelta(minutes=5)
    changed = replace(
        draft,
        mapping={"name": ["PLZ"], "town": ["Ort"]},
        fixes={6: {"postcode": "53111"}},
        decisions={"pairs": [1, "x"]},
        step="check",
    )
    saved = drafts.save(ada, changed)
    assert saved == replace(changed, updated_at=clock.now)
    assert (drafts.get(ada, draft.draft_id), drafts.mine(ada)) == (saved, [saved])


def test_reading_it_otherwise_suggests_columns_anew_only_where_their_names_change(db: Database, drafts: ImportDrafts) -> None:
    ada = somebody(db)
    draft = drafts.save(
        ada, replace(drafts.begin(ada, "a.csv", io.BytesIO(MESSY)), mapping={"name": ["Ort"]}, fixes={5: {"name": "x"}})
    )
    kept = drafts.read_as(ada, draft, {"null_words": ["Köln"]})
    assert (kept.mapping, kept.fixes, kept.reading["null_words"]) == (draft.mapping, draft.fixes, ["Köln"])
    other = drafts.read_as(ada, kept, {"encoding": "mac-roman", "header_line": -1})
    assert (other.reading["header_line"], other.fixes) == (4, {})
    assert other.mapping["town"] == ["Ort"]
    with pytest.raises(BadTable, match="no encoding known here"):
        drafts.read_as(ada, other, {"encoding": "rot13"})
    assert drafts.get(ada, draft.draft_id) == other


@pytest.mark.parametrize(("name", "content"), [("a.csv", b""), ("b.xlsx", b"PK\x03\x04junk"), ("c.csv", b"name,town\n")])
def test_what_cannot_be_read_leaves_nothing_behind(
    db: Database, drafts: ImportDrafts, tmp_path: Path, name: str, content: bytes
) -> None:
    ada = somebody(db)
    with pytest.raises(BadTable):
        drafts.begin(ada, name, io.BytesIO(content))
    assert (list((tmp_path / "uploads").iterdir()), drafts.mine(ada)) == ([], [])


def test_a_file_that_is_too_large_is_refused_while_it_comes(
    db: Database, drafts: ImportDrafts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_drafts, "MOST_BYTES", 1 << 20)
    with pytest.raises(BadTable, match="larger than 1 MB"):
        drafts.begin(somebody(db), "a.csv", io.BytesIO(b"name,town\n" + b"One,Leeds\n" * 200_000))
    assert list((tmp_path / "uploads").iterdir()) == []


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\..\\x.csv", "/abs.csv", "a\0b.csv", "..", "x" * 400 + ".csv", "", "名.csv"]
)
def test_a_name_stays_within_its_folder(db: Database, drafts: ImportDrafts, tmp_path: Path, name: str) -> None:
    draft = drafts.begin(somebody(db), name, io.BytesIO(b"name,town\nOne,Leeds\n"))
    assert draft.path.parent.parent == tmp_path / "uploads"
    assert draft.path.is_file()
    assert len(draft.file_name) < 220


def test_members_have_no_drafts_and_nobody_has_another_s(db: Database, drafts: ImportDrafts) -> None:
    ada, eve, mia = somebody(db), somebody(db), somebody(db, "member")
    draft = drafts.begin(ada, "a.csv", io.BytesIO(MESSY))
    for act in (
        lambda: drafts.begin(mia, "a.csv", io.BytesIO(MESSY)),
        lambda: drafts.begin_area(mia, AREA, ["cafe"]),
        lambda: drafts.mine(mia),
        lambda: drafts.get(mia, draft.draft_id),
        lambda: drafts.save(replace(mia, role="lead"), draft),
        lambda: drafts.end(mia, draft),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert drafts.mine(eve) == []
    for act in (lambda: drafts.get(eve, draft.draft_id), lambda: drafts.save(eve, draft)):
        with pytest.raises(NotFound):
            act()
    drafts.end(eve, draft)
    assert drafts.get(ada, draft.draft_id) == draft


def test_an_ended_draft_is_gone_with_its_file(db: Database, drafts: ImportDrafts, tmp_path: Path) -> None:
    ada = somebody(db)
    draft = drafts.begin(ada, "a.csv", io.BytesIO(MESSY))
    assert files(tmp_path) == ["a.csv"]
    drafts.end(ada, draft)
    assert (files(tmp_path), drafts.mine(ada)) == ([], [])
    for act in (lambda: drafts.get(ada, draft.draft_id), lambda: drafts.save(ada, draft)):
        with pytest.raises(NotFound, match="not here any more"):
            act()


def test_a_draft_that_nobody_touches_for_a_day_is_gone(db: Database, drafts: ImportDrafts, clock: Clock, tmp_path: Path) -> None:
    ada = somebody(db)
    old = drafts.begin(ada, "old.csv", io.BytesIO(MESSY))
    clock.now += timedelta(hours=20)
    drafts.begin(ada, "new.csv", io.BytesIO(MESSY))
    clock.now += timedelta(hours=5)
    with pytest.raises(NotFound):
        drafts.get(ada, old.draft_id)
    drafts.sweep()
    assert files(tmp_path) == ["new.csv"]


def test_a_file_that_belongs_to_no_draft_is_swept_up_after_a_day(drafts: ImportDrafts, clock: Clock, tmp_path: Path) -> None:
    stray = tmp_path / "uploads" / uuid4().hex
    stray.mkdir(parents=True)
    clock.now = datetime.now(UTC)
    drafts.sweep()
    assert stray.is_dir()
    clock.now += timedelta(days=2)
    drafts.sweep()
    assert not stray.exists()


def test_nobody_fills_the_disk(db: Database, drafts: ImportDrafts) -> None:
    ada = somebody(db)
    for _ in range(10):
        drafts.begin(ada, "a.csv", io.BytesIO(MESSY))
    with pytest.raises(BadTable, match="10 imports begun"):
        drafts.begin(ada, "a.csv", io.BytesIO(MESSY))


def test_columns_chosen_once_are_offered_for_the_next_table_of_that_shape(
    db: Database, drafts: ImportDrafts, clock: Clock
) -> None:
    ada, eve = somebody(db), somebody(db)
    first = drafts.begin(ada, "a.csv", io.BytesIO(MESSY))
    assert drafts.last_mapping(ada, first) is None
    chosen = replace(first, mapping={"name": ["Ort"], "town": ["Name der Bücherei"]})
    drafts.remember_mapping(ada, chosen)
    drafts.remember_mapping(ada, replace(chosen, mapping={"name": ["Ort"]}))
    again = drafts.begin(ada, "b.csv", io.BytesIO(MESSY.replace(b"Name der", b"name DER")))
    assert drafts.last_mapping(ada, again) == ({"name": ["Ort"]}, NOW)
    assert drafts.last_mapping(eve, drafts.begin(eve, "c.csv", io.BytesIO(MESSY))) is None
    other = drafts.begin(ada, "d.csv", io.BytesIO(b"name,town\nOne,Leeds\n"))
    assert drafts.last_mapping(ada, other) is None


def test_places_of_an_area_are_a_draft_like_any_other(db: Database, drafts: ImportDrafts) -> None:
    draft = drafts.begin_area(somebody(db), AREA, ["cafe"])
    assert (draft.file_name, draft.reading["format"]) == ("OpenStreetMap.json", "overpass")
    assert {"name", "kind", "lat", "lon", "source", "licence"} <= draft.mapping.keys()


def test_a_map_server_that_fails_leaves_nothing_behind(db: Database, tmp_path: Path) -> None:
    for server, error in ((MapServer(answers=False), MapServerUnavailable), (None, NotFound)):
        drafts = ImportDrafts(db, Accounts(db), tmp_path / "uploads", map_server=server)
        with pytest.raises(error):
            drafts.begin_area(somebody(db), AREA, ["cafe"])
    assert files(tmp_path) == []


def test_one_more_than_ten_is_refused_but_on_the_demo_the_oldest_gives_way(
    db: Database, drafts: ImportDrafts, clock: Clock
) -> None:
    ada, begun = somebody(db), []
    for _ in range(10):
        clock.now += timedelta(minutes=1)
        begun.append(drafts.begin(ada, "a.csv", io.BytesIO(MESSY)))
    with pytest.raises(BadTable, match="10 imports begun already"):
        drafts.begin(ada, "a.csv", io.BytesIO(MESSY))
    with db.writing() as cursor:  # everything is invented
        cursor.execute("UPDATE member SET sample = TRUE")
        cursor.execute(
            "INSERT INTO import_batch BY NAME SELECT uuid() AS import_id, TRUE AS sample, 'committed' AS state, 1 AS created, "
            "0 AS updated, now() AS started_at"
        )
    clock.now += timedelta(minutes=1)
    last = drafts.begin(ada, "a.csv", io.BytesIO(MESSY))
    left = [draft.draft_id for draft in drafts.mine(ada)]
    assert left == [last.draft_id, *(draft.draft_id for draft in reversed(begun[1:]))]
    assert not begun[0].path.exists()
