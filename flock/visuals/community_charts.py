"""The charts of the leads' page, each a function of a table that `services.engagement` names.

No chart gets a person's name: tables with names are shown as tables only.
"""

import textwrap

import altair as alt
import pandas as pd

from flock.visuals import charts
from flock.visuals.charts import Ink, Spec

_PERCENT = alt.Axis(format="%")
_UNIT = alt.Scale(domain=[0, 1])
_CORNERS = alt.Scale(domain=[-0.05, 1.05], nice=False)
_ROOT = alt.Scale(type="sqrt", domain=[0, 1.05], nice=False)
_QUARTERS = [0, 0.25, 0.5, 0.75, 1]
_MOST_DAYS = 400
_MOST_GROUPS = 15
FEWEST = 5
"""A cell of a chart with fewer people says nothing."""


def star_ring(path: pd.DataFrame, shapes: pd.DataFrame, ink: Ink) -> Spec:
    """Draw our way between star and ring: centralisation to the right, member-to-member share upwards, the last window marked.

    To the right the axis shrinks as roots do, for living communities lie far to the left.
    """
    path = path.dropna(subset=["member_to_member", "centralisation"]).sort_values("start").reset_index(drop=True)
    path = path.assign(order=path.index, month=pd.to_datetime(path["end"]).dt.strftime("%b %Y"))
    marks = alt.Axis(values=[0, 0.05, 0.2, 0.5, 1], format="%")
    x = alt.X("centralisation:Q", title="hangs on a few → (centralisation)", scale=_ROOT, axis=marks)
    y = alt.Y("member_to_member:Q", title="between members ↑", scale=_CORNERS, axis=alt.Axis(values=_QUARTERS, format="%"))
    way = alt.Chart(path).encode(
        x=x, y=y, order="order:O", tooltip=["month", "member_to_member", "centralisation", "members", "ties"]
    )
    named = _named_apart(shapes)
    layers = [alt.Chart(shapes).mark_point(shape="square", color=ink.quiet, size=70, filled=False).encode(x=x, y=y)]
    for (align, dx, dy), some in named.groupby(["align", "dx", "dy"]):
        word = alt.Chart(some).mark_text(align=align, dx=dx, dy=dy, color=ink.quiet)
        layers.append(word.encode(x=x, y=y, text="shape"))
    layers += [
        way.mark_line(color=ink.people, strokeWidth=2, opacity=0.75),
        way.mark_circle(color=ink.people, size=28, opacity=0.8),
    ]
    if len(path) > 1:
        layers.append(alt.Chart(path.head(1)).mark_text(dy=20, color=ink.people).encode(x=x, y=y, text="month"))
    last = alt.Chart(path.tail(1)).encode(x=x, y=y)
    layers += [last.mark_circle(color=ink.people, size=160, opacity=1)]
    layers += [last.mark_text(dy=-18, color=ink.people, fontWeight=700).encode(text="month")]
    return charts.finished(alt.layer(*layers), ink, height=380)


def _named_apart(shapes: pd.DataFrame) -> pd.DataFrame:
    """Place the names of example shapes so that those of one spot do not cover each other, and none leaves the chart."""
    right = shapes["centralisation"] > 0.5
    line = shapes.groupby(shapes["member_to_member"].round(1)).cumcount().map({0: -12, 1: 2}).fillna(23)
    return shapes.assign(
        align=right.map({True: "right", False: "left"}), dx=right.map({True: -10, False: 10}), dy=line.where(~right, 0)
    )


def chance(table: pd.DataFrame, ink: Ink) -> Spec:
    """Draw what is beside what chance would give: a bar from the low to the high of rewired networks, and our value as a dot."""
    table = table.dropna(subset=["value", "low", "high"])
    table = table.assign(label=table["label"].map(charts.wrapped))
    y = charts.names("label:N")
    bands = alt.Chart(table).encode(y=y)
    return charts.finished(
        alt.layer(
            bands.mark_bar(color=ink.grid, height=18).encode(
                x=alt.X("low:Q", title=None, scale=alt.Scale(zero=True)), x2="high:Q"
            ),
            bands.mark_tick(color=ink.quiet, thickness=2, height=18).encode(x="middle:Q"),
            bands.mark_circle(color=ink.people, size=140).encode(
                x="value:Q", tooltip=["label", "value", "low", "middle", "high"]
            ),
            bands.mark_text(align="left", dx=11, fontWeight=600, color=ink.people).encode(
                x="value:Q", text=alt.Text("value:Q", format=".2f")
            ),
        ),
        ink,
        height=56 * max(1, len(table)) + 30,
    )


