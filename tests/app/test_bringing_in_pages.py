"""E7, E9: on the leads' pages levels are changed with a preview and put back, and scores come in, stand beside the pulse and go."""

import re

from streamlit.testing.v1 import AppTest

SCORES = b"pseudonym,date,needs,membership,influence,bond\n" + b"".join(b"p%d,2026-04-02,9,9,9,9\n" % n for n in range(7))


def said(at: AppTest) -> str:
    kinds = ("markdown", "caption", "success", "warning", "info", "error")
    return re.sub(r"\\(?=\W)|\u2060", "", " ".join(element.value for kind in kinds for element in at.get(kind)))


def press(at: AppTest, label: str) -> AppTest:
    at = next(button for button in at.button if button.label.startswith(label)).click().run()
    assert not at.exception, at.exception
    return at


def test_levels_are_tried_used_and_put_back(open_page) -> None:
    at = open_page("lead", "community-health")
    at.session_state["ladder_settings"] = True
    at = at.run()
    assert not [button for button in at.button if button.label == "Use these levels"], "nothing has changed yet"
    at = press(at, "Leave out the highest")
    at.text_input(key="ladder_name_0_2").set_value("Coming by")
    at = at.run()
    assert "Two levels have the same name" in said(at)
    at.text_input(key="ladder_name_0_2").set_value("<b>Often</b> & more")
    at = at.run()
    assert "What they would show" in said(at)
    at = press(at, "Use these levels")
    assert "These levels hold now" in said(at)
    at = press(at, "Put back")
    assert "The levels before hold again" in said(at)


def test_scores_are_checked_brought_in_and_taken_back(open_page) -> None:
    at = open_page("lead", "bring-in-scores")
    assert not at.exception, at.exception
    at.file_uploader[0].upload("scores.csv", SCORES, "text/csv")
    at = at.run()
    assert not at.exception, at.exception
    assert "1 new month" in said(at)
    at = press(at, "Bring in 1 month")
    assert "Done: 1 month" in said(at)
    health = open_page("lead", "community-health")
    assert not health.exception, health.exception
    assert "In April 2026, 7 people scored 1.5 of 3 on the SCI-2" in said(health)
    at = press(at, "Undo")
    assert "Undone" in said(at)
    assert "SCI-2, a mean" not in said(open_page("lead", "community-health"))


def test_a_table_that_is_none_of_scores_is_said_in_a_sentence(open_page) -> None:
    at = open_page("lead", "bring-in-scores")
    at.file_uploader[0].upload("answers.csv", b"date,q1\n2026-04-02,3\n", "text/csv")
    at = at.run()
    assert not at.exception, at.exception
    assert "Bring in scores, and not the answers" in said(at)
