"""A4: the gate as a newcomer walks through it; what she types about her home stays on the way in."""

import pytest
from streamlit.testing.v1 import AppTest

from flock.parts import Parts


@pytest.fixture
def at(open_page, parts: Parts) -> AppTest:
    return open_page("newcomer", "welcome")


def button(at: AppTest, label: str):
    return next(one for one in at.button if one.label == label)


def test_a_newcomer_walks_through_the_gate_and_her_postcode_is_not_remembered(at: AppTest, parts: Parts, ids) -> None:
    with parts.db.writing() as cursor:
        cursor.execute("UPDATE member SET home_cell = NULL WHERE member_id = ?", [ids["newcomer"]])
    assert at.title[0].value == "Welcome to Flock"
    at = button(at, "I'll keep to these").click().run()
    assert [field.label for field in at.text_input] == ["Postcode or town"], "her name and work are known"
    at.text_input[0].set_value("nowhere at all")
    at = button(at, "Go on").click().run()
    assert "find that place" in at.error[0].value
    at.text_input[0].set_value("BS4 2AB")
    at = button(at, "Go on").click().run()
    assert at.radio[0].value == "nobody", "hidden is where everybody begins"
    for place in (at.session_state.to_dict(), dict(at.query_params), at.main):
        assert "BS4" not in str(place)
    at.radio[0].set_value("everyone")
    button(at, "Come in").click().run()
    assert parts.accounts.person(ids["newcomer"])
    with parts.db.writing() as cursor:
        cursor.execute(
            "UPDATE account SET admitted_at = NULL, rules = NULL, seen_by = NULL WHERE member_id = ?", [ids["newcomer"]]
        )


@pytest.mark.parametrize(
    ("outcome", "title"), [("pause", "A lead has paused your membership"), ("ban", "A lead has ended your membership")]
)
def test_who_was_sent_away_reads_why_may_appeal_and_take_her_data_and_no_more(
    open_page, parts: Parts, ids, outcome: str, title: str
) -> None:
    member, lead, away = (parts.accounts.known(ids[who]) for who in ("member", "lead", "organiser"))
    parts.safety.report(member, away.member_id, place="card", reason="harassing")
    report = next(one for one in parts.moderation.queue(lead) if one.about_id == away.member_id)
    parts.moderation.decide(lead, report.report_id, outcome, text="You shouted at somebody.")
    try:
        at = open_page("organiser", "welcome")
        assert at.title[0].value == title
        assert "You shouted at somebody." in [text.value for text in at.text]
        assert {"Get my data", "Sign out"} <= {one.label for one in at.button}
        for address in ("people", "profile", "settings", "manage-places"):
            assert open_page("organiser", address).title[0].value == open_page("organiser", "no-such-address").title[0].value
        at.text_area[0].set_value("I am sorry.")
        button(at, "Send to another lead").click().run()
        (waiting,) = [one for one in parts.moderation.queue(lead) if one.report_id == report.report_id]
        assert waiting.appeal == "I am sorry."
    finally:
        with parts.db.writing() as cursor:
            cursor.execute("DELETE FROM standing WHERE member_id = ?", [away.member_id])
            cursor.execute("DELETE FROM report; DELETE FROM notice")
