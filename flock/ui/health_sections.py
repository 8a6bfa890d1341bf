"""The story of the leads' page, a section at a time. Each loads by itself and asks again who looks."""

from collections.abc import Callable
from functools import wraps

import pandas as pd
import streamlit as st

from flock.domain import measure_words
from flock.domain.measures import Figure, Section
from flock.domain.members import Person
from flock.services.engagement import Scope
from flock.ui import figures, look, resources, session
from flock.visuals import community_charts

_FEWEST = 5


def _section(draw: Callable[[Scope, Person], None]) -> Callable[[Scope], None]:
    """Let a section be run by itself, after asking again whether she who looks is a lead."""

    @st.fragment
    @wraps(draw)
    def guarded(scope: Scope) -> None:
        draw(scope, session.require("lead"))

    return guarded


@_section
def headline(scope: Scope, _: Person) -> None:
    """Say what changed, and what the change rests on."""
    section = resources.parts().engagement.headline(scope)
    st.html(f'<p class="flock-headline">{look.escaped(measure_words.headline(section))}</p>')
    figures.row(section)
    changes = section.tables.get("changes")
    if changes is not None and len(changes):
        with st.popover("What changed and what is noise", icon=":material/help:"):
            st.write(
                "Before and now, with how far off the change may be. Only a change whose whole interval lies on one side counts."
            )
            st.dataframe(changes.drop(columns="name").rename(columns={"clear": "more than noise"}), hide_index=True)


@_section
def star_ring(scope: Scope, lead: Person) -> None:
    """Show whether the community is a star or a ring."""
    section = resources.parts().engagement.star_ring(scope)
    st.subheader("Star or ring?", anchor="star-or-ring")
    figures.row(section)
    shapes = section.tables.get("shapes")
    figures.chart(
        measure_words.star_ring(section),
        _drawable(section.tables.get("path"), "member_to_member"),
        lambda table, ink: community_charts.star_ring(table, shapes, ink),
        list(section),
        by=lead,
        key="star-ring",
        name="path",
    )


@_section
def together(scope: Scope, lead: Person) -> None:
    """Show how far members belong together."""
    section = resources.parts().engagement.together(scope)
    st.subheader("Belonging together", anchor="together")
    _first_and_rest(section, "reciprocity", "clustering", "core_2", "core_3")
    figures.chart(
        measure_words.together(section),
        _drawable(section.tables.get("chance"), "value"),
        community_charts.chance,
        _of(section, "reciprocity", "reciprocity_corrected", "reciprocity_weighted", "clustering", "average_clustering"),
        by=lead,
        key="chance",
        name="chance",
    )
    figures.chart(
        measure_words.levels(section.tables.get("levels")),
        _levels(section.tables.get("levels")),
        community_charts.levels,
        _of(section, "gravity", "core_2", "core_3"),
        by=lead,
        key="levels",
        name="levels",
    )


@_section
def newcomers(scope: Scope, lead: Person) -> None:
    """Show how newcomers are received."""
    section = resources.parts().engagement.newcomers(scope)
    st.subheader("Newcomers", anchor="newcomers")
    figures.row(section)
    figures.chart(
        measure_words.newcomers(section),
        section.tables.get("curve"),
        community_charts.first_connection,
        list(section),
        by=lead,
        key="newcomers",
        name="curve",
        empty="— Nobody joined in time for a curve.",
    )


@_section
def staying(scope: Scope, lead: Person) -> None:
    """Show who stays."""
    section = resources.parts().engagement.staying(scope)
    st.subheader("Staying", anchor="staying")
    figures.row(section)
    figures.chart(
        measure_words.staying(section),
        _drawable(section.tables.get("change"), "net"),
        community_charts.change,
        _of(section, "net_change", "returning"),
        by=lead,
        key="change",
        name="change",
    )
    retention = section.tables.get("retention")
    figures.chart(
        measure_words.retention(retention, fewest=_FEWEST),
        None if retention is None or not (retention["members"] >= _FEWEST).any() else retention,
        community_charts.retention,
        _of(section, "returning"),
        by=lead,
        key="retention",
        name="retention",
        empty="— Fewer than five joined in any month.",
    )
    figures.chart(
        measure_words.stickiness(section),
        _drawable(section.tables.get("daily"), "active"),
        community_charts.stickiness,
        _of(section, "stickiness"),
        by=lead,
        key="stickiness",
        name="daily",
    )


@_section
def online_to_person(scope: Scope, lead: Person) -> None:
    """Show how online ties become meetings."""
    section = resources.parts().engagement.online_to_person(scope)
    st.subheader("Online to in person", anchor="online-to-person")
    figures.row(section)
    figures.chart(
        measure_words.online_to_person(section),
        _drawable(section.tables.get("funnel"), "pairs"),
        lambda table, ink: community_charts.funnel(table, ink, what="pairs"),
        _of(section, "online_to_offline", "met_again"),
        by=lead,
        key="online-to-person",
        name="funnel",
    )
    figures.chart(
        measure_words.follow_through(section),
        _drawable(section.tables.get("rsvps"), "members"),
        lambda table, ink: community_charts.funnel(table, ink, what="members"),
        _of(section, "follow_through"),
        by=lead,
        key="rsvps",
        name="rsvps",
    )


@_section
def load(scope: Scope, lead: Person) -> None:
    """Show how much hangs on how few."""
    section = resources.parts().engagement.load(scope)
    st.subheader("On whose shoulders", anchor="load")
    figures.row(section)
    figures.chart(
        measure_words.load(section),
        _drawable(section.tables.get("attention"), "share_of_attention"),
        community_charts.attention,
        list(section),
        by=lead,
        key="attention",
        name="attention",
    )
    _keystones(section)


def _keystones(section: Section) -> None:
    keystones = section.tables.get("keystones")
    if keystones is None or keystones.empty:
        return
    with st.expander("Who would be missed most", icon=":material/vpn_key:"):
        st.caption(
            "For leads only: how many would drop out of the nucleus with her if she left. It is a reason to share her load."
        )
        for row in keystones.head(5).itertuples():
            st.text(f"{row.name or 'A member who hides herself'}: {int(row.loss):,}")


def _first_and_rest(section: Section, *names: str) -> None:
    figures.row(_of(section, *names))
    rest = [figure for figure in section if figure.name not in names]
    if rest:
        with st.expander("More figures", icon=":material/analytics:"):
            figures.row(rest)


def _of(section: Section, *names: str) -> list[Figure | None]:
    return [section.figures.get(name) for name in names]


def _levels(table: pd.DataFrame | None) -> pd.DataFrame | None:
    table = _drawable(table, "now")
    return None if table is None else table.assign(level=table["level"].map(measure_words.LEVELS))


def _drawable(table: pd.DataFrame | None, column: str) -> pd.DataFrame | None:
    """Give the table where anything of it can be drawn."""
    return None if table is None or table.empty or not table[column].fillna(0).any() else table
