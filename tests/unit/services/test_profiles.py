"""H1: a profile is tidied and checked, a status falls back by itself, and a photo is given only to who may see her."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from flock.domain.members import Person
from flock.domain.profiles import Profile
from flock.errors import BadHours, BadProfile, NotAllowed, NotFound
from flock.services import photo_passes
from flock.services.accounts import Accounts
from flock.services.profiles import Profiles
from flock.storage import schema
from flock.storage.database import Database
from tests.unit.services.test_accounts import join, known
from tests.unit.services.test_sign_in import Clock


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
def profiles(db: Database, clock: Clock) -> Profiles:
    return Profiles(db, Accounts(db), clock)


def picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (30, 30), "red").save(written, "PNG")
    return written.getvalue()


def test_a_profile_is_tidied(db: Database, profiles: Profiles) -> None:
    ada = known(db, "Ada")
    told = Profile(
        " Ada  M ", " translator", "Mo-Fr 09:00-15:00", "breaks", ("English", " english ", "Welsh"), interests=("a\nb",)
    )
    profiles.save(ada, told)
    assert profiles.own(ada)[0] == Profile(
        "Ada M", "translator", "Mo-Fr 09:00-15:00", "breaks", ("English", "Welsh"), interests=("a b",)
    )


@pytest.mark.parametrize(
    ("told", "error"),
    [
        (Profile("", "translator"), BadProfile),
        (Profile("Ada"), BadProfile),
        (Profile("Ada", "x" * 121), BadProfile),
        (Profile("Ada", "translator", style="loud"), BadProfile),
        (Profile("Ada", "translator", works="when I can"), BadHours),
        (Profile("Ada", "translator", languages=("x" * 41,)), BadProfile),
        (Profile("Ada", "translator", interests=tuple(map(str, range(13)))), BadProfile),
    ],
)
def test_what_cannot_be_taken_is_explained_and_nothing_is_saved(
    db: Database, profiles: Profiles, told: Profile, error: type
) -> None:
    before = profiles.own(known(db, "Ada"))
    with pytest.raises(error):
        profiles.save(known(db, "Ada"), told)
    assert profiles.own(known(db, "Ada")) == before


def test_a_status_falls_back_by_itself(db: Database, profiles: Profiles, clock: Clock) -> None:
    ada = known(db, "Ada")
    assert profiles.status(ada) is None
    profiles.set_status(ada, "company")
    clock.now += timedelta(days=6, hours=23)
    assert profiles.status(ada) == "company"
    clock.now += timedelta(hours=1)
    assert profiles.status(ada) is None
    with pytest.raises(BadProfile):
        profiles.set_status(ada, "busy")


def pass_for(db: Database, clock: Clock, looking: Person, shown: Person) -> str:
    return photo_passes.make(db, looking.member_id, [shown.member_id], now=clock.now)[shown.member_id]


def test_a_photo_is_given_only_to_who_may_see_her_now(db: Database, profiles: Profiles, clock: Clock) -> None:
    ada, bea = known(db, "Ada"), known(db, "Bea")
    profiles.save_photo(ada, picture())
    told_pass = pass_for(db, clock, bea, ada)
    assert profiles.photo(told_pass).startswith(b"\xff\xd8")
    with db.writing() as cursor:
        cursor.execute("INSERT INTO block VALUES (?, ?, now())", [ada.member_id, bea.member_id])
    with pytest.raises(NotFound):
        profiles.photo(told_pass)
    assert profiles.photo(profiles.own_photo(ada))


def test_a_pass_is_good_for_half_an_hour_for_her_and_for_that_photo(db: Database, profiles: Profiles, clock: Clock) -> None:
    ada, bea = known(db, "Ada"), known(db, "Bea")
    profiles.save_photo(ada, picture())
    told_pass = pass_for(db, clock, bea, ada)
    for wrong in ("", ".", "x.y", told_pass[:-1], told_pass[1:], "B" + told_pass[1:], told_pass.replace(".", "A.", 1)):
        with pytest.raises(NotFound):
            profiles.photo(wrong)
    clock.now += timedelta(minutes=31)
    with pytest.raises(NotFound):
        profiles.photo(told_pass)
    assert profiles.own_photo(bea) == "", "she has none"


def test_a_photo_taken_away_is_gone(db: Database, profiles: Profiles) -> None:
    ada = known(db, "Ada")
    profiles.save_photo(ada, picture())
    told_pass = profiles.own_photo(ada)
    profiles.save_photo(ada, None)
    with pytest.raises(NotFound):
        profiles.photo(told_pass)


def test_who_is_no_member_changes_nothing(db: Database, profiles: Profiles) -> None:
    from uuid import uuid4

    nobody = Person(uuid4(), "Mallory", "lead")
    for act in (
        lambda: profiles.save(nobody, Profile("Mallory", "x")),
        lambda: profiles.set_status(nobody, "open"),
        lambda: profiles.save_photo(nobody, None),
        lambda: profiles.own(nobody),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize(("seen_by", "sees"), [("nobody", False), ("groups", False), ("vouched", False), ("everyone", True)])
def test_what_others_see_is_asked_through_somebody_elses_eyes(db: Database, profiles: Profiles, seen_by: str, sees: bool) -> None:
    ada = known(db, "Ada")
    with db.writing() as cursor:
        cursor.execute("UPDATE member SET seen_by = ?, does = 'translator' WHERE name = 'Ada'", [seen_by])
    seen = profiles.seen_by(ada)
    assert set(seen) == {"everyone"}
    assert (seen["everyone"] is not None) is sees
    if sees:
        assert (seen["everyone"].name, seen["everyone"].does) == ("Ada", "translator")


def test_nobody_who_blocked_her_is_looked_through(db: Database, profiles: Profiles) -> None:
    ada, bea = known(db, "Ada"), known(db, "Bea")
    with db.writing() as cursor:
        cursor.execute("INSERT INTO block VALUES (?, ?, now())", [bea.member_id, ada.member_id])
    assert profiles.seen_by(ada) == {}, "an answer would tell of the block"


def test_a_member_of_her_group_sees_what_she_shows_to_groups(db: Database, profiles: Profiles) -> None:
    ada, bea = known(db, "Ada"), known(db, "Bea")
    with db.writing() as cursor:
        cursor.execute("UPDATE member SET seen_by = 'groups' WHERE name = 'Ada'")
        for member in (ada, bea):
            cursor.execute(
                "INSERT INTO group_member VALUES ('00000000-0000-0000-0000-000000000001', ?, now())", [member.member_id]
            )
    seen = profiles.seen_by(ada)
    assert set(seen) == {"groups"}
    assert seen["groups"].member_id == ada.member_id
