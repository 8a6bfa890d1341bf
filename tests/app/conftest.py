"""A community with one person of every kind, in the parts that the pages use; `open_page` opens a page as one of them."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from flock.domain import members
from flock.domain import sign_in as claims
from flock.domain.positions import LatLon
from flock.parts import Parts
from flock.storage import schema
from flock.storage.database import Database
from flock.ui import resources
from tests.conftest import ROOT

WHO = ("nobody", "newcomer", "member", "organiser", "lead", "banned")
"""Everybody who may try an address, besides the roles: somebody unknown, somebody at the gate, a lead who was banned."""

SECRETS = {
    "redirect_uri": "http://localhost:8501/oauth2callback",
    "cookie_secret": "only for tests: nobody else may know it",
    "garden": {"client_id": "flock", "client_secret": "x", "server_metadata_url": "http://localhost/none"},
}


def said_of(who: str) -> dict[str, object]:
    """Give what the provider says about somebody."""
    if who == "nobody":
        return {"is_logged_in": False}
    return {
        "is_logged_in": True,
        "iss": "https://id.example",
        "sub": who,
        "nonce": who,
        "iat": int(time.time()) - 60,
        "given_name": who,
    }


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory, gazetteer_path: Path) -> Iterator[Parts]:
    """Give the parts over a real community: nothing in it is invented, so the demo's door is shut."""
    file = tmp_path_factory.mktemp("roles") / "flock.duckdb"
    db = Database(file)
    schema.bring_up_to_date(db)
    with db.writing() as cursor:
        cursor.execute("INSERT INTO sample_load VALUES (now())")  # no sample community moves in
    db.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FLOCK_DATABASE", str(file))
        patch.setenv("FLOCK_GAZETTEER", str(gazetteer_path))
        patch.setenv("FLOCK_BACKUP_FOLDER", str(file.parent / "backups"))
        patch.chdir(ROOT)
        resources.forget()
        parts = resources.parts()
        parts.first_start.wait(60)
        for who in WHO[1:]:
            join(parts, who)
        yield parts
        parts.db.close()
        resources.forget()


@pytest.fixture(scope="module")
def ids(parts: Parts) -> dict[str, UUID]:
    """Give everybody's id."""
    return {who: parts.sign_ins.member(claims.read(said_of(who))) for who in WHO[1:]}


@pytest.fixture
def open_page(parts: Parts) -> Callable[..., AppTest]:
    """Give `open_page(who, address, file=None)`: a page by its address through the router, or its file alone."""

    def open_it(who: str, address: str, *, file: str | None = None, **query: str) -> AppTest:
        at = AppTest.from_file(str(ROOT / "pages" / (file or "router.py")), default_timeout=60)
        at.secrets["auth"] = SECRETS
        at.user = said_of(who)
        at.session_state["led_to_gate"] = True  # what she typed counts, not the gate that she is led to once
        for name, value in query.items():
            at.query_params[name] = value
        if address and not file:
            at._page_hash = calc_hash(address)  # as the browser asks for what was typed
        return at.run()

    return open_it


def join(parts: Parts, who: str, *, role: str = "") -> None:
    """Let somebody sign in and walk through the gate, if she is no newcomer; who is banned was a lead."""
    member_id = parts.sign_ins.member(claims.read(said_of(who)))
    role = role or {"newcomer": "member", "banned": "lead"}.get(who, who)
    with parts.db.writing() as cursor:
        cursor.execute(
            "UPDATE member SET role = ?, does = 'translator', home_cell = ? WHERE member_id = ?",
            [role, members.home_cell(LatLon(53.8, -1.55)), member_id],
        )
    if who != "newcomer":
        parts.gate.accept_rules(member_id, parts.gate.rules.version)
        parts.gate.choose_seen_by(member_id, "everyone")
    if who == "banned":
        with parts.db.writing() as cursor:
            cursor.execute("INSERT INTO standing VALUES (?, 'banned', now() - INTERVAL 1 HOUR, NULL, NULL)", [member_id])
