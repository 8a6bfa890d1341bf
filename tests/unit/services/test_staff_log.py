"""Whatever a lead or an organiser changes, and each look of hers at members, stands in the log: every function of theirs is tried."""

import ast
import io
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from flock.domain.activity_levels import DEFAULT
from flock.domain.filters import VenueFilter
from flock.domain.members import Person
from flock.domain.venues import Status
from flock.errors import NotFound
from flock.services.accounts import Accounts
from flock.services.activity_levels import ActivityLevels
from flock.services.alerts import Alerts
from flock.services.backups import Backups
from flock.services.coverage import Coverages
from flock.services.engagement import Engagement
from flock.services.gate import Gate, read_rules
from flock.services.import_checks import READY, ImportChecks
from flock.services.import_drafts import ImportDrafts
from flock.services.import_history import ImportHistory
from flock.services.imports import Means
from flock.services.introductions import Introductions
from flock.services.leading import Leading
from flock.services.log_imports import LogImports
from flock.services.member_imports import MemberImports
from flock.services.moderation import Moderation
from flock.services.public_reports import PublicReports
from flock.services.pulse import Pulse
from flock.services.sense_scores import SenseScores
from flock.storage import backup, leading, people, safety, schema, staff_log
from flock.storage.database import Database
from tests.unit.services.editing_people import Community, settle
from tests.unit.services.test_import_checks import Words

ROOT = Path(__file__).resolve().parents[3]
OWN_PAPERS = {"import_draft", "import_mapping", "rate_use"}
"""What an organiser prepares and nobody else sees, and how often she did; what comes of it is noted."""
COMPUTED = {"published_cell", "cell_level", "cells_settled", "member_number"}
"""What is worked out again at the first look of a day, whoever looks."""
LOOKS = {"Alerts.digest", "Leading.take_along", "Leading.members", "Leading.open_community", "Moderation.look"}


class Watched:
    """A service each of whose calls is held against the log: what it changed without an entry is in `silent`."""

    def __init__(self, db: Database, service: Any, called: set[str], silent: list[str]) -> None:
        self._db, self._service, self._called, self._silent = db, service, called, silent

    def __getattr__(self, name: str) -> Any:
        there = getattr(self._service, name)

        def call(*args: Any, **named: Any) -> Any:
            full = f"{type(self._service).__name__}.{name}"
            self._called.add(full)
            before = content(self._db)
            answer = there(*args, **named)
            if isinstance(answer, _Lent):
                with answer:
                    pass
            after = content(self._db)
            changed = {table for table in after if after[table] != before.get(table)} - OWN_PAPERS - COMPUTED
            if (changed or full in LOOKS) and "staff_log" not in changed:
                self._silent.append(f"{full} changed {sorted(changed)}")
            return answer

        return call


_Lent = type(ImportChecks.look(None, None, None))  # type: ignore[arg-type]


