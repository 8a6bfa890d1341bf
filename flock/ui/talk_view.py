"""Waves that wait, and talks, as a page shows them. Words of people are shown as they are written, never as Markdown or HTML."""

from datetime import UTC, datetime
from uuid import UUID

import streamlit as st

from flock.domain import talking, words
from flock.domain.members import Person
from flock.errors import FlockError
from flock.services.messages import Talk
from flock.services.people import Member
from flock.services.waves import Sent, Towards
from flock.ui import look, people_cards, resources, safety_dialogs, session, unread, unsent


def waves(person: Person, waiting: list[Towards], *, primary: bool) -> None:
    """Draw the waves that wait for her answer."""
    parts = resources.parts()
    for wave in waiting:
        card = parts.people.card(person, wave.from_id)
        with st.container(border=True, key=f"wave_{wave.wave_id.hex}", gap="small"):
            st.markdown(f"**{look.plain(card.member.name)} says hello** · {_ago(wave.sent_at)}")
            if wave.note:
                st.text(wave.note)
            does = card.member.does or ""
            about = [does[:1].upper() + does[1:], *(reason.rstrip(".") for reason in card.reasons)]
            st.caption(look.plain("".join(f"{part}. " for part in about if part)))
            with st.container(horizontal=True, vertical_alignment="center"):
                st.button(
                    "Yes, let's talk",
                    key=f"yes_{wave.wave_id.hex}",
                    type="primary" if primary and wave is waiting[0] else "secondary",
                    on_click=_answer,
                    args=(wave.wave_id, True),
                )
                st.button("Not now", key=f"no_{wave.wave_id.hex}", type="tertiary", on_click=_answer, args=(wave.wave_id, False))
                safety_dialogs.menu(wave.from_id, card.member.name, place="wave", key=f"w{wave.wave_id.hex}")
    if waiting:
        st.caption("“Not now” is told to nobody. A hello that is not answered goes away after two weeks.")


def sent(mine: list[Sent], known: dict[UUID, Member]) -> None:
    """Draw her own waves that wait."""
    there = [wave for wave in mine if wave.to_id in known]
    if not there:
        return
    with st.expander(f"You said hello to {words.count(len(there), 'person', 'people')}"):
        for wave in there:
            left = max((wave.expires_at - datetime.now(UTC)).days, 0)
            name = known[wave.to_id].name
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"**{look.plain(name)}** · {_ago(wave.sent_at)} · waits {words.count(left, 'day', 'days')} more")
                safety_dialogs.menu(wave.to_id, name, place="card", key=f"s{wave.to_id.hex}")
            if wave.note:
                st.text(wave.note)


def choose(talks: list[Talk], known: dict[UUID, Member], me: UUID, chosen: UUID | None) -> None:
    """Draw the list of talks; a click opens one."""
    for talk in talks:
        new = f" · {talk.unread} new" if talk.unread and not talk.muted else ""
        label = f"{'**' if new else ''}{look.plain(title(talk, known))}{'**' if new else ''}{new}"
        st.button(
            label,
            key=f"open_{talk.talk_id.hex}",
            type="secondary" if talk.talk_id == chosen else "tertiary",
            icon=":material/notifications_off:"
            if talk.muted
            else ":material/groups:"
            if talk.is_group
            else ":material/chat_bubble:",
            width="stretch",
            on_click=open_talk,
            args=(talk.talk_id,),
        )
        if talk.last_words:
            who = "You: " if talk.last_from == me else ""
            st.caption(look.plain(f"{who}{talk.last_words[:60]}{'…' if len(talk.last_words) > 60 else ''}"))


def title(talk: Talk, known: dict[UUID, Member]) -> str:
    """Name a talk after its people, or by the name of the group."""
    names = words.join([known[other].name for other in talk.others if other in known])
    return f"{talk.name} ({names})" if talk.is_group else names