def first_connection(curve: pd.DataFrame, ink: Ink) -> Spec:
    """Draw, for up to five cohorts, the share who know somebody so many days after joining; those not yet there are censored."""
    cohorts = list(dict.fromkeys(curve["cohort"].astype(str)))[-len(ink.series) :]
    curve = curve.assign(cohort=curve["cohort"].astype(str), share=curve["connected"])
    curve = curve[curve["cohort"].isin(cohorts)]
    color = alt.Color("cohort:N", legend=None, scale=alt.Scale(domain=cohorts, range=list(ink.series)))
    base = alt.Chart(curve).encode(x=alt.X("day:Q", title="days after joining"), color=color)
    last = curve.sort_values("day").groupby("cohort", as_index=False).last()
    ends = charts.apart(last.assign(end=last["day"], at=last["share"]), "share", least=0.09).assign(day=curve["day"].max())
    layers = [
        # Names stand in one column, where they are clear of the lines; a dotted line leads from each end there.
        alt.Chart(ends)
        .mark_rule(strokeDash=[1, 4], strokeWidth=1.5)
        .encode(x="end:Q", x2="day:Q", y=alt.Y("at:Q", title=None), y2="share:Q", color=color),
        base.mark_line(interpolate="step-after", strokeWidth=2.5).encode(
            y=charts.share(), tooltip=["cohort", "day", "connected", "at_risk"]
        ),
        charts.end_labels(ends, x="day:Q", y="share:Q", name="cohort:N", ink=ink, order=cohorts),
    ]
    if len(cohorts) == 1:
        band = base.mark_area(interpolate="step-after", opacity=0.18).encode(y=alt.Y("low:Q", title=None), y2="high:Q")
        layers.insert(0, band)
    return charts.finished(alt.layer(*layers), ink)


def retention(table: pd.DataFrame, ink: Ink) -> Spec:
    """Draw the share of each month's newcomers who were active so many months later, with the share written in each cell."""
    table = table[table["members"] >= FEWEST]
    table = table.assign(
        cohort=pd.to_datetime(table["cohort"]).dt.strftime("%b %y"), said=(table["share"] * 100).round().astype(int)
    )
    base = alt.Chart(table).encode(
        x=alt.X("months_later:O", title="months after joining", axis=alt.Axis(labelAngle=0)),
        y=alt.Y("cohort:N", title=None, sort=None),
        tooltip=["cohort", "months_later", "members", "active", alt.Tooltip("share:Q", format=".0%")],
    )
    tint = alt.Scale(domain=[0, 1], range=[ink.paper, ink.place])
    return charts.finished(
        alt.layer(
            base.mark_rect(stroke=ink.grid).encode(color=alt.Color("share:Q", legend=None, scale=tint)),
            base.mark_text(fontSize=12).encode(
                text="said:Q", color=alt.condition("datum.share > 0.55", alt.value(ink.paper), alt.value(ink.text))
            ),
        ),
        ink,
        height=26 * max(2, table["cohort"].nunique()) + 40,
    )


def stickiness(daily: pd.DataFrame, ink: Ink) -> Spec:
    """Draw how many were active each day beside how many in the thirty days up to it; of long times, the mean of each week."""
    names = {"active": "on the day", "active_30_days": "within 30 days"}
    daily = daily.assign(day=pd.to_datetime(daily["day"]))
    if len(daily) > _MOST_DAYS:
        daily = daily.resample("W", on="day")[list(names)].mean().reset_index()
    table = daily.melt("day", list(names), "which", "members").replace({"which": names})
    order = list(names.values())
    color = alt.Color("which:N", legend=None, scale=alt.Scale(domain=order, range=list(ink.series)))
    table = table.sort_values("day")
    ends = table.groupby("which", as_index=False).tail(5).groupby("which", as_index=False).agg({"day": "max", "members": "max"})
    return charts.finished(
        alt.layer(
            alt.Chart(table)
            .mark_line(strokeWidth=2)
            .encode(
                x=alt.X("day:T", title=None, axis=alt.Axis(tickCount=6, format="%-d %b")),
                y=alt.Y("members:Q", title="members active"),
                color=color,
                tooltip=["day:T", "which", "members"],
            ),
            alt.Chart(ends)
            .mark_text(align="right", dy=-10, fontWeight=600)
            .encode(x="day:T", y="members:Q", text="which", color=color),
        ),
        ink,
    )


