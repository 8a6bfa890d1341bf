"""What a lead sees of reports. Opening one is logged, so it is opened by a button and not by looking at the list."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import streamlit as st

from flock.domain import words
from flock.domain.members import Person
from flock.errors import FlockError
from flock.services.moderation import OUTCOMES, PAGE, PAUSES, Report
from flock.services.safety import REASONS
from flock.ui import look, resources

_STATE = {"none": "nothing to do", "note": "told", "pause": "paused", "ban": "banned"}


def queue(reports: list[Report], opened: UUID | None) -> None:
    """Draw the reports as lines; a button opens one."""
    for report in reports:
        waits = report.state == "open" or (report.appeal and not report.appeal_answer)
        about = look.plain(report.about_name or "somebody who has left")
        said = "waits" if report.state == "open" else "appeal waits" if waits else _STATE.get(report.outcome or "", "answered")
        with st.container(
            horizontal=True, vertical_alignment="center", border=report.report_id == opened, key=f"row_{report.report_id.hex}"
        ):
            st.markdown(
                f"**{about}** · {look.plain(REASONS[report.reason])}  \n{_when(report.sent_at)} · {said}", width="stretch"
            )
            st.button("Open", key=f"look_{report.report_id.hex}", on_click=_open, args=(report.report_id,))


def one(person: Person, report_id: UUID) -> None:
    """Draw an open report with its context, notes and what can be done."""
    moderation = resources.parts().moderation
    key = f"looked_{report_id.hex}"
    try:
        report, notes, profile = moderation.look(person, report_id)
    except FlockError as error:
        st.error(look.plain(str(error)), icon=":material/error:")
        return
    st.subheader(look.plain(f"About {report.about_name or 'somebody who has left'}"), anchor=False)
    st.caption(
        look.plain(
            f"{report.reporter_name or 'Somebody who has left'} wrote on {words.day(report.sent_at.date())}, from her {report.place}. "
            f"{words.count(report.reports_about, 'report', 'reports')} about her in all. That you opened this is in the log."
        )
    )
    _quoted("What is wrong", REASONS[report.reason])
    _quoted("In her words", report.words)
    _quoted("What was written there", report.context)
    with st.expander("Her profile, as others see it"):
        for name, value in profile.items():
            if value:
                _quoted(name.replace("_", " ").capitalize(), words.join(value) if isinstance(value, list) else str(value))
    for note in notes:
        st.caption(look.plain(f"{note.staff_name or 'A lead'}, {_when(note.written_at)}"))
        st.text(note.words)
    with st.form(f"note_{key}", clear_on_submit=True, border=False):
        text = st.text_area("A note for the other leads", key=f"note_text_{key}", max_chars=2000, height=80)
        if st.form_submit_button("Keep the note"):
            _try(lambda: moderation.note(person, report_id, text or ""))
    if report.state == "open":
        _decide(person, report)
    else:
        _quoted("Decided", f"{_STATE.get(report.outcome or '', '')} by {report.answered_by or 'a lead'}")
        _quoted("She was told", report.outcome_words or "")
    if report.appeal:
        _quoted("She asks for another look", report.appeal)
        if report.appeal_answer:
            _quoted("Answered", report.appeal_answer)
        else:
            _answer_appeal(person, report)


def log(person: Person) -> None:
    """Draw what leads and organisers did and looked at."""
    moderation = resources.parts().moderation
    broken = moderation.first_broken(person)
    if broken is None:
        st.caption(":material/verified: Every entry is bound to the one before it; none was changed or taken out.")
    else:
        st.error(f"Entry {broken} was changed or one before it taken out. Compare with a backup.", icon=":material/error:")
    page = int(st.session_state.get("log_page") or 1)
    rows = [
        {
            "Number": entry.number,
            "When": _when(entry.noted_at),
            "Who": entry.staff_name or "somebody who has left",
            "Did": entry.act,
            "To": entry.about_name or "",
            "Which": entry.detail,
        }
        for entry in moderation.log(person, page=page)
    ]
    if rows:
        st.dataframe(rows, hide_index=True)
    else:
        st.write("Nothing yet. What leads and organisers do, and look at of members, is noted here.")
    if page > 1 or len(rows) == PAGE:
        st.pagination(page + (len(rows) == PAGE), key="log_page")


def _decide(person: Person, report: Report) -> None:
    key = report.report_id.hex
    outcome = st.radio(
        "What is to be done?", list(OUTCOMES), format_func=OUTCOMES.__getitem__, horizontal=True, key=f"outcome_{key}"
    )
    days = PAUSES[0]
    if outcome == "pause":
        days = st.segmented_control("For how many days?", PAUSES, default=PAUSES[0], required=True, key=f"days_{key}")
    text = st.text_area("What you tell her", key=f"tell_{key}", max_chars=2000) if outcome != "none" else ""
    if st.button("Decide", type="primary", key=f"decide_{key}"):
        _try(lambda: resources.parts().moderation.decide(person, report.report_id, outcome, text=text or "", days=days))


def _answer_appeal(person: Person, report: Report) -> None:
    key = report.report_id.hex
    text = st.text_area("Your answer to her", key=f"appeal_answer_{key}", max_chars=2000)
    lift = st.checkbox("Let her back in", key=f"lift_{key}")
    if st.button("Answer the appeal", type="primary", key=f"appeal_send_{key}"):
        _try(lambda: resources.parts().moderation.answer_appeal(person, report.report_id, text or "", lift=lift))


def _try(act: Callable[[], None]) -> None:
    try:
        act()
    except FlockError as error:
        st.error(look.plain(str(error)), icon=":material/error:")
        return
    st.rerun()


def _open(report_id: UUID) -> None:
    st.session_state["report"] = report_id


def _quoted(head: str, text: str) -> None:
    if text:
        st.caption(head)
        st.text(text)


def _when(moment: datetime) -> str:
    return f"{words.day(moment.date())}, {words.clock(moment)}"
