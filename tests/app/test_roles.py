"""A1: role × page × action, none wrong. Pages come from the menu's own list; what services do is listed here, with who may."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from uuid import UUID, uuid4

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from flock.domain.members import ROLES, Person
from flock.domain.profiles import Profile
from flock.errors import NotAllowed
from flock.parts import Parts
from flock.services.member_imports import Plan
from flock.services.sense_scores import Plan as ScorePlan
from flock.ui import menu, session
from tests.app.conftest import SECRETS, WHO, said_of
from tests.conftest import ROOT

NOWHERE = "no-such-address"
ID = uuid4()


def leave_and_come_back(parts: Parts, who: Person) -> None:
    parts.personal_data.leave(who)
    parts.personal_data.come_back(who)


# What a service does for somebody, and the least role that may. A new service adds its lines here.
ACTIONS: list[tuple[str, str, Callable[[Parts, Person], object]]] = [
    ("backups.make", "lead", lambda parts, who: parts.backups.make(who)),
    ("backups.there", "lead", lambda parts, who: parts.backups.there(who)),
    ("leading.members", "lead", lambda parts, who: parts.leading.members(who)),
    ("leading.set_role", "lead", lambda parts, who: parts.leading.set_role(who, ID, "lead")),
    (
        "member_imports.check",
        "lead",
        lambda parts, who: parts.member_imports.check(who, "members.csv", b"name,email\nAda,a@b.cc\n"),
    ),
    ("member_imports.commit", "lead", lambda parts, who: parts.member_imports.commit(who, Plan("members.csv", [], 0, [], {}))),
    ("member_imports.past", "lead", lambda parts, who: parts.member_imports.past(who)),
    ("member_imports.undo", "lead", lambda parts, who: parts.member_imports.undo(who, ID)),
    ("profiles.own", "member", lambda parts, who: parts.profiles.own(who)),
    ("profiles.seen_by", "member", lambda parts, who: parts.profiles.seen_by(who)),
    ("profiles.save", "member", lambda parts, who: parts.profiles.save(who, Profile(who.name, "translator"))),
    ("profiles.set_status", "member", lambda parts, who: parts.profiles.set_status(who, None)),
    ("profiles.save_photo", "member", lambda parts, who: parts.profiles.save_photo(who, None)),
    ("personal_data.leave", "member", leave_and_come_back),
    ("gate.welcome", "lead", lambda parts, who: parts.gate.welcome(who, ID)),
    ("gate.vouch", "member", lambda parts, who: parts.gate.vouch(who, "no such code")),
    ("gate.take_back", "member", lambda parts, who: parts.gate.take_back(who, "no such code")),
    ("activity_levels.change", "lead", lambda parts, who: parts.activity_levels.change(who, [])),
    ("activity_levels.put_back", "lead", lambda parts, who: parts.activity_levels.put_back(who)),
    ("alerts.digest", "lead", lambda parts, who: parts.alerts.digest(who, date(2026, 5, 14))),
    ("introductions.suggest", "lead", lambda parts, who: parts.introductions.suggest(who, ID, uuid4())),
    ("introductions.suggested", "lead", lambda parts, who: parts.introductions.suggested(who)),
    ("introductions.waiting", "member", lambda parts, who: parts.introductions.waiting(who)),
    ("introductions.answer", "member", lambda parts, who: parts.introductions.answer(who, ID, yes=True)),
    ("log_imports.look", "lead", lambda parts, who: parts.log_imports.look(who, [])),
    ("log_imports.history", "lead", lambda parts, who: parts.log_imports.history(who)),
    ("log_imports.undo", "lead", lambda parts, who: parts.log_imports.undo(who, ID)),
    ("pulse.is_due", "member", lambda parts, who: parts.pulse.is_due(who)),
    ("pulse.answer", "member", lambda parts, who: parts.pulse.answer(who, {})),
    (
        "sense_scores.check",
        "lead",
        lambda parts, who: parts.sense_scores.check(who, "scores.csv", b"date,total\n2026-01-01,40\n"),
    ),
    ("sense_scores.commit", "lead", lambda parts, who: parts.sense_scores.commit(who, ScorePlan("scores.csv", [], 0, [], {}))),
    ("sense_scores.past", "lead", lambda parts, who: parts.sense_scores.past(who)),
    ("sense_scores.undo", "lead", lambda parts, who: parts.sense_scores.undo(who, ID)),
    ("sense_scores.over_time", "lead", lambda parts, who: parts.sense_scores.over_time(who)),
    ("pulse.months", "lead", lambda parts, who: parts.pulse.months(who)),
    ("public_reports.preview", "lead", lambda parts, who: parts.public_reports.preview(who)),
    ("public_reports.publish", "lead", lambda parts, who: parts.public_reports.publish(who)),
    ("public_reports.withdraw", "lead", lambda parts, who: parts.public_reports.withdraw(who)),
    ("venue_editing.open", "organiser", lambda parts, who: parts.venue_editing.open(who, ID)),
    ("venue_editing.save", "organiser", lambda parts, who: parts.venue_editing.save(who, ID, {}, seen={})),
    ("venue_editing.put_back", "organiser", lambda parts, who: parts.venue_editing.put_back(who, ID, seen={})),
    ("venue_editing.undo_merge", "organiser", lambda parts, who: parts.venue_editing.undo_merge(who, ID)),
    ("suggestions.suggest", "member", lambda parts, who: parts.suggestions.suggest(who, ID, {})),
    ("suggestions.mine", "member", lambda parts, who: parts.suggestions.mine(who)),
    ("suggestions.queue", "organiser", lambda parts, who: parts.suggestions.queue(who)),
    ("suggestions.decline", "organiser", lambda parts, who: parts.suggestions.decline(who, ID, answer="no")),
    (
        "fact_checks.answer",
        "member",
        lambda parts, who: parts.fact_checks.answer(who, ID, "wifi", value="free", still_right=True),
    ),
]


def may(who: str, role: str) -> bool:
    """Tell whether somebody may open what this role may, as this file sees it."""
    if role == session.NEWCOMER:
        return who in ("newcomer", "banned")
    if role == session.STRANGER:
        return who == "nobody"
    if role == session.DEMO:
        return False
    return role == session.ANYBODY or (who in ROLES and ROLES.index(who) >= ROLES.index(role))


def query(parts: Parts, ids: dict[str, UUID], entry: menu.Entry) -> dict[str, str]:
    """Give what an address needs to lead somewhere."""
    return {"for": parts.gate.progress(ids["newcomer"]).vouch_code} if entry.address == "vouch" else {}


def titles(at: AppTest) -> list[str]:
    return [title.value for title in at.title]


every_kind = pytest.mark.parametrize("who", WHO)
every_page = pytest.mark.parametrize("entry", menu.PAGES, ids=lambda entry: entry.address or "first")


@pytest.fixture(scope="module")
def where_nothing_is() -> dict[str, list[str]]:
    """What each kind of person was shown at an address that leads nowhere."""
    return {}


@every_kind
@every_page
def test_a_page_opens_for_those_who_have_it_and_is_like_no_page_for_others(
    parts: Parts, ids: dict[str, UUID], open_page, where_nothing_is: dict[str, list[str]], who: str, entry: menu.Entry
) -> None:
    at = open_page(who, entry.address, **query(parts, ids, entry))
    assert not at.exception, at.exception
    opened = at._finished_page_script_hash == calc_hash(entry.address) if entry.address else bool(at.title)
    assert opened is may(who, entry.role)
    if not opened:
        if who not in where_nothing_is:
            where_nothing_is[who] = titles(open_page(who, NOWHERE))
        assert titles(at) == where_nothing_is[who]


@every_kind
@every_page
def test_a_page_run_without_the_router_answers_those_who_lack_it_as_a_page_that_is_not_there(
    parts: Parts, ids: dict[str, UUID], open_page, who: str, entry: menu.Entry
) -> None:
    if not entry.role:
        pytest.skip("Everybody has this page.")
    at = open_page(who, entry.address, file=entry.file, **query(parts, ids, entry))
    closed = titles(at) == ["This page is not here"]
    assert closed is not may(who, entry.role)


@every_kind
@pytest.mark.parametrize(("name", "role", "act"), ACTIONS, ids=[action[0] for action in ACTIONS])
def test_a_service_looks_at_the_database_and_not_at_the_role_it_is_told(
    parts: Parts, ids: dict[str, UUID], who: str, name: str, role: str, act: Callable[[Parts, Person], object]
) -> None:
    forged = Person(ids.get(who, uuid4()), "Mallory", "lead")
    try:
        with suppress(LookupError, ValueError, RuntimeError):  # what it is about is not there
            act(parts, forged)
        done = True
    except NotAllowed:
        done = False
    assert done is may(who, role)


def test_there_are_enough_cells() -> None:
    guarded = sum(bool(entry.role) for entry in menu.PAGES)
    assert len(WHO) * (len(menu.PAGES) + guarded + len(ACTIONS)) >= 200


def test_a_forged_session_opens_no_demo_door_in_a_real_community(open_page, parts: Parts, ids: dict[str, UUID]) -> None:
    for address, file in (("members", "lead/members.py"), ("look-around", "account/look_around.py")):
        at = AppTest.from_file(str(ROOT / "pages" / file), default_timeout=60)
        at.secrets["auth"] = SECRETS
        at.user = said_of("nobody")
        at.session_state["looking_as"] = ids["lead"]
        at.query_params["as"] = "lead"
        assert [title.value for title in at.run().title] == ["This page is not here"], address


def test_a_role_taken_away_is_gone_in_a_callback_and_on_the_next_run(open_page, parts: Parts, ids: dict[str, UUID]) -> None:
    at = open_page("organiser", "", file="organise/suggestions.py")
    assert at.title[0].value != "This page is not here"
    with parts.db.writing() as cursor:
        cursor.execute("UPDATE member SET role = 'member' WHERE member_id = ?", [ids["organiser"]])
    try:
        assert at.run().title[0].value == "This page is not here"
    finally:
        with parts.db.writing() as cursor:
            cursor.execute("UPDATE member SET role = 'organiser' WHERE member_id = ?", [ids["organiser"]])


def test_who_is_banned_is_gone_at_the_next_run_and_reads_why(open_page, parts: Parts, ids: dict[str, UUID]) -> None:
    at = open_page("member", "", file="account/settings.py")
    assert at.title[0].value == "Settings"
    with parts.db.writing() as cursor:
        cursor.execute("INSERT INTO standing VALUES (?, 'banned', now() - INTERVAL 1 SECOND, NULL, NULL)", [ids["member"]])
    try:
        assert at.run().title[0].value == "This page is not here"
        assert open_page("member", "welcome").title[0].value == "A lead has ended your membership"
    finally:
        with parts.db.writing() as cursor:
            cursor.execute("DELETE FROM standing WHERE member_id = ?", [ids["member"]])
