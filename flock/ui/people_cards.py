"""A person as a card: what she does, when and how she works, why you two, and where you could meet."""

from datetime import UTC, date, datetime, timedelta

import streamlit as st

from flock.domain import words, working_week
from flock.domain.visibility import active_band
from flock.errors import FlockError
from flock.services.people import Card, Member
from flock.ui import look, resources, safety_dialogs, session

_STYLE = {"silent": "works in silence", "breaks": "likes a chat at breaks", "pair": "likes to work together"}
_STATUS = {"company": "wants company", "open": "open to company"}
_BARS = {
    "hours": "Hours you share",
    "style": "How you like to work",
    "places": "Places you both reach",
    "skills": "What you could teach each other",
    "interests": "What you both like",
}


def suggestion(card: Card, *, first: bool) -> None:
    """Draw one of today's handful, with reasons, places and something to do."""
    key = card.member.member_id.hex
    with st.container(border=True, key=f"person_{key}", gap="small", height="stretch"):
        st.html(_html(card))
        if card.places:
            st.html(f'<div class="flock-meet">{_places(card)}</div>')
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button(
                "Say hello", key=f"hello_{key}", icon=":material/waving_hand:", type="primary" if first else "secondary"
            ):
                say_hello(card)
            st.button("Not now", key=f"pass_{key}", type="tertiary", on_click=_pass, args=(card,))
            _why(card, key)
            safety_dialogs.menu(card.member.member_id, card.member.name, place="card", key=key)


def plain(member: Member, *, photo: str, key: str) -> None:
    """Draw what others see of a member, whoever they are."""
    active = active_band(member.active_on, datetime.now(UTC).date())
    with st.container(border=True, key=f"plain_{key}", gap="small"):
        st.html(_html(Card(member, "", active, [], None, [], photo)))


def in_list(card: Card) -> None:
    """Draw somebody in the list."""
    key = card.member.member_id.hex
    with st.container(border=True, key=f"listed_{key}", gap="small"):
        st.html(_html(card) + (f'<div class="flock-meet">{_places(card)}</div>' if card.places else ""))
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button("Say hello", key=f"greet_{key}", icon=":material/waving_hand:"):
                say_hello(card)
            safety_dialogs.menu(card.member.member_id, card.member.name, place="card", key=f"l{key}")


@st.dialog("Say hello")
def say_hello(card: Card) -> None:
    """Ask for a short note and send a wave."""
    person = session.require()
    name = look.plain(card.member.name)
    st.write(f"{name} sees your card and this note. If she says yes, you can talk; if not, nobody is told.")
    note = st.text_area("A short note", placeholder="Coffee and two quiet hours on Tuesday?", max_chars=280, key="hello_note")
    if st.button("Send", type="primary", icon=":material/waving_hand:", key="hello_send"):
        try:
            met = resources.parts().waves.send(person, card.member.member_id, note or "")
        except FlockError as error:
            st.error(look.plain(str(error)), icon=":material/error:")
            return
        if met:
            st.session_state["talk"] = str(met)
            st.switch_page("people/talk.py")
        st.session_state["told"] = f"Said hello to {card.member.name}. When she answers, you find it under Talk."
        st.rerun()


def told() -> None:
    """Say once what was done before the last rerun."""
    if sentence := st.session_state.pop("told", ""):
        st.toast(look.plain(sentence), icon=":material/check:")


def day_in_words(day: date) -> str:
    """Say a day: «tomorrow», «Thu 26 Nov»."""
    today = datetime.now(UTC).date()
    return "tomorrow" if day == today + timedelta(days=1) else f"{working_week.DAYS[day.weekday()][:3]} {day.day} {day:%b}"


def _pass(card: Card) -> None:
    resources.parts().waves.pass_by(session.require(), card.member.member_id)


def _why(card: Card, key: str) -> None:
    if card.fit is None:
        return
    with st.popover("Why", key=f"why_{key}", type="tertiary", icon=":material/bar_chart:"):
        rows = "".join(
            f'<div><dt>{_BARS[part]}</dt><dd><span style="width:{round(100 * bar / 0.3)}%"></span>{round(100 * bar)}</dd></div>'
            for part, bar in card.fit.bars.items()
        )
        st.html(f'<dl class="flock-bars">{rows}</dl>')
        st.caption(
            f"Together {round(100 * card.fit.score)} of 100. It counts what each of you brings the other, so she sees the same."
        )


def _html(card: Card) -> str:
    one = card.member
    when = working_week.in_words(working_week.week(one.works))
    how = ", ".join(part for part in (when, _STYLE.get(one.style or "", "")) if part)
    lately = {"today": "here today", "this week": "here this week", "this month": "here this month"}.get(card.active, "")
    status = _STATUS.get(one.status or "", "") if one.status_until is None or one.status_until > datetime.now(UTC) else ""
    quiet = " · ".join(part for part in (lately, "others vouch for her" if one.is_vouched else "") if part)
    return (
        '<div class="flock-card flock-person">'
        + (f'<img class="flock-photo" src="photos/{card.photo}" alt="">' if card.photo else "")
        + f'<div class="top"><span class="name">{look.escaped(one.name)}</span><span class="far">{card.band}</span></div>'
        f"<div>{look.escaped(one.does or '')}</div>"
        f'<div class="quiet">{look.escaped(how[:1].upper() + how[1:])}</div>'
        + (f'<div class="status">{status}</div>' if status else "")
        + "".join(f'<div class="why">{look.escaped(reason)}</div>' for reason in card.reasons)
        + (f'<div class="quiet">{quiet}</div>' if quiet else "")
        + "</div>"
    )


def _places(card: Card) -> str:
    said = [
        f'<li><a href="place?id={meeting.place.venue_id}" target="_self">{look.escaped(meeting.place.name)}</a>'
        f' <span class="quiet">{day_in_words(meeting.day)}, {words.clock(meeting.begins)}–{words.clock(meeting.ends)}</span></li>'
        for meeting in card.places
    ]
    return f"You could meet at<ul>{''.join(said)}</ul>"