@st.fragment(run_every=15)
def conversation(talk_id: UUID) -> None:
    """Draw one talk with a field to write into. It looks for new words by itself, and asks anew who is here each time."""
    person, parts = session.person(), resources.parts()
    if person is None and session.refusal():  # twelve hours have passed while she had this open, perhaps while she was writing
        session.say_signed_out()
        _write(talk_id)
        return
    person = session.require()
    try:
        talk = parts.messages.talk(person, talk_id)
        said = parts.messages.read(person, talk_id)
        if talk.unread:
            unread.forget(person)
    except FlockError as error:
        st.write(look.plain(str(error)))
        return
    known = parts.people.known(person, talk.others)
    _head(talk, known)
    with st.container(height=420, key="said", border=True):
        if not said:
            st.caption("You both said yes. Write the first word: where and when could you work beside each other?")
        for message in said:
            mine = message.from_id == person.member_id
            name = "You" if mine else known[message.from_id].name if message.from_id in known else ""
            with st.container(key=f"{'mine' if mine else 'hers'}_{message.message_id.hex}"):
                st.caption(f"{look.plain(name)}, {_ago(message.sent_at)}")
                _words(message.words, links=bool(talk.has_written and talk.was_written_to))
    _write(talk_id)


def _write(talk_id: UUID) -> None:
    unsent.field(
        "Write something",
        key=f"write_{talk_id.hex}",
        most=talking.MOST_MESSAGE,
        send=lambda words: resources.parts().messages.send(session.believed(), talk_id, words),
    )


def open_talk(talk_id: UUID | None) -> None:
    """Open a talk, or none; a callback."""
    st.session_state["talk"] = str(talk_id or "")


@st.dialog("Bring a few together")
def group(person: Person, talks: list[Talk], known: dict[UUID, Member]) -> None:
    """Ask for a name and people, and open a group."""
    pairs = {talk.others[0]: known[talk.others[0]].name for talk in talks if not talk.is_group and talk.others[0] in known}
    name = st.text_input("What is it called?", placeholder="Tuesday table", max_chars=talking.MOST_GROUP_NAME, key="group_name")
    chosen = st.multiselect(
        "Who", list(pairs), format_func=pairs.__getitem__, key="group_people", max_selections=talking.MOST_IN_A_GROUP - 1
    )
    if st.button("Start", type="primary", key="group_start"):
        try:
            open_talk(resources.parts().messages.start_group(person, name or "", chosen))
        except FlockError as error:
            st.error(look.plain(str(error)), icon=":material/error:")
            return
        st.rerun()


def _head(talk: Talk, known: dict[UUID, Member]) -> None:
    parts = resources.parts()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(look.plain(title(talk, known)), anchor=False, width="stretch")
        st.button(
            "Unmute" if talk.muted else "Mute",
            key=f"mute_{talk.talk_id.hex}",
            type="tertiary",
            icon=":material/notifications:" if talk.muted else ":material/notifications_off:",
            on_click=_mute,
            args=(talk.talk_id, not talk.muted),
        )
        st.button(
            "Leave",
            key=f"leave_{talk.talk_id.hex}",
            type="tertiary",
            icon=":material/logout:",
            on_click=_leave,
            args=(talk.talk_id,),
        )
        for other in talk.others:
            if other in known:
                safety_dialogs.menu(
                    other, known[other].name, place="talk", key=f"t{talk.talk_id.hex}{other.hex}", talk_id=talk.talk_id
                )
    if not talk.is_group and (band := parts.messages.response_bands(talk.others).get(talk.others[0])):
        st.caption(f"{look.plain(known[talk.others[0]].name)} {band}.")


def _words(text: str, *, links: bool) -> None:
    """Show words as they are; links can be followed once both have written, and open elsewhere without saying from where."""
    pieces = talking.pieces(text)
    if not links or not any(is_link for _, is_link in pieces):
        st.text(text)
        return
    body = "".join(
        f'<a href="{look.escaped(piece)}" target="_blank" rel="noopener noreferrer nofollow">{look.escaped(piece)}</a>'
        if is_link
        else look.escaped_lines(piece)
        for piece, is_link in pieces
    )
    st.html(f'<div class="flock-words">{body}</div>')


def _answer(wave_id: UUID, yes: bool) -> None:
    try:
        if talk_id := resources.parts().waves.answer(session.require(), wave_id, yes=yes):
            open_talk(talk_id)
    except FlockError as error:
        st.session_state["told"] = str(error)


def _mute(talk_id: UUID, muted: bool) -> None:
    resources.parts().messages.mute(session.require(), talk_id, muted=muted)


def _leave(talk_id: UUID) -> None:
    resources.parts().messages.leave(session.require(), talk_id)
    st.session_state.pop("talk", None)


def _ago(moment: datetime) -> str:
    """Say when: a time today, else a day."""
    days = (datetime.now(UTC).date() - moment.date()).days
    if days == 0:
        return words.clock(moment)
    return "yesterday" if days == 1 else people_cards.day_in_words(moment.date())
