"""A talk in Chromium while the server's disk is full, and when her sign-in runs out while she writes: her words stay hers."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from benchmarks.support import load_world
from flock.storage import talks
from flock.storage.database import Database
from tests.browser.conftest import ROOT, Serve, Server
from tests.faults import full_disk

SHOWN_MS = 30_000
LOOKS_AGAIN_S = 15  # as often a talk looks for new words
HALF_A_DAY_S = 12 * 3600


@pytest.fixture(scope="module")
def app(serve: Serve, gazetteer_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """The app, with two members who talk."""
    folder = tmp_path_factory.mktemp("talk")
    database, secrets = load_world.build(folder, places=1_000, members=40, visitors=2, leads=1, acts=100)
    db = Database(database)
    ((talk_id, one, other),) = load_world.pairs(db)
    with db.writing() as cursor:
        cursor.execute("UPDATE member SET name = 'Ada' WHERE member_id IN (?, ?)", [one.member_id, other.member_id])
        now = datetime.now(UTC)
        talks.add(cursor, other.member_id, talk_id, "Tuesday?", now=now)
        talks.add(cursor, one.member_id, talk_id, "Let me see", now=now)
    db.close()
    paths = {"FLOCK_DATABASE": str(database), "FLOCK_GAZETTEER": str(gazetteer_path), "FLOCK_TILES_URL": ""}
    return serve(ROOT / "app.py", paths, secrets=secrets)


def open_talk(page: Page, app: Server, *, age_s: float = 0) -> Locator:
    """Open her talk with a sign-in of that age, and give the field to write into."""
    said = {"is_logged_in": True, "iss": load_world.ISSUER, "sub": "0", "nonce": "n", "name": "Ada", "origin": app.url}
    signed = create_signed_value(
        load_world.COOKIE_SECRET, "_streamlit_user", json.dumps(said | {"iat": int(time.time() - age_s)})
    )
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "_streamlit_user", "value": signed.decode(), "url": app.url}])
    page.goto(f"{app.url}/talk")
    page.get_by_role("button", name="Ada").first.click(timeout=SHOWN_MS)
    field = page.get_by_placeholder("Write something")
    expect(field).to_be_enabled(timeout=SHOWN_MS)
    page.wait_for_timeout(1_000)  # until the click's own run has ended
    return field


def test_words_that_meet_a_full_disk_stay_and_are_sent_when_there_is_room(app: Server, page: Page) -> None:
    field = open_talk(page, app)
    field.fill("Ten o'clock is fine")
    with full_disk(1, process=app.process.pid):
        field.press("Enter")
        expect(page.get_by_text("There is no room left on the server's disk.")).to_be_visible(timeout=SHOWN_MS)
        expect(field).to_have_value("Ten o'clock is fine")
    field.press("Enter")
    expect(page.locator("[class*=st-key-mine_]").get_by_text("Ten o'clock is fine")).to_be_visible(timeout=SHOWN_MS)
    expect(field).to_have_value("")


def test_a_sign_in_that_runs_out_while_she_writes_takes_no_word_from_her(app: Server, page: Page) -> None:
    began, left_s = time.monotonic(), 25
    field = open_talk(page, app, age_s=HALF_A_DAY_S - left_s)
    field.fill("Written while it ran out")
    page.wait_for_timeout(1_000 * max(0.0, left_s - (time.monotonic() - began)))
    expect(page.get_by_text("twelve hours have passed")).to_be_visible(timeout=SHOWN_MS + 1_000 * LOOKS_AGAIN_S)
    expect(page.get_by_role("button", name="Sign in with Invented")).to_be_visible()
    expect(field).to_have_value("Written while it ran out")
    field.press("Enter")
    page.wait_for_timeout(3_000)
    expect(field).to_have_value("Written while it ran out")
    expect(open_talk(page, app)).to_have_value("Written while it ran out", timeout=SHOWN_MS)
    assert "Traceback" not in app.log
