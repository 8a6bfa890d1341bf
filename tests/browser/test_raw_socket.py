"""A1: who speaks Streamlit's websocket with a program of her own gets no page, no widget and no fragment that is not hers."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.util import calc_hash

from flock.config import Settings
from flock.domain import sign_in as claims
from flock.domain.members import ROLES
from flock.parts import open_parts
from flock.storage import schema, staff_log
from flock.storage.database import Database
from flock.ui import menu
from tests.app.conftest import WHO, join, said_of
from tests.app.test_roles import NOWHERE, may
from tests.raw_session import Answer, RawSession
from tests.unit.conftest import bring_in, invent

SECRET = "only for tests: nobody else may know it"
NOT_HERE = "This page is not here"
OF_A_VISIT = {"active_day", "published_cell", "cell_level", "cells_settled", "suggested_member", "secret", "rate_use"}
"""What a look at one's own pages writes."""


@dataclass(frozen=True)
class World:
    """A running app over a real community, and its database once it is stopped."""

    url: str
    file: Path
    stop: Callable[[], None]

    def session(self, who: str) -> RawSession:
        """Begin a session as somebody."""
        return RawSession(self.url, said_of(who), SECRET)

    def stopped(self) -> Database:
        """Stop the app and open what it leaves."""
        self.stop()
        return Database(self.file)


@pytest.fixture(scope="module")
def world(app_server: Any, gazetteer_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., World]]:
    """Give `world()`: a new community of one person of each kind, a deputy who leads too, places, a report, a wave; running.

    With the file of one that was stopped it goes on.
    """

    def begin(there: Path | None = None) -> World:
        file = there or tmp_path_factory.mktemp("world") / "flock.duckdb"
        folder = file.parent
        if there is None:
            settle(file, gazetteer_path, folder)
        told = folder / "secrets.toml"
        told.write_text(
            f'[auth]\nredirect_uri = "http://localhost/oauth2callback"\ncookie_secret = "{SECRET}"\n'
            f'[auth.garden]\nclient_id = "flock"\nclient_secret = "{secrets.token_hex(8)}"\n'
            'server_metadata_url = "http://localhost/none"\n'
        )
        settings = {"FLOCK_DATABASE": str(file), "FLOCK_BACKUP_FOLDER": str(folder / "backups")}
        server = app_server(secrets=told, **settings)

        def stop() -> None:
            server.process.terminate()
            server.process.wait(20)

        return World(server.url, file, stop)

    return begin


def settle(file: Path, gazetteer_path: Path, folder: Path) -> None:
    db = Database(file)
    schema.bring_up_to_date(db)
    with db.writing() as cursor:
        cursor.execute("INSERT INTO sample_load VALUES (now())")
    bring_in(db, invent(20, seed=1))
    db.close()
    parts = open_parts(Settings(database=file, gazetteer=gazetteer_path, backup_folder=folder / "backups"))
    parts.first_start.wait(60)
    for who in WHO[1:]:
        join(parts, who)
    join(parts, "deputy", role="lead")
    ids = {who: parts.sign_ins.member(claims.read(said_of(who))) for who in (*ROLES, "deputy")}
    member, organiser = (parts.accounts.person(ids[who]) for who in ("member", "organiser"))
    assert member is not None
    assert organiser is not None
    parts.people.settle()
    parts.safety.report(member, ids["deputy"], place="card", reason="other", text="Please look")
    parts.waves.send(member, ids["organiser"], "Hello")
    parts.db.close()


