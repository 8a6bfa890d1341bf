"""E6: with nothing in the log, one member in it, or a window without a day in it, the page says a sentence and «—», never a zero."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from flock.parts import Parts
from flock.storage import interactions
from flock.storage.interactions import Act

ADDRESS = "community-health"


def figures(at: AppTest) -> dict[str, str]:
    html = " ".join(element.proto.body for element in at.get("html"))
    return dict(re.findall(r'data-figure="(\w+)".*?<span class="value">(.*?)</span>', html))


def sentences(at: AppTest) -> str:
    return " ".join([*(element.value for element in at.markdown), *(element.value for element in at.caption)])


def check(at: AppTest) -> None:
    assert not at.exception, at.exception
    assert not at.error
    shown = figures(at)
    assert {
        "member_to_member",
        "reciprocity",
        "welcome_week",
        "stickiness",
        "online_to_offline",
        "attention_gini",
    } <= shown.keys()
    assert {value for name, value in shown.items() if name not in ("active_members", "mutual_ties", "components")} <= {"—"}, shown
    assert "neither star nor ring" in sentences(at)
    assert "Nobody new in this window" in sentences(at) or "first posts" in sentences(at)


def test_an_empty_log(open_page) -> None:
    check(open_page("lead", ADDRESS))


def test_a_window_with_nothing_in_it(open_page) -> None:
    check(open_page("lead", ADDRESS, window="own dates", **{"from": "1999-01-01", "to": "1999-01-31"}))


def test_a_window_that_ends_before_it_begins_says_so(open_page) -> None:
    at = open_page("lead", ADDRESS, window="own dates", **{"from": "2020-02-01", "to": "2020-01-01"})
    assert not at.exception
    assert "before the first" in sentences(at)


@pytest.mark.parametrize(
    "query", [{"window": "x"}, {"area": "Atlantis"}, {"group": "'; --"}, {"medium": "<b>"}, {"from": "soon"}]
)
def test_a_typed_address_that_means_nothing_is_as_none(open_page, query: dict[str, str]) -> None:
    at = open_page("lead", ADDRESS, **query)
    assert not at.exception, at.exception


def test_one_member_alone(parts: Parts, ids, open_page) -> None:
    with parts.db.writing() as cursor:
        yesterday = datetime.now(UTC) - timedelta(days=1)
        interactions.add(cursor, [Act(yesterday, "post", ids["member"], thread="t1")])
    at = open_page("lead", ADDRESS)
    assert not at.exception, at.exception
    shown = figures(at)
    assert shown["active_members"] == "1"
    assert {shown[name] for name in ("member_to_member", "centralisation", "reciprocity", "clustering", "online_to_offline")} == {
        "—"
    }


def test_coverage_and_log_pages_say_what_will_be_here(open_page) -> None:
    at = open_page("lead", "coverage")
    assert not at.exception, at.exception
    assert "nothing can be said" in sentences(at)
    at = open_page("lead", "bring-in-log")
    assert "Nothing is written before you have seen what would happen." in sentences(at)


def test_two_who_were_suggested_find_and_answer_it(parts: Parts, ids, open_page) -> None:
    """E15: a card on the first page leads there; a mutual yes is told, and opens a talk."""
    lead = parts.accounts.person(ids["lead"])
    assert lead
    parts.introductions.suggest(lead, ids["member"], ids["organiser"])
    first = open_page("member", "")
    assert "Your lead thinks you and **organiser** should meet." in sentences(first)
    for who, told in (("member", "Noted. If organiser wants"), ("organiser", "member wants to meet you too")):
        at = open_page(who, "introductions")
        assert not at.exception, at.exception
        yes = next(button for button in at.button if button.label == "I'd like to meet her")
        at = yes.click().run()
        assert not at.exception, at.exception
        assert told in at.success[0].value.replace("\\", "")
        assert "Nobody is waiting" in sentences(at)


def test_a_member_answers_the_pulse_once(open_page) -> None:
    """E9."""
    at = open_page("member", "pulse")
    for radio in at.radio:
        radio.set_value("Mostly")
    at = next(button for button in at.button if button.label == "Send my answers").click().run()
    assert not at.exception, at.exception
    assert "Thank you" in at.success[0].value
    assert "Thank you" in open_page("member", "pulse").success[0].value
