"""Parts of the page on which a lead brings in another tool's log: the files, what was understood, and what would happen."""

import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from flock.domain import words
from flock.domain.members import Person
from flock.services import exports
from flock.services.log_imports import FIELDS, FORMS, Checked, LogColumns, Past, Plan
from flock.ui import look, resources

_NOT_TAKEN = "nowhere: leave those rows out"
_ZONES = (_NOT_TAKEN, "Europe/London", "UTC", "Europe/Paris", "America/New_York", "America/Denver", "America/Los_Angeles")
_NO_COLUMN = "no column"
_UNKNOWN = {
    "names": "Take them in under their names, hidden and without a home",
    "pseudonyms": "Take them in as guests without a name",
    "leave": "Leave them and what they did out",
}
_KIND_WORDS = {
    "reply": ("reply", "replies"),
    "answered_message": ("answered message", "answered messages"),
    "accepted_intro": ("accepted introduction", "accepted introductions"),
    "joint_booking": ("table booked together", "tables booked together"),
    "co_attendance": ("pair at a meetup together", "pairs at a meetup together"),
    "help_thanked": ("thanks for help", "thanks for help"),
    "post": ("post", "posts"),
    "rsvp": ("RSVP", "RSVPs"),
    "attended": ("attendance", "attendances"),
}
_SHOWN_PROBLEMS = 500


def uploaded(person: Person) -> Plan | None:
    """Take the files and find out what they are; None while there are none."""
    files = st.file_uploader(
        "The log, and if there are some the tables of its meetups, members and groups",
        type=["csv", "tsv", "txt", "json", "xlsx", "xlsm", "xls", "ods", "parquet", "zip"],
        accept_multiple_files=True,
        key=f"log_files_{st.session_state.get('log_turn', 0)}",
    )
    if not files:
        return None
    key = tuple(file.file_id for file in files)
    if st.session_state.get("log_key") != key:
        folder = tempfile.TemporaryDirectory(prefix="flock-log-")
        paths = []
        for file in files:
            paths.append(Path(folder.name) / Path(file.name).name)
            paths[-1].write_bytes(file.getbuffer())
        st.session_state["log_folder"] = folder  # lives, and is deleted, with the session
        st.session_state["log_plan"] = resources.parts().log_imports.look(person, paths)
        st.session_state["log_key"] = key
    plan: Plan = st.session_state["log_plan"]
    return plan


def understood(plan: Plan) -> Plan:
    """Show how the files are read, let it be changed, and give the plan as it is then."""
    st.markdown(f"**{look.plain(plan.main.name)}**: {FORMS[plan.columns.form].label.lower()}.{_beside(plan)}")
    columns = plan.columns
    with st.expander("How it is read", icon=":material/view_column:", expanded=bool(plan.missing)):
        if plan.table is not None:
            st.dataframe(plan.sample(), hide_index=True)
            columns = _columns(plan)
        tool = st.text_input("Where is it from?", plan.tool, max_chars=40, help="Keys of members are told apart by tool.")
        zone = st.selectbox("Times without a zone are from", _ZONES, key="log_zone")
        kind = plan.kind
        if columns.form == "ties" and "kind" not in columns.fields:
            kinds = [kind for kind in _KIND_WORDS if kind not in ("post", "rsvp", "attended")]
            kind = st.selectbox("Each row is", kinds, format_func=lambda one: _KIND_WORDS[one][0])
    return replace(
        plan,
        columns=columns,
        tool=" ".join(tool.split()) or plan.tool,
        zone=None if zone == _NOT_TAKEN else ZoneInfo(zone),
        kind=kind,
    )


def unknown_people(checked: Checked, chosen: str) -> None:
    """Ask what to do with those whom Flock does not know."""
    if not checked.unknown:
        return
    st.radio(
        f"{words.count(len(checked.unknown), 'person', 'people')} in it Flock does not know",
        list(_UNKNOWN),
        format_func=_UNKNOWN.__getitem__,
        key="log_unknown",
    )
    if chosen != "leave":
        st.caption("Nobody can find or suggest them, and they cannot sign in. Undoing the import takes them away again.")
    if ambiguous := [one.name for one in checked.unknown if one.is_ambiguous]:
        named = words.join([look.plain(name) for name in ambiguous[:5]])
        st.caption(f":material/info: Several members are called {named}, so it is not known which of them is meant.")
    with st.expander("Who they are", icon=":material/group:"):
        table = {
            "Key": [one.key for one in checked.unknown],
            "Name": [one.name for one in checked.unknown],
            "Acts": [one.acts for one in checked.unknown],
        }
        st.dataframe(table, hide_index=True)