def content(db: Database) -> dict[str, Any]:
    """Give a fingerprint of each table."""
    with db.reading() as cursor:
        names = [name for (name,) in cursor.execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary").fetchall()]
        return {name: cursor.execute(f'SELECT count(*), sum(hash(t)) FROM "{name}" AS t').fetchone() for name in names}


def acts_of_staff() -> set[str]:
    """Read from the sources every public function that asks for a lead or an organiser, itself or through another."""
    found = set()
    for file in (ROOT / "flock" / "services").glob("*.py"):
        for owner in ast.parse(file.read_text("utf-8")).body:
            if isinstance(owner, ast.ClassDef):
                methods = {one.name: ast.unparse(one) for one in owner.body if isinstance(one, ast.FunctionDef)}
                asks = ("check(acting, 'lead')", "check(acting, 'organiser')", "_drafts.get(acting")
                staff: set[str] = set()
                while more := {name for name, text in methods.items() if name not in staff and any(ask in text for ask in asks)}:
                    staff |= more
                    asks += tuple(f"self.{name}(acting" for name in more)
                found |= {f"{owner.name}.{name}" for name in staff if not name.startswith("_")}
    return found


def wait_until(true: Callable[[], bool]) -> None:
    for _ in range(2_000):
        if true():
            return
        time.sleep(0.005)
    raise AssertionError("it takes too long")


@pytest.fixture
def town(tmp_path: Path) -> Community:
    town = settle(["Reading Room", "Tiled Hall", "Oat"])
    town.set_role(town.rhona, "lead")
    return town


def test_every_act_of_staff_is_noted(town: Community, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db, lead = town.db, town.rhona
    monkeypatch.setattr(backup, "write", lambda db, file: (file.parent.mkdir(exist_ok=True), file.touch()))  # no file behind it
    called, silent = set[str](), list[str]()

    def watched(service: Any) -> Any:
        return Watched(db, service, called, silent)

    _places(town, watched)
    _imports(town, watched, tmp_path, monkeypatch)
    _members(town, watched, tmp_path)
    _reports(town, watched)
    assert silent == []
    assert called == acts_of_staff(), "a new function of staff has to be called here"
    assert staff_log.first_broken(db) is None
    assert {entry.staff_name for entry in staff_log.latest(db, most=1_000)} == {"Rhona"}
    assert lead.member_id


def _places(town: Community, watched: Callable[[Any], Any]) -> None:
    lead, desk, queue = town.rhona, watched(town.desk), watched(town.suggestions)
    first, second, third = town.venue_ids()
    values = desk.open(lead, first).values
    desk.catalogue(lead, most=5)
    desk.save(lead, first, {"wifi": "paid"}, seen=values)
    opened = desk.open(lead, first)
    desk.put_back(lead, opened.edits[0].edit_id, seen=opened.values)
    desk.set_status(lead, first, Status.CLOSED, seen=opened.values)
    desk.alike(lead, opened.venue)
    desk.what_moves(lead, second)
    merge_id = desk.merge(lead, lost_id=second, kept_id=third, taken={}, seen=desk.open(lead, third).values)
    desk.undo_merge(lead, merge_id)
    for wifi in ("paid", "customers"):
        town.suggestions.suggest(town.wren, third, {"wifi": wifi})
    one, other = queue.queue(lead)
    queue.approve(lead, one.suggestion.suggestion_id, {"wifi"}, seen=one.now)
    queue.decline(lead, other.suggestion.suggestion_id, answer="No.")
    queue.waiting(lead), queue.decided(lead), queue.doubted(lead)
    watched(Coverages(town.db, Accounts(town.db))).look(lead, VenueFilter(), way="walk")


def _imports(town: Community, watched: Callable[[Any], Any], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lead, accounts = town.rhona, Accounts(town.db)
    papers = ImportDrafts(town.db, accounts, folder / "uploads")
    drafts, words = watched(papers), Words()
    checks = watched(ImportChecks(town.db, accounts, papers, lambda: Means(words, words)))
    draft = drafts.begin(lead, "new.csv", io.BytesIO(b"name,lat,lon\nNew Room,53.79,-1.54\n"))
    with pytest.raises(NotFound):
        drafts.begin_area(lead, None, [])
    draft = drafts.save(lead, drafts.read_as(lead, drafts.get(lead, draft.draft_id), {}))
    assert drafts.mine(lead)
    wait_until(lambda: checks.begin(lead, draft).state == READY)
    checks.pause(lead, draft.draft_id), checks.resume(lead, draft), checks.look(lead, draft.draft_id)
    with monkeypatch.context() as at_once:
        at_once.setattr(threading.Thread, "start", threading.Thread.run)  # so that what it writes is seen when it returns
        checks.commit(lead, draft)
    assert checks.result(lead, draft.draft_id).created == 1
    assert staff_log.latest(town.db, most=1)[0].act == "brought in places"
    drafts.end(lead, draft)
    history = watched(ImportHistory(town.db, accounts))
    import_id = history.entries(acting=lead)[0].import_id
    history.undo(import_id, acting=lead), history.redo(import_id, acting=lead)
    logs, log = watched(LogImports(town.db, accounts)), folder / "log.csv"
    log.write_text("src,dst,kind,at\nWren,Ida,reply,2026-05-01T10:00Z\n")
    plan = logs.look(lead, [log])
    logs.check(lead, plan)
    logs.undo(lead, logs.commit(lead, plan).import_id)
    logs.history(lead)


def _members(town: Community, watched: Callable[[Any], Any], folder: Path) -> None:
    lead, accounts, words = town.rhona, Accounts(town.db), Words()
    lists = watched(MemberImports(town.db, accounts, lambda: words))
    lists.commit(lead, lists.check(lead, "members.csv", b"name,e-mail\nNia,nia@example.org\n"))
    lists.undo(lead, lists.past(lead)[0].import_id)
    team = watched(Leading(town.db, accounts))
    (
        team.members(lead),
        team.open_community(lead),
        team.take_along(lead, "curve.csv"),
        team.set_role(lead, town.wren.member_id, "organiser"),
    )
    watched(Gate(town.db, accounts, rules=read_rules(ROOT / "data" / "rules.md"), vouching=True)).welcome(
        lead, town.ida.member_id
    )
    introductions = watched(Introductions(town.db, accounts))
    introductions.suggest(lead, town.wren.member_id, town.ida.member_id), introductions.suggested(lead)
    ladder = watched(ActivityLevels(town.db, accounts))
    ladder.change(lead, DEFAULT), ladder.put_back(lead)
    watched(Alerts(town.db, accounts)).digest(lead, date(2026, 6, 1))
    pulse = watched(Pulse(town.db, accounts))
    scores = watched(SenseScores(town.db, accounts, Pulse(town.db, accounts)))
    scores.commit(lead, scores.check(lead, "s.csv", b"month,n,total\n2026-01,9,40\n"))
    scores.undo(lead, scores.past(lead)[0].import_id), scores.over_time(lead)
    pulse.months(lead), pulse.answers_so_far(lead)
    reports = watched(PublicReports(town.db, accounts, Engagement(town.db)))
    reports.preview(lead), reports.publish(lead), reports.withdraw(lead)
    backups = watched(Backups(town.db, accounts, folder / "backups"))
    backups.make(lead), backups.there(lead)


def _reports(town: Community, watched: Callable[[Any], Any]) -> None:
    lead, moderation, now = town.rhona, watched(Moderation(town.db, Accounts(town.db))), datetime.now(UTC)
    with town.db.writing() as cursor:
        about = {"place": "card", "reason": "other", "words": "Hm.", "context": "", "now": now}
        safety.report(cursor, town.ida.member_id, town.wren.member_id, **about)
    (report,) = moderation.queue(lead)
    moderation.look(lead, report.report_id), moderation.note(lead, report.report_id, "Seen.")
    moderation.decide(lead, report.report_id, "note", text="Be kind.")
    with town.db.writing() as cursor:
        assert safety.appeal(cursor, town.wren.member_id, report.report_id, "Why?", now=now)
    moderation.answer_appeal(lead, report.report_id, "Because.", lift=True)
    moderation.waiting(lead), moderation.log(lead), moderation.first_broken(lead)


def test_a_look_is_one_entry_while_it_goes_on_and_another_later(town: Community) -> None:
    at = datetime(2026, 11, 25, 10, tzinfo=UTC)
    for minute, page in ((0, 1), (1, 1), (2, 2), (9, 1), (12, 1)):
        Leading(town.db, Accounts(town.db), clock=lambda minute=minute: at.replace(minute=minute)).members(town.rhona, page=page)
    assert [(one.noted_at.minute, one.detail) for one in staff_log.latest(town.db, most=9)] == [
        (12, "page 1"),
        (2, "page 2"),
        (0, "page 1"),
    ]


def test_a_search_is_noted_without_its_words(town: Community) -> None:
    Leading(town.db, Accounts(town.db)).members(town.rhona, "Wren")
    assert [one.detail for one in staff_log.latest(town.db, most=9)] == ["page 1, searched"]


def test_the_log_outlives_the_invented_people_and_misses_what_is_cut_off_its_end() -> None:
    db = Database(None)
    schema.bring_up_to_date(db)
    invented, ada = (Person(uuid4(), name, "lead") for name in ("Demo", "Ada"))
    with db.writing() as cursor:
        for one in (invented, ada):
            told = [one.member_id, one.name, one.role, one is invented]
            cursor.execute("INSERT INTO member (member_id, name, role, sample) VALUES (?, ?, ?, ?)", told)
    now = datetime.now(UTC)
    for by in (invented.member_id, ada.member_id, None):
        leading.set_role(db, ada.member_id, "lead", by=by, now=now)
    people.remove_sample(db)
    assert [one.staff_name for one in staff_log.latest(db, most=9)] == [None, "Ada", None]
    assert staff_log.first_broken(db) is None
    with db.writing() as cursor:
        cursor.execute("DELETE FROM staff_log WHERE number = 3")
    assert staff_log.first_broken(db) == 3
