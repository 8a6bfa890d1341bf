"""People, talk and reports as pages: what a member meets and can do there (H2, H3, S5, S6)."""

import random
from collections.abc import Callable
from uuid import UUID

from streamlit.testing.v1 import AppTest

from flock.domain.members import Person
from flock.parts import Parts
from flock.services.homes import Homes
from flock.ui import unread
from tests.attacks import attacker
from tests.attacks.attacker import Spots

Open = Callable[..., AppTest]


def test_member_finds_people_and_says_hello_and_is_answered(open_page: Open, parts: Parts, ids: dict[str, UUID]) -> None:
    page = open_page("member", "people")
    assert not page.exception
    assert [title.value for title in page.title] == ["People to work with"]
    member, organiser = Person(ids["member"], "member", "member"), Person(ids["organiser"], "organiser", "organiser")
    parts.waves.send(member, organiser.member_id, "Hello {{ 7*7 }} <img src=x>")
    page = open_page("organiser", "talk")
    assert "Hello {{ 7*7 }} <img src=x>" in [text.value for text in page.text]
    next(button for button in page.button if button.label == "Yes, let's talk").click().run()
    assert not page.exception
    assert len(parts.messages.talks(member)) == 1
    page.chat_input[0].set_value("When are you free?").run()
    assert parts.messages.unread(member) == 1


def test_report_is_opened_and_decided_by_a_lead_alone(open_page: Open, parts: Parts, ids: dict[str, UUID]) -> None:
    lead, member = Person(ids["lead"], "lead", "lead"), Person(ids["member"], "member", "member")
    parts.safety.report(member, ids["organiser"], place="card", reason="other", text="Please look")
    assert [title.value for title in open_page("member", "moderation").title] != ["Reports"]
    page = open_page("lead", "moderation")
    next(button for button in page.button if button.label == "Open").click().run()
    assert not page.exception
    assert "Please look" in [text.value for text in page.text]
    assert [entry.act for entry in parts.moderation.log(lead)][-1] == "looked at report and profile"
    page.radio[0].set_value("none").run()
    next(button for button in page.button if button.label == "Decide").click().run()
    assert parts.moderation.waiting(lead).reports == 0


def test_who_blocked_somebody_finds_her_in_the_settings_and_takes_it_back(
    open_page: Open, parts: Parts, ids: dict[str, UUID]
) -> None:
    member = Person(ids["member"], "member", "member")
    parts.safety.block(member, ids["organiser"])
    page = open_page("member", "settings")
    assert not page.exception
    assert [button.label for button in page.button].count("Unblock") == 1
    next(button for button in page.button if button.label == "Unblock").click().run()
    assert parts.safety.blocked(member) == []


def test_messages_not_read_are_counted_beside_the_talk(open_page: Open, parts: Parts, ids: dict[str, UUID]) -> None:
    member, organiser = Person(ids["member"], "member", "member"), Person(ids["organiser"], "organiser", "organiser")
    talk_id = parts.messages.talks(member)[0].talk_id
    parts.messages.read(member, talk_id)
    parts.messages.send(organiser, talk_id, "Tuesday?")
    unread.forget(member)
    page = open_page("member", "people")
    assert any(link.proto.label == "1 new message. Read" for link in page.get("page_link"))
    parts.messages.mute(member, talk_id, muted=True)
    unread.forget(member)
    page = open_page("member", "people")
    assert not any("new message" in link.proto.label for link in page.get("page_link"))


def test_hidden_member_is_told_why_she_sees_nobody(open_page: Open, parts: Parts, ids: dict[str, UUID]) -> None:
    with parts.db.writing() as cursor:
        cursor.execute("UPDATE member SET seen_by = 'nobody' WHERE member_id = ?", [ids["member"]])
    page = open_page("member", "people")
    assert any("You are hidden" in text.value for text in page.markdown)
    assert not any(button.label == "Say hello" for button in page.button)


def test_moving_inside_her_hexagon_changes_no_page_of_others(open_page, parts: Parts, ids) -> None:
    """Non-interference, on what the server sends to draw: every element of five pages, as two others get them (S10)."""
    rng, spots, mover = random.Random(3), Spots(), ids["organiser"]
    homes = Homes(parts.db, lambda: spots)
    cell = homes.cell(mover)
    pages = ("people", "talk", "introductions", "what-others-see", "settings")

    def drawn() -> dict[tuple[str, str], list[bytes]]:
        return {(who, page): elements(open_page(who, page)) for who in ("member", "lead") for page in pages}

    drawn()  # a first look chooses the handful of the day
    before = drawn()
    assert all(before.values())
    for _ in range(5):  # as often as she may in a day
        homes.save(mover, spots.put(attacker.inside(cell, rng)))
    assert drawn() == before


def elements(at: AppTest) -> list[bytes]:
    """Give each element of a page as it is sent."""
    return [
        element.proto.SerializeToString(deterministic=True) for element in at.main if getattr(element, "proto", None) is not None
    ]