def content(db: Database) -> dict[str, object]:
    """Give a fingerprint of each table but those that every visit writes to."""
    with db.reading() as cursor:
        names = [name for (name,) in cursor.execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary").fetchall()]
        found = {name: cursor.execute(f'SELECT count(*), sum(hash(t)) FROM "{name}" AS t').fetchone() for name in names}
    return {name: print_ for name, print_ in found.items() if name not in OF_A_VISIT}


def alike(one: Answer, other: Answer) -> bool:
    return (one.titles, one.nowhere, one.raw) == (other.titles, other.nowhere, other.raw)


def nothing_of(page: Answer, answer: Answer, nowhere: Answer) -> bool:
    """Tell whether an answer is none, the sentence that nothing is here, or what an address that leads nowhere gets."""
    if answer.ids & (page.ids - nowhere.ids) or (set(answer.titles) & set(page.titles)) - set(nowhere.titles):
        return False
    return set(answer.titles) <= {NOT_HERE} or (answer.titles, answer.opened) == (nowhere.titles, nowhere.opened)


def test_every_page_typed_and_forged_by_everybody(world: Callable[..., World]) -> None:
    """What is not hers answers, byte by byte, as what does not exist; asked once more where the machine was slow in between."""
    running, wrong, cells = world(), list[str](), 0
    for who in WHO:
        with running.session(who) as session:
            session.type("")  # a newcomer is led to her gate once
            nowhere = {"type": session.type(NOWHERE), "forge": session.forge(NOWHERE)}
            for way, ask in (("type", session.type), ("forge", session.forge)):
                for entry in menu.PAGES:
                    if not entry.address:
                        continue
                    answer, cells = ask(entry.address), cells + 1
                    if may(who, entry.role):
                        right = answer.opened == calc_hash(entry.address) and answer.titles != nowhere[way].titles
                        right = right or (
                            entry.hidden and NOT_HERE not in answer.titles
                        )  # without an id it says that one is needed
                    else:
                        right = alike(answer, nowhere[way]) or alike(ask(entry.address), ask(NOWHERE))
                    if not right:
                        wrong.append(f"{who} {way} {entry.address}: {answer.titles}")
    running.stop()
    assert wrong == []
    assert cells >= 200


def test_widgets_and_fragments_of_others_pages_do_nothing(world: Callable[..., World]) -> None:
    """She who knows every id that a lead's pages have, and sends them all at once, changes nothing and is shown nothing."""
    running = world()
    with running.session("lead") as lead:
        pages = {entry: lead.type(entry.address) for entry in menu.PAGES if entry.role in ("organiser", "lead")}
    db = running.stopped()
    before = content(db)
    db.close()
    assert sum(len(answer.ids) for answer in pages.values()) > 30
    assert sum(len(answer.fragments) for answer in pages.values()) >= 5

    running = world(running.file)
    cells, wrong = 0, list[str]()
    for who in WHO:
        with running.session(who) as session:
            session.type("")
            nowhere = session.forge(NOWHERE)
            for entry, seen in pages.items():
                if may(who, entry.role):
                    continue
                page = calc_hash(entry.address)
                forged = [
                    session.rerun(page=page, pressed=seen.ids, chosen=dict.fromkeys(seen.ids, "lead")),
                    *(session.rerun(page=page, fragment=fragment) for fragment in sorted(seen.fragments)),
                ]
                cells += len(forged)
                wrong += [f"{who} {entry.address}: {one.titles}" for one in forged if not nothing_of(seen, one, nowhere)]
            wrong += [f"{who}: a fragment said {texts}" for texts in session.of_fragments.values()]
    db = running.stopped()
    assert wrong == []
    assert cells >= 40
    assert content(db) == before
    db.close()


def test_a_deputy_who_was_demoted_gets_nothing_more_from_what_she_had_open(world: Callable[..., World]) -> None:
    """Each page that she had open, each fragment of it and each of its buttons, from the next run on."""
    running, wrong, cells = world(), list[str](), 0
    entries = [entry for entry in menu.PAGES if entry.role in ("organiser", "lead")]
    with running.session("lead") as lead, running.session("deputy") as deputy:
        opened = {entry: (running.session("deputy"), entry) for entry in entries}
        seen = {entry: session.type(entry.address) for entry, (session, _) in opened.items()}
        find = {lead.type("members").widgets["find"]: "deputy"}
        found = lead.rerun(page=calc_hash("members"), chosen=find)
        (role,) = [widget_id for key, widget_id in found.widgets.items() if key.startswith("role_")]
        told = lead.rerun(page=calc_hash("members"), chosen=find | {role: "member"})
        assert any("deputy is now member" in text for text in told.texts), told.texts
        nowhere = deputy.type(NOWHERE)
        for entry, (session, _) in opened.items():
            page = calc_hash(entry.address)
            answers = {f"fragment {one}": session.rerun(page=page, fragment=one) for one in sorted(seen[entry].fragments)}
            answers["buttons"] = session.rerun(page=page, pressed=seen[entry].ids)
            for what, answer in answers.items():
                cells += 1
                if not nothing_of(seen[entry], answer, nowhere):
                    wrong.append(f"{entry.address} {what}: {answer.titles} {answer.texts[:5]}")
            session.__exit__()
    db = running.stopped()
    log = staff_log.latest(db, most=1_000)
    demoted = next(entry.number for entry in log if entry.about_name == "deputy" and entry.act == "made her member")
    later = [entry for entry in log if entry.number > demoted and entry.staff_name == "deputy"]
    db.close()
    assert wrong == []
    assert later == []
    assert cells >= 20


def test_messages_that_are_none_end_the_session_and_nothing_else(world: Callable[..., World]) -> None:
    """Bytes, texts, commands of developers, and requests for files of other sessions."""
    running = world()
    with running.session("member") as session:
        session.type("")
        for command in ("clear_cache", "load_git_info", "stop_script", "debug_shutdown_runtime", "debug_disconnect_websocket"):
            message = BackMsg()
            setattr(message, command, True)
            session.send_only(message.SerializeToString())
        for operation in ("install_skills", "dismiss_skills_nudge", "deferred_file", "dataframe_chunk"):
            message = BackMsg()
            message.backend_operation_request.request_id = "r"
            getattr(message.backend_operation_request, operation).SetInParent()
            (said,) = session.say(message).texts
            assert said, operation
            assert "Traceback" not in said
            assert "/" not in said, "no path"
        assert any(session.type("about").titles == ["About Flock"] for _ in range(3))  # a run that was stopped may answer first
    for noise in (b"\xff" * 50, b""):
        with running.session("nobody") as session:
            session.send_only(noise)
    with running.session("nobody") as session:
        assert session.type("about").titles == ["About Flock"]
    running.stop()


def test_without_an_origin_a_token_or_a_signature_she_is_nobody(world: Callable[..., World]) -> None:
    """The handshake may be let in, as for a program it may: it is then a visitor's, who has none of her pages."""
    running = world()
    with running.session("lead") as session:
        assert session.type("members").titles == ["Members and what they may do"]
    forged = (
        {"secret": SECRET, "origin": None},
        {"secret": "x" * 40},
        {"secret": ""},
        {"secret": SECRET, "xsrf": "made-up"},
        {"secret": SECRET, "xsrf": "PLACEHOLDER"},
    )
    for given in forged:
        with RawSession(running.url, said_of("lead"), **given) as session:
            session.type("")
            for address in ("members", "backups", "profile", "settings"):
                assert session.type(address).titles == session.type(NOWHERE).titles == ["Places to work"], given
    running.stop()
