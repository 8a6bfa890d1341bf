"""The story of the leads' page, a section at a time. Each loads by itself and asks again who looks."""

from collections.abc import Callable
from functools import partial, wraps

import pandas as pd
import streamlit as st

from flock.domain import measure_words, words
from flock.domain.measures import Figure, Section
from flock.domain.members import Person
from flock.services.engagement import Scope
from flock.ui import figures, look, resources, session
from flock.visuals import community_charts
from flock.visuals.charts import Ink, Spec

_FEWEST = 5
_MOST_NAMES = 10
_LONGER = "Figures that need longer say so under «What this is»; n is how many each rests on."


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
    st.caption(
        f"{measure_words.window(scope.window)}, beside the {words.count(scope.window.days, 'day', 'days')} before. {_LONGER}"
    )
    changes = section.tables.get("changes")
    if changes is not None and len(changes):
        with st.popover("What changed and what is noise", icon=":material/help:"):
            st.write(
                "Before and now, with how far off the change may be. Only a change whose whole interval lies on one side counts."
            )
            st.dataframe(measure_words.changes(changes), hide_index=True)


@_section
def star_ring(scope: Scope, lead: Person) -> None:
    """Show whether the community is a star or a ring."""
    section = _opened("Star or ring?", "star-or-ring", resources.parts().engagement.star_ring(scope))
    shapes = section.tables.get("shapes")

    def draw(table: pd.DataFrame, ink: Ink) -> Spec:
        return community_charts.star_ring(table, shapes, ink)

    _chart(lead, section, "path", "member_to_member", measure_words.star_ring(section), draw, *section.figures)


@_section
def together(scope: Scope, lead: Person) -> None:
    """Show how far members belong together."""
    section = resources.parts().engagement.together(scope)
    st.subheader("Belonging together", anchor="together")
    _first_and_rest(section, "reciprocity", "clustering", "core_2", "core_3")
    shown = ("reciprocity", "reciprocity_corrected", "reciprocity_weighted", "clustering", "average_clustering")
    _chart(lead, section, "chance", "value", measure_words.together(section), community_charts.chance, *shown)


@_section
def newcomers(scope: Scope, lead: Person) -> None:
    """Show how newcomers are received."""
    section = _opened("Newcomers", "newcomers", resources.parts().engagement.newcomers(scope))
    figures.chart(
        measure_words.newcomers(section),
        section.tables.get("curve"),
        community_charts.first_connection,
        list(section),
        by=lead,
        key="curve",
        name="curve",
        empty="— Nobody joined in time for a curve.",
    )


@_section
def staying(scope: Scope, lead: Person) -> None:
    """Show who stays."""
    section = _opened("Staying", "staying", resources.parts().engagement.staying(scope))
    said = measure_words.staying(section)
    _chart(lead, section, "change", "net", said, community_charts.change, "net_change", "returning")
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
    _chart(lead, section, "daily", "active", measure_words.stickiness(section), community_charts.stickiness, "stickiness")


@_section
def online_to_person(scope: Scope, lead: Person) -> None:
    """Show how online ties become meetings."""
    section = _opened("Online to in person", "online-to-person", resources.parts().engagement.online_to_person(scope))
    met, came = measure_words.online_to_person(section), measure_words.follow_through(section)
    pairs, members = (partial(community_charts.funnel, what=what) for what in ("pairs", "members"))
    _chart(lead, section, "funnel", "pairs", met, pairs, "online_to_offline", "met_again")
    _chart(lead, section, "rsvps", "members", came, members, "follow_through")


@_section
def load(scope: Scope, lead: Person) -> None:
    """Show how much hangs on how few."""
    section = _opened("On whose shoulders", "load", resources.parts().engagement.load(scope))
    said = measure_words.load(section)
    _chart(lead, section, "attention", "share_of_attention", said, community_charts.attention, *section.figures)
    _keystones(section)
    _between_groups(lead, resources.parts().engagement.between_groups(scope))


def _opened(title: str, anchor: str, section: Section) -> Section:
    """Begin a part of the page with its figures."""
    st.subheader(title, anchor=anchor)
    figures.row(section)
    return section


def _chart(
    lead: Person, section: Section, name: str, column: str, sentence: str, draw: Callable[[pd.DataFrame, Ink], Spec], *shown: str
) -> None:
    """Show the chart of a table, where anything of the column that it draws is there, with the meaning of these figures."""
    table = section.tables.get(name)
    drawable = table is not None and not table.empty and table[column].fillna(0).any()
    figures.chart(sentence, table if drawable else None, draw, _of(section, *shown), by=lead, key=name, name=name)


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


def _between_groups(lead: Person, section: Section) -> None:
    """Show whether groups are islands, where there are two or more."""
    if len(section.tables["groups"]) < 2:
        return
    st.subheader("Between groups", anchor="groups")
    figures.row(section)
    said = measure_words.between_groups(section)
    _chart(lead, section, "groups", "active", said, community_charts.groups, "linking")
    linkers = section.tables["linkers"]
    if len(linkers):
        with st.expander("Who links groups", icon=":material/hub:"):
            st.caption("For leads only: what one group knows reaches another through them.")
            st.text("\n".join(f"{row.name}: {row.groups} groups" for row in linkers.head(_MOST_NAMES).itertuples()))


def _first_and_rest(section: Section, *names: str) -> None:
    figures.row(_of(section, *names))
    rest = [figure for figure in section if figure.name not in names]
    if rest:
        with st.expander("More figures", icon=":material/analytics:"):
            figures.row(rest)


def _of(section: Section, *names: str) -> list[Figure | None]:
    return [section.figures.get(name) for name in names]
