"""What a lead can do this week: who waits for an answer, who fell silent, who knows nobody, and whom to introduce."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pandas as pd
import streamlit as st

from flock.domain import measure_words, words
from flock.domain.measures import Section
from flock.domain.members import Person
from flock.services import sense_scores
from flock.services.alerts import KINDS
from flock.services.engagement import Scope
from flock.ui import figures, look, resources, session
from flock.visuals import pulse_charts

_MOST = 8
_PULSE = (
    "Four questions of our own, one for each side of a sense of community (after McMillan & Chavis 1986), answered from 0, not at all, "
    "to 3, very much; the mean, and where it lies 95 times in 100. More is good. No month is told before it is over, nor one with "
    "fewer than five answers."
)
_SCORES = (
    "The mean of a month's answers, from 0 to 3: our own four questions, and scores of the SCI-2 divided by its 24 items (Chavis, Lee & "
    "Acosta 2008). More is good. The two ask different things in different words, so look at which way each goes and not at the gap."
)


@st.fragment
def to_do(scope: Scope) -> None:
    """Show what is to be done this week, each introduction with a button that starts it."""
    person = session.require("lead")
    section = resources.parts().engagement.to_do(scope)
    st.subheader("What to do this week", anchor="to-do")
    st.markdown(f"**{look.plain(measure_words.to_do(section))}**")
    with st.container(key="names"):
        _introductions(person, section)
        lists = (
            ("Waiting for an answer", "unanswered", _hours),
            ("Fell silent", "silent", _last_day),
            ("Active, and tied to nobody", "isolated", _acts),
        )
        for column, (title, name, said) in zip(st.columns(3), lists, strict=True):
            with column:
                _people(title, section, name, said)
    figures.meanings(section, key="to-do")
    _digest(person, scope)


@st.fragment
def pulse(scope: Scope) -> None:
    """Show the last pulse that may be told."""
    person = session.require("lead")
    st.subheader("How it is for members", anchor="pulse")
    asked = resources.parts().pulse
    months = asked.months(person)
    if not months:
        so_far = words.count(asked.answers_so_far(person), "answer", "answers")
        st.caption(f"{measure_words.NOT_DEFINED} No month with five or more answers is over yet. This month: {so_far}.")
        _over_time(person)
        return
    last = months[-1]
    lowest = last.table.sort_values("mean").iloc[0]
    sentence = f"In {last.month:%B %Y}, {lowest['question']} was rated lowest, at {lowest['mean']:.1f} of 3, by {last.answers:,} members."
    about = f"{_PULSE} {words.count(last.answers, 'answer', 'answers')} in {last.month:%B %Y}."
    figures.chart(sentence, last.table, pulse_charts.pulse, [], by=person, key="pulse", name="pulse", about=about)
    _over_time(person)


def _over_time(person: Person) -> None:
    """Show our own pulse beside scores that were brought in, once there are some."""
    table = resources.parts().sense_scores.over_time(person)
    if (table["source"] == sense_scores.INDEX).any():
        last = table[table["source"] == sense_scores.INDEX].iloc[-1]
        sentence = f"In {last['month']:%B %Y}, {last['answers']:,} people scored {last['mean']:.1f} of 3 on the SCI-2."
        figures.chart(sentence, table, pulse_charts.over_time, [], by=person, key="scores", name="scores", about=_SCORES)
    st.page_link("lead/bring_in_scores.py", label="Bring in scores of the SCI-2", icon=":material/upload_file:")


def _introductions(person: Person, section: Section) -> None:
    table = section.tables.get("introductions")
    if table is None or table.empty:
        st.caption("— No introduction would change much: everybody active knows somebody.")
        return
    suggested = resources.parts().introductions.suggested(person)
    st.markdown("These introductions would help most. Both are asked, and both may say no.")
    for number, row in enumerate(table.itertuples()):
        pair = frozenset((_id(row.member_id), _id(row.other_id)))
        with st.container(border=True, key=f"introduce_{number}"):
            st.markdown(
                f"**{look.plain(row.name)}** and **{look.plain(row.other_name)}**  \n{look.plain(row.effect)}", width="stretch"
            )
            if pair in suggested:
                st.markdown(":material/check: Suggested to both")
                continue
            st.button(
                "Suggest that they meet",
                icon=":material/handshake:",
                key=f"introduce_button_{number}",
                on_click=resources.parts().introductions.suggest,
                args=(person, _id(row.member_id), _id(row.other_id)),
                kwargs={"effect": row.effect},
            )


def _people(title: str, section: Section, name: str, said: Callable[[Any], str]) -> None:
    figure, table = section.figures.get(name), section.tables.get(name)
    rows = [] if table is None else list(table.itertuples())
    hidden = max(0, round(figure.value) - len(rows)) if figure and figure.value else 0
    with st.container(border=True, width="stretch"):
        st.markdown(f"**{title}**")
        st.text("\n".join(f"{row.name}, {said(row)}" for row in rows[:_MOST]) or ("" if hidden else "Nobody."))
        more = [f"{len(rows) - _MOST:,} more"] if len(rows) > _MOST else []
        more += [words.count(hidden, "who hides herself", "who hide themselves")] if hidden else []
        if more:
            st.caption(f"and {words.join(more)}" if rows else words.join(more))


def _hours(row: Any) -> str:
    hours = round(float(row.hours))
    return f"for {words.count(hours, 'hour', 'hours')}" if hours < 48 else f"for {words.count(hours // 24, 'day', 'days')}"


def _last_day(row: Any) -> str:
    return f"last here on {pd.Timestamp(row.last_day):%-d %b}"


def _acts(row: Any) -> str:
    return words.count(int(row.acts), "act", "acts")


def _digest(person: Person, scope: Scope) -> None:
    parts = resources.parts()
    digest = parts.alerts.digest(person, scope.window.end)
    with st.expander(f"The week in short: {words.join(digest.lines) or 'nothing new'}", icon=":material/mail:"):
        for kind, found in digest.alerts.items():
            named = [alert.name for alert in found if alert.name]
            hidden = len(found) - len(named)
            if found:
                st.markdown(f"**{words.count(len(found), *KINDS[kind])}**")
                others = [words.count(hidden, "other who hides herself", "others who hide themselves")] if hidden else []
                st.text(words.join([*named[:_MOST], *([f"{len(named) - _MOST:,} more"] if len(named) > _MOST else []), *others]))
        text = digest.text(parts.settings.community)
        st.download_button(
            "Take it along without names",
            figures.taken_along(person, "the week in short", lambda: text),
            "flock-week.txt",
            "text/plain",
            icon=":material/download:",
            on_click="ignore",
        )


def _id(value: object) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))