def outcome(checked: Checked) -> None:
    """Say what would be taken, what would not, and why."""
    parts = [f"**{words.count(checked.rows, 'row', 'rows')}**: {checked.taken:,} to take"]
    parts += [words.count(checked.duplicates, "duplicate", "duplicates")] if checked.duplicates else []
    parts += [f"{checked.rejected:,} that cannot be taken"] if checked.rejected else []
    skipped = sum(checked.skipped.values())
    parts += [f"{skipped:,} that tell of nothing to count"] if skipped else []
    st.markdown(words.join(parts) + ".")
    lines = [words.count(number, *_KIND_WORDS[kind]) for kind, number in checked.acts.items()]
    if checked.first_at and checked.last_at:
        st.markdown(f"It holds {words.join(lines)}, from {checked.first_at:%-d %b %Y} to {checked.last_at:%-d %b %Y}.")
    if checked.meetups:
        where = f" at {words.count(checked.places, 'place', 'places')}" if checked.places else ""
        mean = checked.acts.get("attended", 0) / checked.meetups
        st.markdown(f"{words.count(checked.meetups, 'meetup', 'meetups')}{where}, with {mean:.1f} people on average.")
        if checked.places:
            with st.expander("The busiest places", icon=":material/location_on:"):
                st.dataframe(checked.busiest, hide_index=True)
    if checked.about_members:
        st.markdown(f"{words.count(checked.about_members, 'row', 'rows')} about members say who they are and when they joined.")
    if checked.memberships:
        new = words.count(checked.memberships, "membership of a group is new", "memberships of groups are new")
        st.markdown(f"{new}. They narrow the figures of «Is it a community?», and let nobody see anybody.")
    for why, number in Counter(checked.skipped).most_common():
        st.caption(f":material/remove: {number:,}: {look.plain(why)}.")
    if checked.problems:
        _problems(checked)


def history(person: Person) -> None:
    """List what was brought in, with a way to take each back."""
    past = resources.parts().log_imports.history(person)
    if not past:
        return
    st.subheader("Brought in before", anchor=False)
    for one in past:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"log_{one.import_id.hex}"):
            st.markdown(_told(one), width="stretch")
            if one.state == "committed":
                st.button(
                    "Undo this import",
                    key=f"undo_{one.import_id.hex}",
                    icon=":material/undo:",
                    on_click=resources.parts().log_imports.undo,
                    args=(person, one.import_id),
                )


def _told(one: Past) -> str:
    parts = [words.count(one.acts, "act", "acts"), words.count(one.members, "new member", "new members")]
    parts += [words.count(one.memberships, "membership of a group", "memberships of groups")] if one.memberships else []
    what = words.join(parts)
    line = f"**{look.plain(one.file_name)}** from {look.plain(one.tool)}: {what}  \n"
    line += f"{one.finished_at:%a %-d %b %Y}, by {look.plain(one.who)}"
    return line + (f" · undone {one.undone_at:%a %-d %b %Y}" if one.undone_at else "")


def _beside(plan: Plan) -> str:
    parts = []
    if plan.events:
        parts.append(f"{look.plain(plan.events.path.name)} says when and where each was")
    if plan.members:
        parts.append(f"{look.plain(plan.members.path.name)} says who the members are")
    if plan.groups:
        parts.append(f"{look.plain(plan.groups.path.name)} what their groups are called")
    return f" {words.join(parts)}." if parts else ""


def _columns(plan: Plan) -> LogColumns:
    form = plan.columns.form
    fields = {}
    options: list[int | None] = [None, *range(len(plan.header))]

    def label(column: int | None) -> str:
        return _NO_COLUMN if column is None else look.plain(plan.header[column] or f"column {column + 1}")

    with st.container(horizontal=True):
        for name in FORMS[form].fields:
            if name in (plan.columns.events or {}) and name != "event":
                continue
            found = plan.columns.fields.get(name)
            column = st.selectbox(
                FIELDS[name], options, options.index(found), format_func=label, key=f"log_{form}_{name}", width=220
            )
            if column is not None:
                fields[name] = column
    return LogColumns(form, fields, plan.columns.events)


def _problems(checked: Checked) -> None:
    alike: Counter[Any] = Counter((problem.column, problem.sentence) for problem in checked.problems)
    with st.expander(
        f"{words.count(checked.rejected, 'row', 'rows')} that cannot be taken", icon=":material/rule:", expanded=True
    ):
        for (column, sentence), number in alike.most_common(10):
            where = f"{look.plain(column)}: " if column else ""
            st.markdown(f"- {words.count(number, 'row', 'rows')}. {where}{look.plain(sentence)}")
        frame = pd.DataFrame(checked.problems, columns=["line", "column", "value", "sentence", "severity"]).drop(
            columns="severity"
        )
        st.dataframe(frame.head(_SHOWN_PROBLEMS), hide_index=True)
        st.download_button(
            "Download them as CSV", lambda: exports.write(frame, "csv"), "not-taken.csv", "text/csv", icon=":material/download:"
        )
