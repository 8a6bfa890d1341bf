"""The second step of bringing in places: which column is which field, with examples of what stands in it."""

from dataclasses import replace
from typing import Any

import streamlit as st

from flock.domain import words
from flock.domain.import_drafts import Draft
from flock.domain.members import Person
from flock.services import import_drafts
from flock.services.import_drafts import Table
from flock.ui import import_steps, import_words, look, resources

_JOINED = "address"
_LONGEST_EXAMPLE = 40


def show(draft: Draft, person: Person) -> None:
    """Let her choose the column of each field; what is missing keeps her here and is said."""
    import_steps.problem()
    drafts = resources.parts().import_drafts
    table = drafts.table(draft)
    st.write("Flock has looked at the names of the columns and at what stands in them. Change what is not right.")
    for note in drafts.notes(draft):
        st.info(look.plain(note), icon=":material/swap_horiz:")
    _last_time(draft, person)
    examples = dict(zip(import_drafts.column_names(table), import_drafts.examples(table), strict=True))
    for group, fields in import_words.GROUPS.items():
        if not group:
            _fields(draft, person, fields, examples)
            continue
        chosen = sum(1 for field in fields if draft.mapping.get(field))
        label = f"{group}: {chosen} of {len(fields)}" if chosen else group
        with st.expander(label, expanded=False):
            _fields(draft, person, fields, examples)
    _unused(draft, table)
    lacking = import_drafts.lacking(draft.mapping, table)
    for sentence in lacking:
        st.warning(look.plain(sentence), icon=":material/view_column:")
    import_steps.buttons(person, draft, onward="Next: check", blocked=bool(lacking))


def _last_time(draft: Draft, person: Person) -> None:
    last = resources.parts().import_drafts.last_mapping(person, draft)
    if not last or last[0] == draft.mapping:
        return
    mapping, when = last
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="last_time"):
        st.markdown(f"You brought in a table with these columns on {words.day(when.date())}.", width="stretch")
        st.button("Use the columns of last time", icon=":material/history:", on_click=_take, args=(person, draft, mapping))


def _fields(draft: Draft, person: Person, fields: tuple[str, ...], examples: dict[str, list[str]]) -> None:
    for field in fields:
        chosen = draft.mapping.get(field, [])
        key = f"column_{field}_{draft.draft_id.hex}"
        asked, told = st.columns([5, 7], vertical_alignment="bottom", gap="medium")
        change: dict[str, Any] = {
            "key": key,
            "on_change": _choose,
            "args": (person, draft, field, key),
            "help": import_words.HELP.get(field),
        }
        with asked:
            if field == _JOINED:
                st.session_state[key] = chosen
                st.multiselect(import_words.label(field), list(examples), placeholder="No column", **change)
            else:
                st.session_state[key] = chosen[0] if chosen else None
                st.selectbox(import_words.label(field), list(examples), placeholder="No column", index=None, **change)
        shown = [_example([examples[name][number] for name in chosen if number < len(examples[name])]) for number in range(3)]
        if any(shown):
            told.caption(look.plain(" · ".join(filter(None, shown))))
        elif field == "kind" and not chosen:
            kind = resources.parts().import_drafts.kind(draft)
            told.caption(f"All count as {words.KIND[kind][1]}" + (", by the name of the table" if kind != "other" else ""))


def _example(parts: list[str]) -> str:
    text = ", ".join(parts)
    return text if len(text) <= _LONGEST_EXAMPLE else f"{text[:_LONGEST_EXAMPLE]}…"


def _unused(draft: Draft, table: Table) -> None:
    used = {name for names in draft.mapping.values() for name in names}
    unused = [name for name in import_drafts.column_names(table) if name not in used]
    if unused:
        shown = ", ".join(unused[:12]) + (f" and {len(unused) - 12} more" if len(unused) > 12 else "")
        st.caption(f"Not used: {look.plain(shown)}")


def _choose(person: Person, draft: Draft, field: str, key: str) -> None:
    """Keep a choice; a callback."""
    said = st.session_state[key]
    names = said if isinstance(said, list) else [said] if said else []
    mapping = {other: columns for other, columns in draft.mapping.items() if other != field} | ({field: names} if names else {})
    _take(person, draft, mapping)


def _take(person: Person, draft: Draft, mapping: dict[str, list[str]]) -> None:
    """Keep all choices; a callback."""
    resources.parts().import_drafts.save(person, replace(draft, mapping=mapping))