def change(table: pd.DataFrame, ink: Ink) -> Spec:
    """Draw who came, came back and was lost in each window, upwards and downwards, with the net written above."""
    names = {"new": "new", "reactivated": "back again", "lost": "lost"}
    starts = pd.to_datetime(table["start"])
    is_long = len(table) > 1 and starts.iloc[-1] - starts.iloc[0] > pd.Timedelta(days=365)
    table = table.assign(window=starts.dt.strftime("%-d %b %y" if is_long else "%-d %b"))
    parts = table.assign(lost=-table["lost"]).melt(["window"], list(names), "which", "members").replace({"which": names})
    order = list(names.values())
    x = alt.X("window:N", title=None, sort=None, axis=alt.Axis(labelAngle=0))
    top = table.assign(top=table["new"] + table["reactivated"], said=[f"{net:+d}".replace("-", "−") for net in table["net"]])
    scale = alt.Scale(domain=order, range=[ink.series[0], ink.series[2], ink.series[1]])
    legend = alt.Legend(title=None, orient="top", labelColor=ink.text, labelFontSize=13)
    return charts.finished(
        alt.layer(
            alt.Chart(parts)
            .mark_bar()
            .encode(
                x=x,
                y=alt.Y("members:Q", title="members"),
                color=alt.Color("which:N", scale=scale, legend=legend),
                tooltip=["window", "which", "members"],
            ),
            alt.Chart(top).mark_text(dy=-8, fontWeight=600).encode(x=x, y="top:Q", text="said"),
        ),
        ink,
    )


def funnel(table: pd.DataFrame, ink: Ink, *, what: str) -> Spec:
    """Draw the steps of a funnel as bars, with their number and their share of the first step written behind."""
    table = table.assign(
        said=[f"{n:,} · {s:.0%}" if pd.notna(s) else f"{n:,}" for n, s in zip(table[what], table["share"], strict=True)]
    )
    base = alt.Chart(table.assign(step=table["step"].map(charts.wrapped))).encode(y=charts.names("step:N"))
    widest = max(1, int(table[what].max() * 1.6)) if len(table) else 1
    x = alt.X(f"{what}:Q", title=what, scale=alt.Scale(domain=[0, widest], nice=False), axis=alt.Axis(tickMinStep=1, tickCount=5))
    return charts.finished(
        alt.layer(
            base.mark_bar(color=ink.people, height=22).encode(x=x),
            base.mark_text(align="left", dx=6, fontWeight=600).encode(x=x, text="said"),
        ),
        ink,
        height=44 * max(1, len(table)) + 30,
    )


def groups(table: pd.DataFrame, ink: Ink) -> Spec:
    """Draw how many members of each group were active, and as the solid part of it how many of them link it to another."""
    table = table[table["active"] > 0].head(_MOST_GROUPS)
    table = table.assign(
        group=table["group"].map(lambda name: charts.wrapped(textwrap.shorten(name, 36, placeholder="…"))),
        said=[f"{links:,} of {active:,}" for links, active in zip(table["linking"], table["active"], strict=True)],
    )
    base = alt.Chart(table).encode(y=charts.names("group:N"), tooltip=["group", "active", "linking"])
    x = alt.X("active:Q", title="active members; solid: link two groups", axis=alt.Axis(tickMinStep=1))
    return charts.finished(
        alt.layer(
            base.mark_bar(color=ink.people, opacity=0.35, height=20).encode(x=x),
            base.mark_bar(color=ink.people, height=20).encode(x="linking:Q"),
            base.mark_text(align="left", dx=6, fontWeight=600).encode(x="active:Q", text="said"),
        ),
        ink,
        height=44 * max(1, len(table)) + 30,
    )


def attention(table: pd.DataFrame, ink: Ink) -> Spec:
    """Draw how attention is shared out, members from least to most, beside the line on which all get the same."""
    even = pd.DataFrame({"share_of_members": [0.0, 1.0], "share_of_attention": [0.0, 1.0]})
    x = alt.X("share_of_members:Q", title="members, from least to most", axis=_PERCENT, scale=_UNIT)
    y = alt.Y("share_of_attention:Q", title="of all that is received", axis=_PERCENT, scale=_UNIT)
    word = pd.DataFrame({"share_of_members": [0.5], "share_of_attention": [0.5], "said": ["all the same"]})
    return charts.finished(
        alt.layer(
            alt.Chart(even).mark_line(color=ink.quiet, strokeDash=[4, 4]).encode(x=x, y=y),
            alt.Chart(word).mark_text(align="right", dx=-8, color=ink.quiet).encode(x=x, y=y, text="said"),
            alt.Chart(table).mark_area(color=ink.people, opacity=0.18).encode(x=x, y=y),
            alt.Chart(table).mark_line(color=ink.people, strokeWidth=2.5).encode(x=x, y=y),
        ),
        ink,
    )


def carriers(table: pd.DataFrame, ink: Ink) -> Spec:
    """Draw what share of everything so many members carry together, with the line at half of it."""
    half = pd.DataFrame({"share": [0.5]})
    return charts.finished(
        alt.layer(
            alt.Chart(table)
            .mark_line(color=ink.people, strokeWidth=2.5, interpolate="step-after")
            .encode(
                x=alt.X("members:Q", title="so many members", axis=alt.Axis(tickMinStep=1)), y=charts.share("carry together")
            ),
            alt.Chart(half).mark_rule(color=ink.quiet, strokeDash=[4, 4]).encode(y="share:Q"),
        ),
        ink,
        height=220,
    )
