"""A2: a member is known by who she is to the provider, read anew each time; sign-ins end at once and everywhere."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from uuid import UUID

import pytest

from flock.domain.sign_in import SignIn
from flock.errors import NotFound, NotSignedIn
from flock.services.accounts import Accounts
from flock.services.sign_in import SignIns
from flock.storage import schema
from flock.storage.database import Database

NOW = datetime(2026, 5, 14, 9, 30, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def db() -> Database:
    db = Database(None)
    schema.bring_up_to_date(db)
    return db


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sign_ins(db: Database, clock: Clock) -> SignIns:
    return SignIns(db, first_lead="Lena@example.org", clock=clock)


def come(
    subject: str, *, email: str | None = None, issuer: str = "https://id.example", at: datetime = NOW, nonce: str = "n"
) -> SignIn:
    return SignIn(issuer, subject, at, nonce, email, subject.title())


def members(db: Database) -> int:
    with db.reading() as cursor:
        return cursor.execute("SELECT count(*) FROM member").fetchone()[0]


def test_who_comes_first_stands_hidden_at_the_gate(db: Database, sign_ins: SignIns) -> None:
    ada = sign_ins.member(come("ada", email="ada@example.org"))
    accounts = Accounts(db)
    assert accounts.person(ada) is None
    assert accounts.known(ada).name == "Ada"
    with db.reading() as cursor:
        assert cursor.execute("SELECT seen_by, role, sample FROM member").fetchall() == [("nobody", "member", False)]


def test_she_is_known_by_issuer_and_subject_and_not_by_her_address(db: Database, sign_ins: SignIns) -> None:
    ada = sign_ins.member(come("ada", email="ada@example.org"))
    assert sign_ins.member(come("ada", email="other@example.org", nonce="later")) == ada
    assert sign_ins.member(come("ada", issuer="https://other.example")) != ada
    assert members(db) == 2


@pytest.mark.parametrize("email", ["ada@example.org", "ADA@EXAMPLE.ORG", "ａda@example.org"])
def test_a_second_sign_in_with_the_same_address_is_refused_and_told_nothing(db: Database, sign_ins: SignIns, email: str) -> None:
    from flock.domain.sign_in import plain_email

    sign_ins.member(come("ada", email="ada@example.org"))
    with pytest.raises(NotSignedIn) as refused:
        sign_ins.member(come("mallory", issuer="https://other.example", email=plain_email(email)))
    assert "example.org" not in str(refused.value)
    assert "Ada" not in str(refused.value)
    assert members(db) == 1


def test_a_look_alike_without_a_verified_address_is_somebody_else(db: Database, sign_ins: SignIns) -> None:
    ada = sign_ins.member(come("ada", email="ada@example.org"))
    assert sign_ins.member(come("mallory", email=None)) != ada


def test_after_signing_out_a_copy_opens_nothing_and_another_sign_in_does(sign_ins: SignIns) -> None:
    here, phone = come("ada"), come("ada", nonce="phone")
    ada = sign_ins.member(here)
    assert sign_ins.member(phone) == ada
    sign_ins.end(here)
    with pytest.raises(NotSignedIn, match="You signed out"):
        sign_ins.member(here)
    assert sign_ins.member(phone) == ada
    assert sign_ins.member(come("ada", nonce="again")) == ada


def test_signing_out_everywhere_ends_all_that_was_issued(db: Database, sign_ins: SignIns, clock: Clock) -> None:
    here, phone = come("ada"), come("ada", nonce="phone")
    ada = sign_ins.member(here)
    clock.now += timedelta(minutes=5)
    sign_ins.end_everywhere(Accounts(db).known(ada))
    for old in (here, phone):
        with pytest.raises(NotSignedIn):
            sign_ins.member(old)
    assert sign_ins.member(come("ada", at=clock.now + timedelta(seconds=1))) == ada


def test_after_twelve_hours_she_signs_in_again(sign_ins: SignIns, clock: Clock) -> None:
    sign_ins.member(come("ada"))
    clock.now += timedelta(hours=12)
    with pytest.raises(NotSignedIn, match="twelve hours"):
        sign_ins.member(come("ada"))


def test_two_tabs_at_once_make_one_member(db: Database, sign_ins: SignIns) -> None:
    at_once = Barrier(8)

    def arrive(number: int) -> UUID:
        at_once.wait()
        return sign_ins.member(come("ada", nonce=str(number)))

    with ThreadPoolExecutor(8) as pool:
        came = list(pool.map(arrive, range(8)))
    assert len(set(came)) == 1
    assert members(db) == 1


def test_the_first_lead_is_named_by_a_setting_until_there_is_one(db: Database, sign_ins: SignIns) -> None:
    accounts = Accounts(db)
    assert accounts.known(sign_ins.member(come("mallory", email=None))).role == "member"
    lena = sign_ins.member(come("lena", email="lena@example.org"))
    assert accounts.known(lena).role == "lead"
    assert sign_ins.grant("lena@example.org", "member") == "Lena"
    sign_ins.member(come("bea", email="bea@example.org"))
    sign_ins.grant("BEA@example.org", "lead")
    sign_ins.member(come("lena", email="lena@example.org"))
    assert accounts.known(lena).role == "member", "there is another lead by now"


def test_a_role_is_granted_to_who_has_come_and_to_nobody_else(sign_ins: SignIns) -> None:
    with pytest.raises(NotFound, match="Nobody has signed in with"):
        sign_ins.grant("ada@example.org", "lead")
    with pytest.raises(NotFound, match="There is no role «queen»"):
        sign_ins.grant("ada@example.org", "queen")


def test_who_is_sent_away_is_gone_at_the_next_look(db: Database, sign_ins: SignIns) -> None:
    ada = sign_ins.member(come("ada"))
    with db.writing() as cursor:
        cursor.execute("UPDATE account SET admitted_at = now()")
    assert Accounts(db).person(ada)
    with db.writing() as cursor:
        cursor.execute("INSERT INTO standing VALUES (?, 'banned', now() - INTERVAL 1 SECOND, NULL, NULL)", [ada])
    assert Accounts(db).person(ada) is None
    assert Accounts(db).standing(ada) == ("banned", None)
    with db.writing() as cursor:
        cursor.execute("UPDATE standing SET state = 'paused', until = now() + INTERVAL 1 DAY")
    paused = Accounts(db).standing(ada)
    assert paused.state == "paused"
    assert paused.until > datetime.now(UTC)
    with db.writing() as cursor:
        cursor.execute("UPDATE standing SET until = now() - INTERVAL 1 MILLISECOND")
    assert Accounts(db).person(ada), "a pause ends by itself"
