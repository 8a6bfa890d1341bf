"""The charts of levels of activity: who stands where, and who moved."""

import altair as alt
import pandas as pd

from flock.visuals import charts
from flock.visuals.charts import Ink, Spec


def levels(table: pd.DataFrame, ink: Ink) -> Spec:
    """Draw how many members stand on each step from looking on to carrying, now as a bar and before as a mark."""
    table = table.assign(level=table["level"].map(_on_two_lines), end=table[["before", "now"]].max(axis=1))
    bars = alt.Chart(table).encode(y=charts.names("level:N"))
    return charts.finished(
        alt.layer(
            bars.mark_bar(color=ink.people, height=18).encode(
                x=alt.X("now:Q", title="members; the line is the window before", axis=alt.Axis(tickMinStep=1))
            ),
            bars.mark_tick(color=ink.text, thickness=3, height=24).encode(x="before:Q"),
            bars.mark_text(align="left", dx=6, fontWeight=600).encode(x="end:Q", text="now:Q"),
        ),
        ink,
        height=40 * max(1, len(table)) + 30,
    )


def moves(table: pd.DataFrame, ink: Ink) -> Spec:
    """Draw, for each level of the window before, how many of its members are higher now, where they were, or lower."""
    names = {"down": "moved down", "held": "held", "up": "moved up"}
    table = table.drop(columns="members").assign(level=table["level"].map(_on_two_lines))
    parts = table.melt("level", list(names), "which", "members").replace({"which": names}).dropna(subset=["members"])
    parts["order"] = parts["which"].map({name: place for place, name in enumerate(names.values())})
    least = parts["members"].max() / 20 if len(parts) else 0
    parts["said"] = [f"{members:,}" if members and members >= least else "" for members in parts["members"]]
    scale = alt.Scale(domain=list(names.values()), range=[ink.people, ink.grid, ink.place])
    legend = alt.Legend(title=None, orient="top", labelColor=ink.text, labelFontSize=13)
    base = alt.Chart(parts).encode(
        y=charts.names("level:N"),
        x=alt.X("members:Q", title="members at that level in the window before", stack="zero", axis=alt.Axis(tickMinStep=1)),
        order="order:O",
        tooltip=["level", "which", "members"],
    )
    said = base.encode(x=alt.X("members:Q", stack="zero", bandPosition=0.5), detail="which:N", text="said:N")
    held = alt.condition("datum.which == 'held'", alt.value(ink.text), alt.value(ink.paper))
    return charts.finished(
        alt.layer(
            base.mark_bar(height=22).encode(color=alt.Color("which:N", scale=scale, legend=legend)),
            said.mark_text(fontWeight=600).encode(color=held),
        ),
        ink,
        height=44 * max(1, len(table)) + 60,
    )


def _on_two_lines(level: str) -> str:
    """Put the days of a level under its name."""
    name, _, days = level.rpartition(", ")
    return charts.below(name, days) if name else level
