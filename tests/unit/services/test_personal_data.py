"""S7: one ZIP for one pass, leaving with seven days to change her mind, then gone."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from flock.domain.members import Person
from flock.domain.sign_in import SignIn
from flock.errors import NotAllowed, NotFound, NotSignedIn
from flock.services.accounts import Accounts
from flock.services.personal_data import PersonalData
from flock.services.profiles import Profiles
from flock.services.sign_in import SignIns
from flock.storage import schema
from flock.storage.database import Database
from tests.unit.services.test_accounts import join, known
from tests.unit.services.test_profiles import picture
from tests.unit.services.test_sign_in import Clock
from tests.unit.storage.test_personal_data import dump


@pytest.fixture
def db() -> Database:
    db = Database(None)
    schema.bring_up_to_date(db)
    join(db, sample=False, ada="member", bea="member")
    return db


@pytest.fixture
def clock() -> Clock:
    clock = Clock()
    clock.now = datetime.now(UTC)
    return clock


@pytest.fixture
def service(db: Database, clock: Clock) -> PersonalData:
    return PersonalData(db, Accounts(db, clock), clock)


def test_the_export_is_one_zip_with_everything_as_json_and_tables_and_her_photo(db: Database, service: PersonalData) -> None:
    ada = known(db, "Ada")
    Profiles(db, Accounts(db)).save_photo(ada, picture())
    with db.writing() as cursor:
        cursor.execute("UPDATE member SET does = '=HYPERLINK(1)', interests = ['choir', 'walking'] WHERE name = 'Ada'")
    with zipfile.ZipFile(io.BytesIO(service.collect(service.offer(ada)))) as pack:
        assert pack.testzip() is None
        told = json.loads(pack.read("flock.json"))
        assert told["member.member_id"][0]["does"] == "=HYPERLINK(1)"
        assert told["member.member_id"][0]["interests"] == ["choir", "walking"]
        table = pack.read("member.member_id.csv").decode("utf-8-sig")
        assert "'=HYPERLINK(1)" in table
        assert "choir; walking" in table
        assert pack.read("photo.jpg").startswith(b"\xff\xd8")
        assert "Bea" not in str(told)


def test_a_pass_works_once_for_five_minutes_and_only_as_given(db: Database, service: PersonalData, clock: Clock) -> None:
    ada = known(db, "Ada")
    told = service.offer(ada)
    for wrong in ("", told[:-1], told.swapcase(), "x" * 43):
        with pytest.raises(NotFound):
            service.collect(wrong)
    assert service.collect(told)
    with pytest.raises(NotFound):
        service.collect(told)
    late = service.offer(ada)
    clock.now += timedelta(minutes=5)
    with pytest.raises(NotFound):
        service.collect(late)
    with pytest.raises(NotFound):
        service.offer(Person(uuid4(), "Mallory", "lead"))


def test_who_leaves_is_gone_at_once_and_comes_back_as_she_was(db: Database, service: PersonalData, clock: Clock) -> None:
    ada, accounts = known(db, "Ada"), Accounts(db, clock)
    service.leave(ada)
    assert accounts.person(ada.member_id) is None
    assert accounts.standing(ada.member_id).state == "left"
    assert service.leaves_for_good_at(ada) == clock.now + timedelta(days=7)
    assert service.collect(service.offer(ada)), "she may still take her data"
    clock.now += timedelta(days=6, hours=23)
    assert service.erase_due() == 0
    service.come_back(ada)
    assert accounts.person(ada.member_id) == ada
    clock.now += timedelta(days=30)
    assert service.erase_due() == 0


def test_after_seven_days_she_is_erased_and_others_are_not(db: Database, service: PersonalData, clock: Clock) -> None:
    ada, bea, accounts = known(db, "Ada"), known(db, "Bea"), Accounts(db, clock)
    service.leave(ada)
    clock.now += timedelta(days=7)
    assert service.erase_due() == 1
    assert accounts.known(ada.member_id) is None
    assert accounts.person(bea.member_id) == bea


def test_nobody_leaves_for_another(db: Database, service: PersonalData) -> None:
    with pytest.raises(NotAllowed):
        service.leave(Person(uuid4(), "Mallory", "lead"))


def test_an_open_tab_of_somebody_who_was_erased_makes_nobody_of_her_anew(
    db: Database, service: PersonalData, clock: Clock
) -> None:
    sign_ins, accounts = SignIns(db, clock=clock), Accounts(db, clock)
    early = SignIn("https://id.example", "cara", clock.now, "n", "cara@example.org", "Cara")
    cara = accounts.known(sign_ins.member(early))
    with db.writing() as cursor:
        cursor.execute("UPDATE account SET admitted_at = now() WHERE member_id = ?", [cara.member_id])
    service.leave(cara)
    clock.now += timedelta(days=6, hours=23)
    live = replace(early, issued_at=clock.now, nonce="m")
    assert sign_ins.member(live) == cara.member_id, "she may look at the way back"
    clock.now += timedelta(hours=1)
    assert service.erase_due() == 1
    everything = str(dump(db))
    with pytest.raises(NotSignedIn, match="Sign in again"):
        sign_ins.member(live)
    assert str(dump(db)) == everything
    assert "cara" not in everything.lower()
    assert service_refuses(service, cara)
    again = sign_ins.member(replace(early, issued_at=clock.now, nonce="o"))
    assert again != cara.member_id, "who signs in anew begins anew, at the gate"
    assert accounts.person(again) is None


def service_refuses(service: PersonalData, person: Person) -> bool:
    with pytest.raises(NotFound):
        service.offer(person)
    with pytest.raises(NotAllowed):
        service.leave(person)
    return True
