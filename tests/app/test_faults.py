"""What a page says while something beside it fails, what becomes of what was typed, and that it goes on afterwards."""

import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from flock.domain.members import Person
from flock.geocoding import nominatim
from flock.parts import Parts
from flock.storage import schema
from flock.storage.database import Database
from flock.ui import resources, unsent
from tests.conftest import ROOT
from tests.faults import full_disk
from tests.lakes import Postgres, postgres

Open = Callable[..., AppTest]
HALF_A_DAY_S = 12 * 3600


@pytest.fixture(scope="module")
def talk_id(parts: Parts, ids: dict[str, UUID]) -> UUID:
    """A talk between the member and the organiser."""
    member, organiser = Person(ids["member"], "member", "member"), Person(ids["organiser"], "organiser", "organiser")
    parts.waves.send(member, organiser.member_id, "")
    (wave,) = parts.waves.towards(organiser)
    talk_id = parts.waves.answer(organiser, wave.wave_id, yes=True)
    assert talk_id
    return talk_id


def words_in(parts: Parts, ids: dict[str, UUID], talk_id: UUID) -> list[str]:
    return [said.words for said in parts.messages.read(Person(ids["member"], "member", "member"), talk_id)]


def errors(page: AppTest) -> str:
    assert not page.exception
    return " ".join(error.value for error in page.error)


def test_words_that_meet_a_full_disk_stay_in_their_field_and_are_sent_later(
    open_page: Open, parts: Parts, ids: dict[str, UUID], talk_id: UUID
) -> None:
    page = open_page("member", "talk")
    with full_disk(1):
        page.chat_input[0].set_value("Tuesday at ten?").run()
        assert "no room left" in errors(page)
        assert page.chat_input[0].proto.value == "Tuesday at ten?", "they stand in the field again"
        assert words_in(parts, ids, talk_id) == []
    page.chat_input[0].set_value("Tuesday at ten?").run()
    assert errors(page) == ""
    assert words_in(parts, ids, talk_id) == ["Tuesday at ten?"]


def test_words_sent_after_twelve_hours_wait_for_her_new_sign_in(
    open_page: Open, parts: Parts, ids: dict[str, UUID], talk_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page("member", "talk")
    before = words_in(parts, ids, talk_id)
    page.user = dict(page.user) | {"iat": int(time.time()) - HALF_A_DAY_S - 1}
    page.chat_input[0].set_value("Sorry, I was away").run()
    assert "twelve hours have passed" in " ".join(warning.value for warning in page.warning)
    assert words_in(parts, ids, talk_id) == before
    again = open_page("member", "talk")
    assert again.chat_input[0].proto.value == "Sorry, I was away"
    assert unsent._kept == {}


def test_a_sign_in_that_this_tab_never_saw_believed_leaves_nothing(open_page: Open, parts: Parts, talk_id: UUID) -> None:
    page = open_page("organiser", "talk")
    page.session_state["talk"] = str(talk_id)
    page.run()
    page.session_state["believed"] = ""
    page.user = dict(page.user) | {"iat": int(time.time()) - HALF_A_DAY_S - 1}
    page.chat_input[0].set_value("Let me in").run()
    assert unsent._kept == {}


def test_a_sign_in_that_ran_out_is_said_on_every_page_with_the_way_back(open_page: Open) -> None:
    page = open_page("member", "")
    assert "twelve hours" not in " ".join(warning.value for warning in page.warning)
    page.user = dict(page.user) | {"iat": int(time.time()) - HALF_A_DAY_S - 1}
    page.run()
    assert "twelve hours have passed" in " ".join(warning.value for warning in page.warning)
    assert not page.exception


@pytest.fixture
def hanging() -> Iterator[str]:
    """The address of a server that takes every call and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def test_an_address_service_that_hangs_is_said_once_waited_for_and_her_filter_stays(
    open_page: Open, parts: Parts, hanging: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = nominatim.Nominatim(hanging, contact="us@example.org", memory=None, timeout_s=0.5)
    monkeypatch.setattr(nominatim, "_turns", nominatim._Turns())
    monkeypatch.setattr(Parts, "geocoder", property(lambda _: lambda: service))
    page = open_page("member", "", where="Wells Road 1, Bristol")
    assert "took too long to answer" in told(page)
    began = time.monotonic()
    page.run()
    assert "did not answer a moment ago" in told(page)
    assert time.monotonic() - began < 10
    assert next(field for field in page.text_input if field.label == "Where?").value == "Wells Road 1, Bristol"


def told(page: AppTest) -> str:
    assert not page.exception
    return " ".join(one.value for one in [*page.error, *page.warning, *page.info])


@pytest.fixture(scope="module")
def lake() -> Iterator[Postgres]:
    """A PostgreSQL; its folder is one that its own user may enter."""
    with tempfile.TemporaryDirectory(prefix="flock-postgres-") as folder, postgres(Path(folder)) as running:
        yield running


def test_a_lake_whose_postgresql_is_gone_is_said_and_gone_on_with(
    lake: Postgres, gazetteer_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    db = Database(lake.new_lake())
    schema.bring_up_to_date(db)
    with db.writing() as cursor:
        cursor.execute("INSERT INTO sample_load VALUES (now())")
    db.close()
    name = lake.made[-1]
    monkeypatch.setenv("FLOCK_DATABASE", f"ducklake:postgres:{lake.server} dbname={name}")
    monkeypatch.setenv("FLOCK_LAKE_FILES", str(lake.folder / "files" / name))
    monkeypatch.setenv("FLOCK_GAZETTEER", str(gazetteer_path))
    monkeypatch.setenv("FLOCK_BACKUP_FOLDER", str(tmp_path / "backups"))
    monkeypatch.chdir(ROOT)
    shown = config.get_option("client.showErrorDetails")
    config.set_option("client.showErrorDetails", "full")  # the test's page has no `look.show_error`, which says it in the app
    resources.parts.clear()
    resources.parts().first_start.wait(60)
    try:
        page = AppTest.from_file(str(ROOT / "pages/router.py"), default_timeout=60)
        page.query_params["where"] = "Leeds"
        page.run()
        assert errors(page) == ""
        lake.stop()
        try:
            page.run()
            (error,) = page.exception
            assert "cannot be reached at the moment. Nothing was changed" in error.message
        finally:
            lake.start()
        page.run()
        assert errors(page) == ""
        assert next(field for field in page.text_input if field.label == "Where?").value == "Leeds"
    finally:
        config.set_option("client.showErrorDetails", shown)
        resources.parts().db.close()
        resources.parts.clear()
