"""The fourth step of bringing in places: rows that may be a place told twice, decided one by one, by cluster, or all at once."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from flock.domain import words
from flock.domain.import_drafts import Draft
from flock.domain.likeness import CERTAIN, Likeness, Place
from flock.domain.members import Person
from flock.services import duplicates
from flock.services.doubts import APART, SAME, Decisions
from flock.services.duplicates import Cluster, Pair
from flock.services.imports import Check
from flock.ui import import_check, import_steps, look, resources

_PAGE = 10
_SHOWN_CERTAIN = 200


def show(draft: Draft, person: Person) -> None:
    """Ask about the rows that look like another place; what is beyond doubt is merged, and can be taken apart."""
    import_steps.problem()
    if import_check.ready(draft, person):
        with resources.parts().import_checks.look(person, draft.draft_id) as check:
            _ask(draft, person, check)
    import_steps.buttons(person, draft, onward="Next: bring in")


def _ask(draft: Draft, person: Person, check: Check) -> None:
    clusters = duplicates.clusters(check.open_pairs)
    decided = set(check.order.decisions.twins)
    settled = {pair.line: pair for pair in check.pairs if pair.line not in {open_.line for open_ in check.open_pairs}}
    undecided = [cluster for cluster in clusters if not decided.issuperset(cluster.lines)]
    if not check.pairs:
        st.success("No row looks like another place.", icon=":material/check:")
    elif not undecided:
        st.success("Nothing is left to decide here.", icon=":material/check:")
    else:
        rows = sum(len(set(cluster.lines) - decided) for cluster in undecided)
        st.markdown(
            f"**{words.count(rows, 'row looks', 'rows look')} like another place.** Undecided, they come in as places of their own."
        )
        if len(undecided) > 1:
            _bulk(draft, person, undecided)
        page = 1
        if len(undecided) > _PAGE:
            page = st.pagination(-(-len(undecided) // _PAGE), key="import_clusters")
        for cluster in undecided[(page - 1) * _PAGE : page * _PAGE]:
            _cluster(draft, person, cluster)
    if crowded := check.staging.crowded:
        st.caption(
            f":material/info: {words.count(crowded, 'row stands', 'rows stand')} where very many places stand, such as at the middle "
            "of a town. Those were compared only with names that begin with the same word, so look for the others yourself."
        )
    _certain(draft, person, list(settled.values()), check.order.decisions)


def _bulk(draft: Draft, person: Person, clusters: Sequence[Cluster]) -> None:
    lines = [line for cluster in clusters for line in cluster.lines]
    with st.container(horizontal=True):
        for choice, label in ((SAME, "All are the same place"), (APART, "All are different places")):
            st.button(label, key=f"all_{choice}", on_click=_decide, args=(person, draft, lines, choice))


def _cluster(draft: Draft, person: Person, cluster: Cluster) -> None:
    with st.container(border=True, key=f"cluster_{cluster.lines[0]}"):
        for pair in cluster.pairs[:_PAGE]:
            _pair(pair)
        with st.container(horizontal=True):
            for choice, label in ((SAME, "Same place"), (APART, "Different places")):
                key = f"{choice}_{cluster.lines[0]}"
                st.button(label, key=key, on_click=_decide, args=(person, draft, cluster.lines, choice))


def _pair(pair: Pair) -> None:
    """Draw both sides of a pair, and what speaks for and against their being one."""
    ours, theirs = st.columns(2)
    with ours:
        st.caption(f"Line {pair.line}")
        _place(pair.place)
    with theirs:
        st.caption(f"Line {pair.twin_line}" if pair.twin_line else "Here already")
        _place(pair.twin)
    st.caption(_terms(pair.likeness))


def _place(place: Place) -> None:
    where = ", ".join(filter(None, (place.address, place.town, place.postcode)))
    st.markdown(f"**{look.plain(place.name)}**  \n{look.plain(where) or 'no address'}")


def _terms(likeness: Likeness) -> str:
    """Say each finding with its weight."""
    parts = (f"{look.plain(term.what)}: {look.plain(term.found)} ({term.weight:+.1f})" for term in likeness.terms)
    return f"{' · '.join(parts)} · together {likeness.weight:+.1f}; from {CERTAIN:g} on they are one"


def _certain(draft: Draft, person: Person, pairs: list[Pair], decisions: Decisions) -> None:
    if not pairs:
        return
    with st.expander(
        f"{words.count(len(pairs), 'row', 'rows')} merged into the place that it is told of"
        if len(pairs) == 1
        else f"{len(pairs):,} rows merged into the places that they tell of"
    ):
        st.caption("The place keeps what it says; what it lacks is taken from the row.")
        lines = [
            {
                "Line": pair.line,
                "Row": pair.place.name,
                "Merged into": pair.twin.name + (f" (line {pair.twin_line})" if pair.twin_line else ""),
                "Why": "you said so" if decisions.twins.get(pair.line) == SAME else _why(pair.likeness),
            }
            for pair in pairs[:_SHOWN_CERTAIN]
        ]
        chosen = st.dataframe(lines, hide_index=True, on_select="rerun", selection_mode="multi-row", key=f"merged_{len(pairs)}")
        taken = [pairs[row].line for row in chosen["selection"]["rows"] if row < len(pairs)]
        st.button(
            "Take apart what is chosen",
            icon=":material/call_split:",
            disabled=not taken,
            on_click=_decide,
            args=(person, draft, taken, APART),
        )
    apart = [line for line, choice in decisions.twins.items() if choice == APART]
    if apart:
        st.caption(
            f"{words.count(len(apart), 'row is a place', 'rows are places')} of its own because you said so."
            if len(apart) == 1
            else f"{len(apart):,} rows are places of their own because you said so."
        )


def _why(likeness: Likeness) -> str:
    return ", ".join(f"{term.what}: {term.found}" for term in likeness.terms)


def _decide(person: Person, draft: Draft, lines: Sequence[int], choice: str) -> None:
    """Keep what she decided; a callback."""
    decisions = Decisions.from_json(draft.decisions).with_twins(lines, choice)
    resources.parts().import_drafts.save(person, replace(draft, decisions=decisions.as_json()))
