"""Two app processes on one lake: limits hold over both, nothing is done twice, and what one begins the other takes up."""

import io
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pyarrow as pa
import pytest

from flock.domain.members import Person
from flock.errors import CannotWrite
from flock.geocoding.answers import Query, Refusal
from flock.geocoding.gazetteer import Gazetteer
from flock.services import sample_community, upkeep
from flock.services.accounts import Accounts
from flock.services.backups import Backups
from flock.services.import_checks import COMMITTED, FAILED, READY, ImportChecks
from flock.services.import_drafts import ImportDrafts
from flock.services.imports import Means
from flock.services.messages import Messages
from flock.services.moderation import Moderation
from flock.services.safety import Safety
from flock.services.waves import Waves
from flock.storage import people, schema
from flock.storage.database import Database
from tests.lakes import Postgres

ROOT = Path(__file__).resolve().parents[3]
TABLE = b"name,lat,lon\nReading Room,53.7961,-1.5471\nThe Mill,53.8011,-1.5502\n"
AT_ONCE = """
import sys
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID
from flock.domain.members import Person
from flock.errors import FlockError
from flock.services.accounts import Accounts
from flock.services.messages import Messages
from flock.services.waves import Waves
from flock.storage.database import Database
from flock.storage.lakes import Lake
db = Database(Lake(sys.argv[1], sys.argv[2]))
waves, messages = Waves(db, Accounts(db)), Messages(db, Accounts(db))
def person(name):
    with db.reading() as cursor:
        return Person(*cursor.execute("SELECT member_id, name, role FROM member WHERE name = ?", [name]).fetchone())
def do(work):
    try:
        work()
    except FlockError:
        pass
ada, bea, cat = person("Ada"), person("Bea"), person("Cat")
mine, hers = (bea, cat) if sys.argv[3] == "one" else (cat, bea)
talk = UUID(sys.argv[4])
print("ready", flush=True)
sys.stdin.readline()
works = [lambda: waves.send(mine, hers.member_id)]
works += [lambda n=n: waves.send(ada, person(f"Somebody {n}").member_id) for n in range(12)]
works += [lambda n=n: messages.send(ada, talk, f"{sys.argv[3]} {n}") for n in range(35)]
with ThreadPoolExecutor(5) as pool:
    list(pool.map(do, works))
db.close()
"""


class Nowhere:
    """Knows no address."""

    attribution = "nobody"

    def geocode(self, query: Query) -> Refusal:
        return Refusal("We can't find it.")

    def geocode_many(self, queries, *, progress=lambda done: None):
        return [self.geocode(query) for query in queries]


class Server:
    """What of an app server is tried here."""

    def __init__(self, server: Postgres, name: str, folder: Path) -> None:
        self.db = Database(server.lake(name), backup_folder=folder / "backups")
        accounts = Accounts(self.db)
        self.waves, self.messages = Waves(self.db, accounts), Messages(self.db, accounts)
        self.safety, self.moderation = Safety(self.db, accounts), Moderation(self.db, accounts)
        self.drafts = ImportDrafts(self.db, accounts, folder / "uploads")
        self.checks = ImportChecks(self.db, accounts, self.drafts, lambda: Means(Nowhere()))
        self.backups = Backups(self.db, accounts, folder / "backups")

    def ask(self, question: str) -> list[tuple[object, ...]]:
        with self.db.reading() as cursor:
            return cursor.execute(question).fetchall()

    def person(self, name: str) -> Person:
        with self.db.reading() as cursor:
            return Person(*cursor.execute("SELECT member_id, name, role FROM member WHERE name = ?", [name]).fetchone())


