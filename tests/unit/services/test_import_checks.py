"""A draft on its way from the check to the commit: figures, repairs, decisions, pause, and who may do it (I3, I4, I10, I6, I12)."""

import csv
import io
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from flock.domain.import_drafts import Draft
from flock.domain.members import Person
from flock.domain.positions import LatLon
from flock.errors import NotAllowed, NotFound
from flock.geocoding.answers import Answer, Query, Refusal
from flock.services import doubts, duplicates, import_checks, import_preview
from flock.services.accounts import Accounts
from flock.services.doubts import Decisions
from flock.services.import_checks import ImportChecks, Progress
from flock.services.import_drafts import ImportDrafts
from flock.services.imports import Check, Means
from flock.storage import import_candidates, schema
from flock.storage.database import Database

SPOTS = {"LS1 1UR": LatLon(53.796, -1.547), "BS1 4DJ": LatLon(51.4552, -2.5967)}
TOWNS = {"York": LatLon(53.96, -1.08)}
HEADER = ("name", "postcode", "town", "lat", "lon", "hours")
GOOD = ("Reading Room", "LS1 1UR", "Leeds", "53.7961", "-1.5471", "Mo-Fr 09:00-17:00")


class Words:
    """Knows two postcodes and a town; can be made to wait."""

    attribution = "nobody"

    def __init__(self) -> None:
        self.go = threading.Event()
        self.go.set()
        self.asked = 0

    def geocode(self, query: Query) -> Answer | Refusal:
        if spot := SPOTS.get(query.postcode):
            return Answer(spot, 100.0, "postcodes", query.postcode)
        if spot := TOWNS.get(query.town):
            return Answer(spot, 5_000.0, "towns", query.town)
        return Refusal(f"We can't find «{query.postcode or query.town}».")

    def geocode_many(
        self, queries: Sequence[Query], *, progress: Callable[[int], None] = lambda done: None
    ) -> list[Answer | Refusal]:
        answers = []
        for done, query in enumerate(queries, 1):
            self.go.wait(5)
            self.asked += 1
            answers.append(self.geocode(query))
            progress(done)
        return answers


@pytest.fixture
def db() -> Database:
    db = Database(None)
    schema.bring_up_to_date(db)
    return db


@pytest.fixture
def ada(db: Database) -> Person:
    return somebody(db, "organiser")


@pytest.fixture
def geocoder() -> Words:
    return Words()


class Desk:
    """A person's imports in progress."""

    def __init__(self, db: Database, ada: Person, geocoder: Words, folder: Path) -> None:
        accounts = Accounts(db)
        self.ada = ada
        self.drafts = ImportDrafts(db, accounts, folder)
        self.checks = ImportChecks(db, accounts, self.drafts, lambda: Means(geocoder, geocoder))

    def draft(self, *rows: Sequence[str]) -> Draft:
        text = io.StringIO()
        csv.writer(text).writerows([HEADER, *rows])
        return self.drafts.begin(self.ada, "places.csv", io.BytesIO(text.getvalue().encode()))

    def save(self, draft: Draft, *, fixes: dict[int, dict[str, str]] | None = None, decisions: Decisions | None = None) -> Draft:
        changed = replace(draft, fixes=draft.fixes if fixes is None else fixes)
        return self.drafts.save(self.ada, replace(changed, decisions=decisions.as_json() if decisions else draft.decisions))

    def wait(self, draft: Draft, *states: str) -> Progress:
        for _ in range(200):
            progress = self.checks.begin(self.ada, draft)
            if progress.state in states:
                return progress
            time.sleep(0.02)
        raise AssertionError(progress)

    def checked(self, draft: Draft) -> Check:
        self.wait(draft, import_checks.READY)
        with self.checks.look(self.ada, draft.draft_id) as check:
            return check

    def commit(self, draft: Draft) -> None:
        self.checked(draft)
        self.checks.commit(self.ada, draft)
        self.wait_for_result(draft)

    def wait_for_result(self, draft: Draft) -> None:
        for _ in range(200):
            if self.checks.result(self.ada, draft.draft_id):
                return
            time.sleep(0.02)
        raise AssertionError("not committed")


