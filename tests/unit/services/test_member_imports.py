"""A1, A2: leads bring in members they have; each is hidden until she comes, is known by her verified address, and no postcode is kept."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flock.domain.members import Person
from flock.domain.sign_in import SignIn
from flock.errors import BadTable, NotAllowed, NotSignedIn
from flock.geocoding.gazetteer import Gazetteer
from flock.services.accounts import Accounts
from flock.services.member_imports import MemberImports
from flock.services.sign_in import SignIns
from flock.storage import schema
from flock.storage.database import Database
from tests.unit.services.test_accounts import join, known
from tests.unit.storage.test_personal_data import dump

LIST = """First name,E-mail,What they do,Post code,Hours,Languages,Likes
Ada,Ada@Example.org,translator,BS4 2AB,Mo-Fr 09:00-15:00,English; Welsh,choir
Bea,bea@example.org,,XX99 9XX,whenever,,
Cat,no address,potter,LS1 5TQ,,,
Dee,ada@EXAMPLE.org,twin,LS1 5TQ,,,
,eve@example.org,nameless,LS1 5TQ,,,
"""
NOW = datetime.now(UTC)


@pytest.fixture
def db() -> Database:
    db = Database(None)
    schema.bring_up_to_date(db)
    join(db, sample=False, lena="lead", mary="member")
    return db


@pytest.fixture
def lena(db: Database) -> Person:
    return known(db, "Lena")


@pytest.fixture
def service(db: Database, gazetteer: Gazetteer) -> MemberImports:
    return MemberImports(db, Accounts(db), lambda: gazetteer)


def come(db: Database, email: str) -> Person:
    return Accounts(db).known(SignIns(db).member(SignIn("https://id.example", email, datetime.now(UTC), "n", email, "Somebody")))


def test_a_list_is_checked_and_nothing_is_written(db: Database, lena: Person, service: MemberImports) -> None:
    before = dump(db)
    plan = service.check(lena, "members.csv", LIST.encode())
    assert dump(db) == before
    assert [(row.email, row.profile.name, row.profile.does, row.home_cell is not None) for row in plan.new] == [
        ("ada@example.org", "Ada", "translator", True),
        ("bea@example.org", "Bea", None, False),
    ]
    assert plan.new[0].profile.languages == ("English", "Welsh")
    assert plan.rejected == 3
    said = {(problem.line, problem.severity): problem.sentence for problem in plan.problems}
    assert "no e-mail address" in said[4, "rejected"]
    assert "Line 2 has the same address" in said[5, "rejected"]
    assert "name to call you by" in said[6, "rejected"]


def test_no_postcode_is_left_in_a_plan_the_database_or_a_file(
    db: Database, lena: Person, service: MemberImports, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    plan = service.check(lena, "members.csv", LIST.encode())
    service.commit(lena, plan)
    everything = str(plan) + str(dump(db))
    for code in ("BS4 2AB", "XX99", "LS1 5TQ", "BS42AB"):
        assert code not in everything
    assert list(tmp_path.rglob("*")) == []


def test_she_is_hidden_until_she_comes_and_is_known_by_her_verified_address(
    db: Database, lena: Person, service: MemberImports
) -> None:
    assert service.commit(lena, service.check(lena, "members.csv", LIST.encode())) == 2
    ada = known(db, "Ada")
    with db.reading() as cursor:
        assert cursor.execute("SELECT DISTINCT seen_by FROM member WHERE name IN ('Ada', 'Bea')").fetchall() == [("nobody",)]
    assert Accounts(db).person(ada.member_id) is None
    assert come(db, "ada@example.org") == ada
    with pytest.raises(NotSignedIn):
        SignIns(db).member(SignIn("https://other.example", "x", datetime.now(UTC), "n", "ada@example.org"))


def test_the_same_list_again_brings_nobody_in(db: Database, lena: Person, service: MemberImports) -> None:
    service.commit(lena, service.check(lena, "members.csv", LIST.encode()))
    again = service.check(lena, "members.csv", LIST.encode())
    assert (again.new, again.known) == ([], 2)
    with pytest.raises(BadTable, match="here already"):
        service.commit(lena, again)


def test_an_import_is_undone_and_who_came_stays(db: Database, lena: Person, service: MemberImports) -> None:
    before = dump(db)["member"]
    service.commit(lena, service.check(lena, "members.csv", LIST.encode()))
    ada = come(db, "ada@example.org")
    (past,) = service.past(lena)
    assert (past.created, past.rejected, past.came, past.is_undone) == (2, 3, 1, False)
    service.undo(lena, past.import_id)
    assert Accounts(db).known(ada.member_id) == ada
    with db.reading() as cursor:
        assert cursor.execute("SELECT count(*) FROM member WHERE name = 'Bea'").fetchone() == (0,)
        cursor.execute("DELETE FROM identity")
    service.undo(lena, past.import_id)
    assert dump(db)["member"] == before
    assert service.past(lena)[0].is_undone


@pytest.mark.parametrize("content", [b"", b"name,work\nAda,x\n", b"email\na@b.cc\n", b"\x00\x01\x02", b"name,email\n"])
def test_what_is_no_list_of_members_is_explained(lena: Person, service: MemberImports, content: bytes) -> None:
    with pytest.raises(BadTable):
        service.check(lena, "members.csv", content)


def test_nobody_brings_real_members_into_the_demo(db: Database, lena: Person, service: MemberImports) -> None:
    with db.writing() as cursor:
        cursor.execute("UPDATE member SET sample = TRUE")
        cursor.execute(
            "INSERT INTO import_batch BY NAME SELECT uuidv7() AS import_id, 'v.csv' AS file_name, '' AS sha256, '' AS who, TRUE AS sample, "
            "'committed' AS state, 1 AS created, 0 AS updated, now() AS started_at"
        )
    plan = service.check(lena, "members.csv", b"name,email\nAda,ada@example.org\n")
    with pytest.raises(NotAllowed, match="demo"):
        service.commit(lena, plan)
    assert db.one("account_is_demo")


def test_only_leads_bring_members_in(db: Database, service: MemberImports) -> None:
    with pytest.raises(NotAllowed):
        service.check(known(db, "Mary"), "members.csv", LIST.encode())
