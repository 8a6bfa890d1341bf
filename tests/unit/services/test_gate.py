"""A4, S8: rules, a profile, a place and who may see her, then somebody who knows her; rules that change bring everybody back."""

from uuid import UUID

import pytest

from flock.domain import members
from flock.domain.members import Person
from flock.domain.positions import LatLon
from flock.domain.sign_in import SignIn
from flock.errors import BadProfile, NotAllowed, NotFound
from flock.services.accounts import Accounts
from flock.services.gate import Gate, Rules, read_rules
from flock.services.sign_in import SignIns
from flock.storage import schema
from flock.storage.database import Database
from tests.unit.services.test_sign_in import NOW


@pytest.fixture
def db() -> Database:
    db = Database(None)
    schema.bring_up_to_date(db)
    return db


def gate_of(db: Database, *, vouching: bool = False, rules: str = "Be kind.") -> Gate:
    return Gate(db, Accounts(db), rules=Rules(rules), vouching=vouching)


def come(db: Database, name: str) -> UUID:
    return SignIns(db, clock=lambda: NOW).member(SignIn("https://id.example", name, NOW, "n", None, name))


def settle(db: Database, member_id: UUID) -> None:
    with db.writing() as cursor:
        cursor.execute("UPDATE member SET home_cell = ? WHERE member_id = ?", [members.home_cell(LatLon(53.8, -1.55)), member_id])


def walk_in(db: Database, gate: Gate, name: str, *, role: str = "member") -> Person:
    member_id = come(db, name)
    with db.writing() as cursor:
        cursor.execute("UPDATE member SET role = ? WHERE member_id = ?", [role, member_id])
    gate.accept_rules(member_id, gate.rules.version)
    gate.introduce(member_id, name=name, does="translator")
    settle(db, member_id)
    gate.choose_seen_by(member_id, "everyone")
    return Accounts(db).known(member_id)


def test_she_takes_one_step_after_the_other_and_is_seen_only_after_the_last(db: Database) -> None:
    gate, accounts = gate_of(db), Accounts(db)
    ada = come(db, "Ada")
    steps = [gate.step(ada)]
    for act in (
        lambda: gate.accept_rules(ada, gate.rules.version),
        lambda: gate.introduce(ada, name=" Ada  Maria ", does="translator"),
        lambda: settle(db, ada),
    ):
        act()
        steps.append(gate.step(ada))
        assert accounts.person(ada) is None
    assert steps == ["rules", "profile", "home", "seen_by"]
    gate.choose_seen_by(ada, "everyone")
    assert gate.step(ada) is None
    assert accounts.person(ada) == Person(ada, "Ada Maria", "member")
    with db.reading() as cursor:
        assert cursor.execute("SELECT seen_by FROM member").fetchone() == ("everyone",)


def test_who_chose_at_the_gate_to_be_seen_is_not_seen_while_she_waits(db: Database) -> None:
    gate = gate_of(db, vouching=True)
    ada = walk_in(db, gate, "Ada")
    assert gate.step(ada.member_id) == "welcome"
    with db.reading() as cursor:
        assert cursor.execute("SELECT seen_by FROM member").fetchone() == ("nobody",)


def test_rules_that_change_are_asked_again_and_nothing_else_is(db: Database) -> None:
    ada = walk_in(db, gate_of(db), "Ada")
    newer = gate_of(db, rules="Be kind, and be real.")
    assert newer.step(ada.member_id) == "rules"
    newer.accept_rules(ada.member_id, Rules("Be kind.").version)
    assert newer.step(ada.member_id) == "rules", "she has read the older ones"
    newer.accept_rules(ada.member_id, newer.rules.version)
    assert newer.step(ada.member_id) is None


@pytest.mark.parametrize(("name", "does"), [("", "translator"), ("x" * 41, "translator"), ("Ada", " "), ("Ada", "x" * 121)])
def test_a_profile_that_says_nothing_or_too_much_is_explained(db: Database, name: str, does: str) -> None:
    with pytest.raises(BadProfile):
        gate_of(db).introduce(come(db, "Ada"), name=name, does=does)


def test_enough_members_who_stand_up_for_her_let_her_in(db: Database) -> None:
    open_gate, gate, accounts = gate_of(db), gate_of(db, vouching=True), Accounts(db)
    here = [walk_in(db, open_gate, f"Member {i}") for i in range(5)]
    ada = walk_in(db, gate, "Ada").member_id
    code = gate.progress(ada).vouch_code
    gate.vouch(here[0], code)
    gate.vouch(here[0], code)
    assert gate.progress(ada).vouches == 1, "who says it twice has said it once"
    assert accounts.person(ada) is None, "five members: two have to know her"
    gate.vouch(here[1], code)
    assert accounts.person(ada) is not None


def test_a_vouch_is_taken_back_and_who_is_sent_away_vouches_for_nobody(db: Database) -> None:
    open_gate, gate = gate_of(db), gate_of(db, vouching=True)
    here = [walk_in(db, open_gate, f"Member {i}") for i in range(6)]
    ada = walk_in(db, gate, "Ada").member_id
    code = gate.progress(ada).vouch_code
    gate.vouch(here[0], code)
    gate.vouch(here[1], code)
    gate.take_back(here[0], code)
    with db.writing() as cursor:
        cursor.execute("INSERT INTO standing VALUES (?, 'banned', now() - INTERVAL 1 HOUR, NULL, NULL)", [here[1].member_id])
    assert gate.progress(ada).vouches == 0
    with pytest.raises(NotAllowed):
        gate.vouch(here[1], code)


def test_a_code_leads_only_to_who_gave_it_out(db: Database) -> None:
    gate = gate_of(db, vouching=True)
    ada = walk_in(db, gate_of(db), "Ada")
    own = gate.progress(ada.member_id).vouch_code
    for code in ("", "guessed", own):
        with pytest.raises(NotFound):
            gate.vouch(ada, code)
    waiting = Accounts(db).known(walk_in(db, gate, "Bea").member_id)
    with pytest.raises(NotAllowed):
        gate.vouch(waiting, own)


def test_a_lead_lets_in_and_a_member_does_not(db: Database) -> None:
    gate, accounts = gate_of(db, vouching=True), Accounts(db)
    lena, mary = walk_in(db, gate, "Lena", role="lead"), walk_in(db, gate_of(db), "Mary")
    assert accounts.person(lena.member_id), "nobody has to vouch for a lead"
    ada = walk_in(db, gate, "Ada").member_id
    with pytest.raises(NotAllowed):
        gate.welcome(mary, ada)
    gate.welcome(lena, ada)
    assert accounts.person(ada)


def test_rules_are_shipped_and_others_must_be_there(tmp_path) -> None:
    from tests.conftest import ROOT

    assert read_rules(ROOT / "data" / "rules.md").text
    with pytest.raises(ValueError, match="FLOCK_RULES"):
        read_rules(tmp_path / "none.md")
