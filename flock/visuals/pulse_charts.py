"""The charts of how it is for members."""

import altair as alt
import pandas as pd

from flock.visuals import charts
from flock.visuals.charts import Ink, Spec


def pulse(table: pd.DataFrame, ink: Ink) -> Spec:
    """Draw the mean answer to each question, 0 to 3, with its interval; the frame has question, mean, low, high."""
    base = alt.Chart(table).encode(y=charts.names("question:N"))
    scale = alt.Scale(domain=[0, 3])
    return charts.finished(
        alt.layer(
            base.mark_rule(color=ink.people, strokeWidth=4, opacity=0.35).encode(
                x=alt.X("low:Q", scale=scale, title="0 not at all – 3 very much"), x2="high:Q"
            ),
            base.mark_circle(color=ink.people, size=140).encode(x=alt.X("mean:Q", scale=scale)),
            base.mark_text(dy=-14, fontWeight=600, color=ink.people).encode(x="mean:Q", text=alt.Text("mean:Q", format=".1f")),
        ),
        ink,
        height=50 * max(1, len(table)) + 40,
    )


def over_time(table: pd.DataFrame, ink: Ink) -> Spec:
    """Draw the means of months, 0 to 3, a line for each source with its name at the end; the frame has month, source, mean, low, high."""
    sources = list(dict.fromkeys(table["source"]))
    table = table.assign(month=pd.to_datetime(table["month"]))
    color = alt.Color("source:N", legend=None, scale=alt.Scale(domain=sources, range=[*ink.series[1:3]]))
    y = alt.Y("mean:Q", title="0 not at all – 3 very much", scale=alt.Scale(domain=[0, 3]))
    x = alt.X("month:T", title=None, axis=alt.Axis(tickCount=6, format="%b %Y"))
    base = alt.Chart(table).encode(x=x, color=color)
    ends = table.sort_values("month").groupby("source", as_index=False).last()
    return charts.finished(
        alt.layer(
            base.mark_rule(strokeWidth=4, opacity=0.35).encode(y=alt.Y("low:Q"), y2="high:Q"),
            base.mark_line(strokeWidth=2).encode(y=y),
            base.mark_circle(size=90, opacity=1).encode(y=y, tooltip=["month:T", "source", "answers", "mean"]),
            alt.Chart(ends).mark_text(align="right", dy=-16, fontWeight=600).encode(x=x, y=y, text="source", color=color),
        ),
        ink,
    )
