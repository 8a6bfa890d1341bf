"""Block and report, at every place where a person appears, and what a member must read before she goes on."""

from uuid import UUID

import streamlit as st

from flock.errors import FlockError
from flock.services.safety import REASONS, Place
from flock.ui import look, resources, session

_BLOCK, _REPORT = ":material/block: Block", ":material/flag: Report to the leads"


def menu(other: UUID, name: str, *, place: Place, key: str, talk_id: UUID | None = None) -> None:
    """Draw the small menu with «block» and «report»."""
    asked = st.menu_button(
        "", [_BLOCK, _REPORT], key=f"safe_{key}", icon=":material/more_horiz:", type="tertiary", help="Block or report"
    )
    if asked == _BLOCK:
        _block(other, name)
    elif asked == _REPORT:
        _report(other, name, place, talk_id)


def notices() -> None:
    """Show what she must read. It stays on top of every page of people until she has said that she read it."""
    person = session.signed_in() or session.person()
    if person is None:
        return
    safety = resources.parts().safety
    for notice in safety.notices(person):
        with st.container(border=True, key=f"notice_{notice.notice_id.hex}"):
            st.markdown("**A word from the leads of this community**")
            st.text(notice.words)
            with st.container(horizontal=True):
                st.button(
                    "I have read this",
                    key=f"read_{notice.notice_id.hex}",
                    on_click=safety.read_notice,
                    args=(person, notice.notice_id),
                )
                if notice.may_appeal and notice.report_id:
                    with st.popover("Ask for another look", type="tertiary"):
                        _appeal(notice.report_id)


def _appeal(report_id: UUID) -> None:
    person = session.signed_in() or session.require()
    said = st.text_area("What should another lead know?", key=f"appeal_{report_id.hex}", max_chars=2000)
    if st.button("Send to another lead", key=f"send_appeal_{report_id.hex}"):
        try:
            resources.parts().safety.appeal(person, report_id, said or "")
            st.success("Sent. Another lead than the one who decided will answer.", icon=":material/check:")
        except FlockError as error:
            st.error(look.plain(str(error)), icon=":material/error:")


@st.dialog("Block her?")
def _block(other: UUID, name: str) -> None:
    person = session.require()
    st.write(
        f"You and {look.plain(name)} will not see each other any more, anywhere. She is not told. You can undo it in your settings."
    )
    if st.button("Block", type="primary", icon=":material/block:", key="block_yes"):
        resources.parts().safety.block(person, other)
        st.session_state["told"] = f"You will not see {name} any more, and she will not see you."
        st.rerun()


@st.dialog("Report to the leads")
def _report(other: UUID, name: str, place: Place, talk_id: UUID | None) -> None:
    person = session.require()
    st.write(f"{look.plain(name)} does not hear of this. A lead reads it with what was written here, and answers.")
    reason = st.radio("What is wrong?", list(REASONS), format_func=REASONS.__getitem__, key="report_reason")
    said = st.text_area("Anything the leads should know", key="report_words", max_chars=2000)
    also = st.checkbox("Block her as well", value=True, key="report_block")
    st.caption("If you are in danger now, ring 999.")
    if st.button("Send", type="primary", icon=":material/flag:", key="report_send"):
        try:
            resources.parts().safety.report(person, other, place=place, reason=reason, text=said or "", talk_id=talk_id)
            if also:
                resources.parts().safety.block(person, other)
        except FlockError as error:
            st.error(look.plain(str(error)), icon=":material/error:")
            return
        st.session_state["told"] = "Sent to the leads. Thank you for telling us."
        st.rerun()