@pytest.fixture
def two(server: Postgres, ready_lake: str, tmp_path: Path) -> Iterator[tuple[Server, Server]]:
    """Two servers with folders of their own on one lake, with a few members."""
    server.new_lake_like(ready_lake)
    one, other = (Server(server, server.made[-1], tmp_path / which) for which in ("one", "other"))
    names = ["Ada", "Bea", "Cat", "Lena", *(f"Somebody {n}" for n in range(12))]
    said = {"member_key": names, "name": names, "role": ["member"] * 3 + ["lead"] + ["member"] * 12}
    people.add_members(one.db, pa.table(said | {"seen_by": ["everyone"] * len(names)}), sample=False)
    yield one, other
    one.db.close()
    other.db.close()


def meet(one: Server, other: Server, first: str, second: str):
    """Let two people wave, each on her server, and give their talk."""
    one.waves.send(one.person(first), one.person(second).member_id)
    return other.waves.send(other.person(second), other.person(first).member_id)


def test_two_processes_at_once_keep_to_the_limits_and_make_one_talk_of_two_waves(
    server: Postgres, two: tuple[Server, Server]
) -> None:
    one, other = two
    talk = meet(one, other, "Ada", "Lena")
    lake, files = f"ducklake:postgres:{server.server} dbname={server.made[-1]}", str(server.folder / "files" / server.made[-1])
    command = [sys.executable, "-c", AT_ONCE, lake, files]
    processes = [
        subprocess.Popen([*command, who, str(talk)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for who in ("one", "two")
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.communicate("go\n", timeout=300)
    assert [process.returncode for process in processes] == [0, 0]
    ((sent, to),) = one.ask(
        "SELECT count(*), count(DISTINCT to_id) FROM wave JOIN member ON member_id = from_id WHERE name = 'Ada'"
    )
    assert (sent, to) == (10, 10), "ten a day, and nobody twice; the one to Lena is among them"
    assert one.ask("SELECT count(*), count(DISTINCT words) FROM message") == [(60, 60)], "sixty an hour"
    between = "(SELECT member_id FROM member WHERE name IN ('Bea', 'Cat'))"
    assert one.ask(f"SELECT count(*) FROM talk WHERE low_id IN {between} AND high_id IN {between}") == [(1,)]
    assert one.ask(f"SELECT count(*) FROM wave WHERE from_id IN {between}") == [(1,)]


def test_what_is_said_and_reported_on_one_server_is_answered_on_the_other(two: tuple[Server, Server]) -> None:
    one, other = two
    talk = meet(one, other, "Ada", "Bea")
    one.messages.send(one.person("Ada"), talk, "Shall we?")
    assert other.messages.unread(other.person("Bea")) == 1
    assert [message.words for message in other.messages.read(other.person("Bea"), talk)] == ["Shall we?"]
    one.safety.report(
        one.person("Ada"), one.person("Bea").member_id, place="talk", reason="harassing", text="This was not kind.", talk_id=talk
    )
    ((report_id,),) = other.ask("SELECT report_id FROM report")
    other.moderation.decide(other.person("Lena"), report_id, "note", text="Be kind, please.")
    assert [notice.words for notice in one.safety.notices(one.person("Bea"))] == ["Be kind, please."]
    meet(other, one, "Bea", "Lena")
    others = [other.person(name).member_id for name in ("Ada", "Lena")]
    group = other.messages.start_group(other.person("Bea"), "Tuesdays", others)
    assert group in {known.talk_id for known in one.messages.talks(one.person("Ada"))}


def test_an_import_that_was_begun_on_one_server_is_gone_on_with_on_the_other_and_comes_in_once(
    two: tuple[Server, Server],
) -> None:
    one, other = two
    lena = one.person("Lena")
    draft = one.drafts.begin(lena, "places.csv", io.BytesIO(TABLE))
    taken_up = other.drafts.get(lena, draft.draft_id)
    assert taken_up.path != draft.path
    assert taken_up.path.read_bytes() == TABLE
    assert [found.draft_id for found in other.drafts.mine(lena)] == [draft.draft_id]
    for at in two:
        check(at, lena, draft.draft_id, until={READY})
    for at in two:
        at.checks.commit(lena, at.drafts.get(lena, draft.draft_id))
    ended = sorted(ended_as(at, draft.draft_id) for at in two)
    assert ended == [COMMITTED, FAILED]
    assert one.ask("SELECT count(*), sum(created) FROM import_batch") == [(1, 2)]
    assert other.ask("SELECT (SELECT count(*) FROM venue), (SELECT count(*) FROM import_draft_part)") == [(2, 0)]


def check(at: Server, person: Person, draft_id: UUID, *, until: set[str]) -> None:
    for _ in range(600):
        if at.checks.begin(person, at.drafts.get(person, draft_id)).state in until:
            return
        time.sleep(0.1)
    pytest.fail("the check did not come to an end")


def ended_as(at: Server, draft_id: UUID) -> str:
    job = at.checks._jobs[draft_id]
    for _ in range(600):
        if job.state in (COMMITTED, FAILED):
            return job.state
        time.sleep(0.1)
    return job.state


def test_what_a_killed_server_left_is_cleared_while_the_other_runs_and_not_while_somebody_writes(
    two: tuple[Server, Server],
) -> None:
    one, other = two
    with one.db.writing() as cursor:
        cursor.execute("CREATE TABLE venue_next AS FROM venue")
        cursor.execute(
            "INSERT INTO import_batch BY NAME SELECT uuidv7() AS import_id, 'running' AS state, FALSE AS sample, 0 AS turn"
        )
    with one.db.turn():
        upkeep.clear_unfinished_imports(other.db)
        assert other.ask("SELECT state FROM import_batch") == [("running",)], "it may be on its way there"
    upkeep.clear_unfinished_imports(other.db)
    assert one.ask("SELECT state FROM import_batch") == [("abandoned",)]
    assert one.ask("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'venue_next'") == [(0,)]


def test_an_import_puts_away_what_a_killed_server_left_of_its_own(two: tuple[Server, Server]) -> None:
    one, other = two
    lena = one.person("Lena")
    with one.db.writing() as cursor:
        cursor.execute("CREATE TABLE venue_next AS FROM venue")
    draft = other.drafts.begin(lena, "places.csv", io.BytesIO(TABLE))
    check(other, lena, draft.draft_id, until={READY})
    other.checks.commit(lena, draft)
    assert ended_as(other, draft.draft_id) == COMMITTED
    assert one.ask("SELECT count(*) FROM venue") == [(2,)]


def test_a_scheduled_backup_is_made_by_one_of_them(two: tuple[Server, Server]) -> None:
    hour = timedelta(hours=1)
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda at: at.backups.make_due(hour), two))
    assert sorted(backup is not None for backup in made) == [False, True]
    assert [at.backups.make_due(hour) for at in two] == [None, None]


def test_a_backup_that_could_not_be_written_stays_due(two: tuple[Server, Server], tmp_path: Path) -> None:
    one, other = two
    (tmp_path / "one").mkdir(exist_ok=True)
    (tmp_path / "one" / "backups").write_text("no folder")
    with pytest.raises(CannotWrite):
        one.backups.make_due(timedelta(hours=1))
    assert other.backups.make_due(timedelta(hours=1)) is not None


def test_of_two_that_start_at_once_on_an_empty_lake_one_fills_it(
    server: Postgres, gazetteer: Gazetteer, small_sample: Path
) -> None:
    server.new_lake()
    name = server.made[-1]
    with ThreadPoolExecutor(2) as pool:
        opened = list(pool.map(lambda _: Database(server.lake(name)), range(2)))
        assert len(set(pool.map(schema.bring_up_to_date, opened))) == 1
        loaded = list(pool.map(lambda db: sample_community.load_once(db, gazetteer, small_sample), opened))
    assert sorted(done is not None for done in loaded) == [False, True]
    with opened[0].reading() as cursor:
        assert cursor.execute("SELECT (SELECT count(*) FROM venue), (SELECT count(*) FROM member WHERE sample)").fetchone() == (
            6,
            6,
        )
    for db in opened:
        db.close()