@pytest.fixture
def desk(db: Database, ada: Person, geocoder: Words, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(db, ada, geocoder, tmp_path)
    yield desk
    for draft_id in [*desk.checks._jobs]:
        desk.checks.drop(draft_id)


def somebody(db: Database, role: str) -> Person:
    person = Person(uuid4(), "Ada", role)
    with db.writing() as cursor:
        cursor.execute("INSERT INTO member (member_id, name, role) VALUES (?, ?, ?)", [person.member_id, person.name, role])
    return person


def names(db: Database) -> list[str]:
    with db.reading() as cursor:
        return [name for (name,) in cursor.execute("SELECT name FROM venue ORDER BY name").fetchall()]


def test_a_check_writes_nothing_and_a_commit_what_was_checked(db: Database, desk: Desk, tmp_path: Path) -> None:
    draft = desk.draft(GOOD, ("", "BS1 4DJ", "", "", "", ""))
    result = desk.checked(draft).result()
    assert (result.rows, result.created, result.rejected) == (2, 1, 1)
    assert names(db) == []
    desk.commit(draft)
    assert names(db) == ["Reading Room"]
    with db.reading() as cursor:
        batches = cursor.execute("SELECT state, who, member_id, file_name, rows FROM import_batch").fetchall()
    assert batches == [("committed", "Ada", desk.ada.member_id, "places.csv", 2)]
    for _ in range(100):
        if not [*tmp_path.glob("*/*")]:
            break
        time.sleep(0.02)
    assert [*tmp_path.glob("*/*")] == []


def test_the_same_file_again_changes_nothing(db: Database, desk: Desk) -> None:
    desk.commit(desk.draft(GOOD))
    result = desk.checked(desk.draft(GOOD)).result()
    assert (result.unchanged, result.created, result.updated) == (1, 0, 0)


def test_rows_are_repaired_in_place_and_checked_again(desk: Desk) -> None:
    draft = desk.draft(GOOD, ("", "BS1 4DJ", "", "", "", ""), ("Nowhere", "XX1 1XX", "", "", "", ""))
    assert desk.checked(draft).result().rejected == 2
    draft = desk.save(draft, fixes={3: {"name": "Library"}, 4: {"postcode": "BS1 4DJ", "address": "1 High Street"}})
    check = desk.checked(draft)
    assert (check.result().rejected, check.result().created) == (0, 3)
    rows = import_preview.created(check, most=10)
    assert [(row["name"], row["postcode"], row["address"]) for row in rows] == [
        ("Reading Room", "LS1 1UR", None),
        ("Library", "BS1 4DJ", None),
        ("Nowhere", "BS1 4DJ", "1 High Street"),
    ]


def test_findings_are_grouped_by_what_repairs_them(desk: Desk) -> None:
    nowhere = [(f"Place {number}", f"XX{number} 1XX", "", "", "", "") for number in range(3)]
    check = desk.checked(desk.draft(GOOD, *nowhere, ("A", "LS1 1UR", "", "", "", "whenever"), ("", "", "", "", "", "24/7")))
    groups = import_preview.groups(check)
    assert [(group.severity, len(group.problems)) for group in groups] == [("rejected", 3), ("rejected", 1), ("warning", 1)]
    assert (groups[0].problems[0].line, groups[0].column, groups[0].problems[0].value) == (3, "postcode", "XX0 1XX")


def test_rejected_rows_are_given_back_with_what_is_wrong(desk: Desk) -> None:
    check = desk.checked(desk.draft(GOOD, ("", "BS1 4DJ", "=HYPERLINK(1)", "", "-1.5", "")))
    header, row = csv.reader(io.StringIO(import_preview.rejected_csv(check).decode("utf-8-sig")))
    assert header == ["Line", *HEADER, "What is wrong"]
    assert row == ["3", "", "BS1 4DJ", "'=HYPERLINK(1)", "", "-1.5", "", "The place has no name. Give it one."]


def test_rows_that_nothing_could_place_are_given_back_whole(desk: Desk) -> None:
    check = desk.checked(desk.draft(GOOD, ("Nowhere", "XX1 1XX", "", "", "", "24/7")))
    assert check.rejected == {3: ("Nowhere", "XX1 1XX", "", "", "", "24/7")}
    _, row = csv.reader(io.StringIO(import_preview.rejected_csv(check).decode("utf-8-sig")))
    assert row[:-1] == ["3", "Nowhere", "XX1 1XX", "", "", "", "24/7"]


def test_ragged_rows_are_given_back_whole_and_repaired_in_place(desk: Desk) -> None:
    """A row with too few cells is right as it stands, in one with too many a comma split the name (I4)."""
    split = ("Tea", " Cake", "BS1 4DJ", "Bristol", "", "", "Mo-Fr 09:00-17:00")
    draft = desk.draft(GOOD, ("Library", "LS1 1UR"), split)
    check = desk.checked(draft)
    few, many = import_preview.groups(check)
    assert (few.is_ragged, many.is_ragged) == (True, True)
    _, short, long = csv.reader(io.StringIO(import_preview.rejected_csv(check).decode("utf-8-sig")))
    assert short[:-1] == ["3", "Library", "LS1 1UR", "", "", "", ""]
    assert [*long[:7], *long[8:]] == ["4", *split]
    names = dict(zip(HEADER, ("Tea, Cake", "BS1 4DJ", "Bristol", "", "", "Mo-Fr 09:00-17:00"), strict=True))
    check = desk.checked(desk.save(draft, fixes={3: {}, 4: names}))
    assert check.result().created == check.result().rows == 3
    told = {place["name"]: (place["postcode"], place["hours"]) for place in import_preview.created(check, most=9)}
    assert told["Library"] == ("LS1 1UR", None)
    assert told["Tea, Cake"] == ("BS1 4DJ", "Mo-Fr 09:00-17:00")


def test_old_and_new_of_each_cell_and_what_people_edited(db: Database, desk: Desk) -> None:
    desk.commit(desk.draft(GOOD))
    with db.writing() as cursor:
        cursor.execute("UPDATE venue SET town = 'Otley'")
        cursor.execute(
            "INSERT INTO venue_edit BY NAME SELECT uuidv7() AS edit_id, venue_id, 'town' AS field, 'Leeds' AS old_value, "
            "'Otley' AS new_value, TIMESTAMPTZ '2026-05-03 09:00:00+00' AS edited_at, 'Anna' AS editor, 'edit' AS cause FROM venue"
        )
    draft = desk.draft((*GOOD[:2], "York", *GOOD[3:5], "24/7"))
    (change,) = import_preview.changes(desk.checked(draft), most=10)
    assert [(cell.field, cell.old, cell.new, cell.kept_by) for cell in change.cells] == [
        ("town", "Otley", "York", "Anna"),
        ("hours", "Mo-Fr 09:00-17:00", "24/7", ""),
    ]
    desk.commit(draft)
    with db.reading() as cursor:
        assert cursor.execute("SELECT town, hours FROM venue").fetchall() == [("Otley", "24/7")]


def test_what_a_file_does_not_say_stays_as_it_is(db: Database, desk: Desk) -> None:
    desk.commit(desk.draft(GOOD))
    with db.writing() as cursor:
        cursor.execute("UPDATE venue SET phone = '0113 1', town = 'Otley'")
    draft = desk.draft((*GOOD[:2], "", *GOOD[3:5], "24/7"))
    (change,) = import_preview.changes(desk.checked(draft), most=10)
    assert [(cell.field, cell.new) for cell in change.cells] == [("hours", "24/7")]
    desk.commit(draft)
    with db.reading() as cursor:
        found = cursor.execute("SELECT phone, town, hours, search_text FROM venue").fetchall()
    assert found == [("0113 1", "Otley", "24/7", "reading room ls1 1ur otley")]


def test_doubts_are_decided_row_by_row_or_by_kind(desk: Desk) -> None:
    far = ("Far", "LS1 1UR", "", "53.81", "-1.547", "")
    draft = desk.draft(
        GOOD, far, ("Town", "", "York", "", "", ""), ("Wet", "", "", "55", "3", ""), (*far[:1], "BS1 4DJ", *far[2:])
    )
    found = {doubt.line: doubt.kind for doubt in desk.checked(draft).open_doubts()}
    assert found == {3: doubts.FAR, 4: doubts.COARSE, 5: doubts.SEA, 6: doubts.FAR}
    decided = Decisions().with_rows([3], doubts.KEEP).with_rows([5], doubts.OUT).with_kind(doubts.FAR, doubts.ADDRESS)
    check = desk.checked(desk.save(draft, decisions=decided))
    result = check.result()
    assert {doubt.line for doubt in check.open_doubts()} == {4}
    assert (result.created, result.rejected, result.doubtful) == (4, 1, 1)
    placed = {row["line"]: (row["lat"], row["lon"]) for row in import_preview.created(check, most=10)}
    assert (placed[3], placed[6]) == ((53.81, -1.547), tuple(SPOTS["BS1 4DJ"]))
    assert {point.what for point in import_preview.points(check)} == {"new", "doubt"}


def test_a_row_far_from_all_others_is_asked_about(desk: Desk) -> None:
    rows = [(f"Place {number}", "", "", f"53.{number}", f"-1.{number}", "") for number in range(10, 40)]
    check = desk.checked(desk.draft(*rows, ("Boston", "", "", "42.36", "-71.06", "")))
    assert [(doubt.line, doubt.kind) for doubt in check.open_doubts()] == [(32, doubts.OUTSIDE)]


def test_twins_are_merged_or_asked_about_and_a_person_has_the_last_word(db: Database, desk: Desk) -> None:
    desk.commit(
        desk.draft(("The Old Reading Room", "LS1 1UR", "", "53.7961", "-1.5471", ""), ("Mill", "", "Leeds", "53.79", "-1.5", ""))
    )
    rows = (
        ("Old Readnig Room", "LS1 1UR", "Leeds", "53.7963", "-1.5472", "24/7"),
        ("Mill Bar", "", "", "53.7903", "-1.5005", ""),
    )
    draft = desk.draft(*rows)
    check = desk.checked(draft)
    assert (check.result().duplicates, check.result().created, [pair.line for pair in check.open_pairs]) == (1, 1, [3])
    (cluster,) = duplicates.clusters(check.open_pairs)
    assert cluster.lines == [3]
    same = desk.save(draft, decisions=Decisions().with_twins([3], doubts.SAME))
    assert (desk.checked(same).result().duplicates, desk.checked(same).result().created) == (2, 0)
    apart = desk.save(draft, decisions=Decisions().with_twins([2, 3], doubts.APART))
    assert (desk.checked(apart).result().duplicates, desk.checked(apart).result().created) == (0, 2)
    desk.commit(desk.save(draft, decisions=Decisions().with_twins([3], doubts.SAME)))
    with db.reading() as cursor:
        found = cursor.execute("SELECT name, town, hours FROM venue ORDER BY name").fetchall()
    assert found == [("Mill", "Leeds", None), ("The Old Reading Room", "Leeds", "24/7")]
    again = desk.checked(desk.save(desk.draft(*rows), decisions=Decisions().with_twins([3], doubts.SAME))).result()
    assert (again.duplicates, again.created, again.updated) == (2, 0, 0)


def test_rows_told_twice_in_one_file_become_one_place(db: Database, desk: Desk) -> None:
    rows = (
        ("Old Reading Room", "LS1 1UR", "", "53.7961", "-1.5471", ""),
        ("Old Readnig Room", "", "Leeds", "53.7962", "-1.5471", "24/7"),
    )
    desk.commit(desk.draft(*rows))
    with db.reading() as cursor:
        assert cursor.execute("SELECT name, town, hours FROM venue").fetchall() == [("Old Reading Room", "Leeds", "24/7")]
    again = desk.checked(desk.draft(*rows)).result()
    assert (again.unchanged, again.duplicates, again.created, again.updated) == (1, 1, 0, 0)


def test_what_came_in_since_the_check_is_found_at_the_commit(db: Database, desk: Desk) -> None:
    draft = desk.draft(("Old Readnig Room", "", "Leeds", "53.7962", "-1.5471", "24/7"))
    assert desk.checked(draft).result().created == 1
    desk.commit(desk.draft(("Old Reading Room", "LS1 1UR", "", "53.7961", "-1.5471", "")))
    desk.checks.commit(desk.ada, draft)
    desk.wait_for_result(draft)
    assert names(db) == ["Old Reading Room"]


def test_a_table_all_at_one_spot_is_compared_by_first_words_alone(
    db: Database, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_candidates, "_MOST_TOGETHER", 4)
    spot = ("Leeds", "53.7961", "-1.5471", "")
    rows = [("Old Reading Room", "", *spot), ("Old Readnig Room", "", *spot), ("Odl Reading Room", "", *spot)]
    check = desk.checked(desk.draft(*rows, *((f"{name} Mill", "", *spot) for name in ("Copper", "Heron", "Amber"))))
    assert [(pair.line, pair.twin_line) for pair in check.pairs] == [(3, 2)]
    assert check.staging.crowded == 6  # the page says so


def test_a_check_is_paused_and_taken_up_again(desk: Desk, geocoder: Words) -> None:
    geocoder.go.clear()
    draft = desk.draft(*((f"Place {number}", "BS1 4DJ", "", "", "", "") for number in range(5)))
    assert desk.checks.begin(desk.ada, draft).state == import_checks.CHECKING
    desk.checks.pause(desk.ada, draft.draft_id)
    geocoder.go.set()
    desk.wait(draft, import_checks.PAUSED)
    assert geocoder.asked < 5
    desk.checks.resume(desk.ada, draft)
    assert desk.checked(draft).result().rows == 5


def test_only_its_owner_and_only_an_organiser_gets_at_it(db: Database, desk: Desk) -> None:
    draft = desk.draft(GOOD)
    desk.checked(draft)
    with pytest.raises(NotFound):
        desk.checks.begin(somebody(db, "organiser"), draft)
    with pytest.raises(NotAllowed):
        desk.checks.commit(somebody(db, "member"), draft)
    with db.writing() as cursor:
        cursor.execute("UPDATE member SET role = 'member'")
    with pytest.raises(NotAllowed):
        desk.checks.commit(desk.ada, draft)
    assert names(db) == []


def test_what_was_changed_since_the_check_is_not_committed(db: Database, desk: Desk) -> None:
    draft = desk.draft(GOOD)
    desk.checked(draft)
    changed = desk.save(draft, fixes={2: {"name": "Another"}})
    with pytest.raises(NotFound, match="Check it again"):
        desk.checks.commit(desk.ada, changed)
    assert names(db) == []
