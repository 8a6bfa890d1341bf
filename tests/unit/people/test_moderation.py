"""Reports reach leads, are answered, may be appealed, and all that staff do stands in a log that only grows (S5, S6)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from flock.domain.members import Person
from flock.errors import BadWords, NotAllowed, NotFound, TooOften
from tests.unit.people.conftest import NOW, Community


def report(community: Community, by: str = "Ada", about: str = "Bea") -> UUID:
    community.safety.report(
        community.person(by), community.person(about).member_id, place="card", reason="harassing", text="Too much", now=NOW
    )
    return community.moderation.queue(community.person("Gwen"))[0].report_id


def test_report_reaches_leads_with_what_was_there_to_see(leeds: Community) -> None:
    ada, bea, gwen = (leeds.person(name) for name in ("Ada", "Bea", "Gwen"))
    leeds.waves.send(bea, ada.member_id, "You again!", now=NOW)
    leeds.safety.report(ada, bea.member_id, place="wave", reason="harassing", now=NOW)
    (found,) = leeds.moderation.queue(gwen)
    assert (found.reporter_name, found.about_name, found.context, found.state) == ("Ada", "Bea", "You again!", "open")
    assert leeds.safety.notices(bea) == []
    assert [mine.state for mine in leeds.safety.reports(ada)] == ["open"]


def test_a_second_press_of_send_is_no_second_report_but_more_words_are(leeds: Community) -> None:
    report(leeds)
    report(leeds)
    gwen = leeds.person("Gwen")
    assert len(leeds.moderation.queue(gwen)) == 1
    ada, bea = leeds.person("Ada"), leeds.person("Bea")
    leeds.safety.report(ada, bea.member_id, place="card", reason="harassing", text="And again today", now=NOW)
    assert len(leeds.moderation.queue(gwen)) == 2


@pytest.mark.parametrize("name", ["Ada", "Fern"])
def test_members_see_nothing_of_moderation(leeds: Community, name: str) -> None:
    report_id = report(leeds)
    person = leeds.person(name)
    forged = Person(person.member_id, person.name, "lead")
    for ask in (
        lambda who: leeds.moderation.queue(who),
        lambda who: leeds.moderation.look(who, report_id),
        lambda who: leeds.moderation.note(who, report_id, "x"),
        lambda who: leeds.moderation.decide(who, report_id, "ban", text="x"),
        lambda who: leeds.moderation.log(who),
        lambda who: leeds.moderation.waiting(who),
        lambda who: leeds.moderation.answer_appeal(who, report_id, "x", lift=True),
        lambda who: leeds.moderation.first_broken(who),
    ):
        for who in (person, forged):
            with pytest.raises(NotAllowed):
                ask(who)


def test_lead_does_not_see_reports_about_herself(leeds: Community) -> None:
    gwen, hope = leeds.person("Gwen"), leeds.person("Hope")
    leeds.safety.report(leeds.person("Ada"), gwen.member_id, place="card", reason="other", now=NOW)
    assert leeds.moderation.queue(gwen) == []
    (found,) = leeds.moderation.queue(hope)
    with pytest.raises(NotFound):
        leeds.moderation.look(gwen, found.report_id)


@pytest.mark.parametrize(
    ("outcome", "here", "told"), [("none", True, False), ("note", True, True), ("pause", False, True), ("ban", False, True)]
)
def test_outcomes(leeds: Community, outcome: Any, here: bool, told: bool) -> None:
    gwen, bea = leeds.person("Gwen"), leeds.person("Bea")
    leeds.moderation.decide(gwen, report(leeds), outcome, text="Be kind, please.", days=7, now=NOW)
    assert ("Bea" in leeds.sees(leeds.person("Carys"))) is here
    assert [notice.words for notice in leeds.safety.notices(bea)] == ["Be kind, please."] * told
    if here:
        assert leeds.sees(bea) == leeds.sees(leeds.person("Carys")) - {"Bea"} | {"Carys"}
    else:
        with pytest.raises(NotAllowed):
            leeds.sees(bea)
    after = NOW + timedelta(days=8)
    assert ("Bea" in leeds.sees(leeds.person("Carys"), now=after)) is (outcome != "ban")
    with pytest.raises(NotFound, match="answered a moment ago"):
        leeds.moderation.decide(gwen, leeds.moderation.queue(gwen)[0].report_id, "none")


def test_decision_needs_words_for_her(leeds: Community) -> None:
    report_id = report(leeds)
    with pytest.raises(BadWords, match="What you tell her is empty"):
        leeds.moderation.decide(leeds.person("Gwen"), report_id, "ban", text="  ")
    assert leeds.moderation.queue(leeds.person("Gwen"))[0].state == "open"


def test_appeal_goes_to_another_lead_and_can_be_lifted(leeds: Community) -> None:
    gwen, hope, bea = (leeds.person(name) for name in ("Gwen", "Hope", "Bea"))
    report_id = report(leeds)
    leeds.moderation.decide(gwen, report_id, "ban", text="Enough.", now=NOW)
    leeds.safety.appeal(bea, report_id, "It was a joke", now=NOW)
    with pytest.raises(NotFound, match="did so already"):
        leeds.safety.appeal(bea, report_id, "Again", now=NOW)
    with pytest.raises(NotAllowed, match="Another lead"):
        leeds.moderation.answer_appeal(gwen, report_id, "No", lift=False, now=NOW)
    leeds.moderation.answer_appeal(hope, report_id, "Welcome back.", lift=True, now=NOW)
    assert leeds.safety.standing(bea.member_id, now=NOW) is None
    assert "Bea" in leeds.sees(leeds.person("Carys"))
    assert [notice.words for notice in leeds.safety.notices(bea)] == ["Enough.", "Welcome back."]
    for notice in leeds.safety.notices(bea):
        leeds.safety.read_notice(bea, notice.notice_id, now=NOW)
    assert leeds.safety.notices(bea) == []


def test_stranger_cannot_appeal(leeds: Community) -> None:
    report_id = report(leeds)
    leeds.moderation.decide(leeds.person("Gwen"), report_id, "note", text="Please read this.", now=NOW)
    with pytest.raises(NotFound):
        leeds.safety.appeal(leeds.person("Ada"), report_id, "For her", now=NOW)


def test_time_to_answer(leeds: Community) -> None:
    gwen = leeds.person("Gwen")
    first, now = report(leeds), NOW + timedelta(hours=6)
    leeds.moderation.decide(gwen, first, "none", now=NOW + timedelta(hours=4))
    report(leeds, about="Carys")
    waiting = leeds.moderation.waiting(gwen, now=now)
    assert (waiting.reports, waiting.median_h, waiting.oldest_h) == (1, 4, 6)


def test_everything_staff_do_is_logged_and_the_chain_holds(leeds: Community) -> None:
    gwen = leeds.person("Gwen")
    report_id = report(leeds)
    leeds.moderation.look(gwen, report_id, now=NOW)
    leeds.moderation.note(gwen, report_id, "Seen", now=NOW)
    leeds.moderation.decide(gwen, report_id, "pause", text="A week off.", days=7, now=NOW)
    assert [(entry.act, entry.about_name) for entry in leeds.moderation.log(gwen)] == [
        ("decided: pause", "Bea"),
        ("wrote a note", "Bea"),
        ("looked at report and profile", "Bea"),
    ]
    assert leeds.moderation.first_broken(gwen) is None


@pytest.mark.parametrize(
    ("tampering", "broken"),
    [
        ("UPDATE staff_log SET act = 'nothing' WHERE number = 2", 2),
        ("UPDATE staff_log SET about_id = staff_id WHERE number = 3", 3),
        ("DELETE FROM staff_log WHERE number = 1", 1),
        ("DELETE FROM staff_log WHERE number = 2", 2),
        ("UPDATE staff_log SET noted_at = noted_at + INTERVAL 1 SECOND WHERE number = 1", 1),
    ],
)
def test_tampering_with_the_log_shows(leeds: Community, tampering: str, broken: int) -> None:
    gwen, report_id = leeds.person("Gwen"), report(leeds)
    for _ in range(3):
        leeds.moderation.look(gwen, report_id, now=NOW)
    leeds.do(tampering)
    assert leeds.moderation.first_broken(gwen) == broken


def test_two_leads_at_once_decide_once_and_the_log_counts_on(leeds: Community) -> None:
    gwen, report_id = leeds.person("Gwen"), report(leeds)

    def decide(_: int) -> bool:
        leeds.moderation.look(gwen, report_id, now=NOW)
        try:
            leeds.moderation.decide(gwen, report_id, "note", text="Once.", now=NOW)
        except NotFound:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(decide, range(16))) == 1
    assert len(leeds.safety.notices(leeds.person("Bea"))) == 1
    assert leeds.moderation.first_broken(gwen) is None
    assert len(leeds.moderation.log(gwen)) == 17


def test_eleventh_report_of_a_day_is_refused_and_reasons_are_from_the_list(leeds: Community) -> None:
    ada, bea = leeds.person("Ada"), leeds.person("Bea")
    with pytest.raises(BadWords, match="from the list"):
        leeds.safety.report(ada, bea.member_id, place="card", reason="she is blonde", now=NOW)
    for _ in range(10):
        leeds.safety.report(ada, bea.member_id, place="card", reason="other", now=NOW)
    with pytest.raises(TooOften, match="999"):
        leeds.safety.report(ada, bea.member_id, place="card", reason="other", now=NOW)
