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
