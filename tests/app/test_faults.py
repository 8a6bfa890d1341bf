"""What a page says while something beside it fails, what becomes of what was typed, and that it goes on afterwards."""

import socket
import time
from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from streamlit.testing.v1 import AppTest

from flock.domain.members import Person
from flock.geocoding import nominatim
from flock.parts import Parts
from flock.ui import unsent
from tests.faults import full_disk

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


def test_a_backup_that_meets_a_full_disk_is_said_beside_the_ones_that_are_there(open_page: Open) -> None:
    page = open_page("lead", "backups")
    button = next(one for one in page.button if one.label == "Back up now")
    button.click().run()
    assert "now holds everything" in page.success[0].value
    time.sleep(1)  # a backup is named after its second
    with full_disk(1 << 16):
        next(one for one in page.button if one.label == "Back up now").click().run()
    assert "has room" in errors(page)
    assert len(page.dataframe[0].value) == 1
