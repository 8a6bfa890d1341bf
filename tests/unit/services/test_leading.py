"""A1: leads say who may do what; there is always one; all of it stands in the log of what staff did."""

import pytest

from flock.errors import BadProfile, NotAllowed, NotFound
from flock.services.accounts import Accounts
from flock.services.leading import Leading
from flock.storage import schema, staff_log
from flock.storage.database import Database
from tests.unit.services.test_accounts import join, known


@pytest.fixture
def db() -> Database:
    db = Database(None)
    schema.bring_up_to_date(db)
    join(db, sample=False, lena="lead", mary="member", olga="organiser")
    return db


def test_a_lead_gives_a_role_and_it_is_noted(db: Database) -> None:
    lena, mary, leading = known(db, "Lena"), known(db, "Mary"), Leading(db, Accounts(db))
    leading.set_role(lena, mary.member_id, "organiser")
    assert known(db, "Mary").role == "organiser"
    assert [(entry.staff_name, entry.act, entry.about_name) for entry in staff_log.latest(db, most=5)] == [
        ("Lena", "made her organiser", "Mary")
    ]
    assert staff_log.first_broken(db) is None


def test_the_last_lead_stays_one(db: Database) -> None:
    lena, mary, leading = known(db, "Lena"), known(db, "Mary"), Leading(db, Accounts(db))
    join(db, sample=True, sam="lead")
    with pytest.raises(BadProfile, match="only lead"):
        leading.set_role(lena, lena.member_id, "member")
    leading.set_role(lena, mary.member_id, "lead")
    leading.set_role(lena, lena.member_id, "member")
    with pytest.raises(NotAllowed):
        leading.set_role(lena, lena.member_id, "lead")


def test_a_role_or_member_that_is_not_there_is_explained(db: Database) -> None:
    from uuid import uuid4

    lena, leading = known(db, "Lena"), Leading(db, Accounts(db))
    for member_id, role in ((uuid4(), "member"), (lena.member_id, "queen")):
        with pytest.raises(NotFound):
            leading.set_role(lena, member_id, role)


def test_the_list_is_searched_literally_and_holds_no_invented_people(db: Database) -> None:
    lena, leading = known(db, "Lena"), Leading(db, Accounts(db))
    join(db, sample=True, sam="member")
    assert [one.name for one in leading.members(lena)] == ["Lena", "Mary", "Olga"]
    assert [one.name for one in leading.members(lena, "OL")] == ["Olga"]
    for mark in ("%", "_", "!"):
        assert leading.members(lena, mark) == []
