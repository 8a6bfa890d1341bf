"""How a measure is said: its value, how sure it is, on how many it rests, and in one sentence what it shows now."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from flock.domain import words
from flock.domain.measures import Figure, Section, Window
from flock.domain.measures_defined import DEFINITIONS

NOT_DEFINED = "—"
GOOD = {"up": "more is good", "down": "less is good", "range": "neither much nor little is good"}
_PLACES = 2


def value(figure: Figure | None) -> str:
    """Say the value: "38%", "12 days", "0.42", or «—» where it is not defined."""
    return NOT_DEFINED if figure is None or figure.value is None else _said(figure.value, figure.unit)


def sure(figure: Figure) -> str:
    """Say between what the true value lies 95 times in 100: "30–46%", or nothing where that is not known."""
    if figure.value is None or figure.interval is None:
        return ""
    low, high = figure.interval
    if figure.unit == "share":
        return f"{low * 100:.0f}–{high * 100:.0f}%"
    return f"{_number(low, figure.unit)}–{_number(high, figure.unit)}"


def window(scope: Window) -> str:
    """Say which days: "28 days to 24 Nov 2026"."""
    last = date.fromordinal(scope.end.toordinal() - 1)
    return f"{words.count(scope.days, 'day', 'days')} to {last.day} {last:%b %Y}"


def below(figure: Figure) -> str:
    """Say what stands below a value: n, the interval and the good direction."""
    parts = [f"n {figure.n:,}", sure(figure), GOOD[figure.good]]
    return " · ".join(part for part in parts if part)


def star_ring(section: Section) -> str:
    """Say whether members hang on a few or on each other."""
    share, central = section.figures.get("member_to_member"), section.figures.get("centralisation")
    if share is None or share.value is None:
        return "There are no ties in this window, so there is neither star nor ring."
    between = f"{value(share)} of what happens is between members, with no organiser or lead in it"
    if central is None or central.value is None:
        return f"{between}."
    shape = "closer to a ring" if share.value > 0.5 and central.value < 0.3 else "in between"
    shape = "closer to a star" if central.value > 0.5 or share.value < 0.2 else shape
    return f"{between}. The community is {shape}."


def together(section: Section) -> str:
    """Say how far ties go both ways, beside what chance would give."""
    figure = section.figures.get("reciprocity")
    if figure is None or figure.value is None:
        return "There are no ties in this window, so nothing can go both ways."
    said = f"{value(figure)} of ties go both ways"
    table = section.tables.get("chance")
    if table is not None and len(table) and "reciprocity" in set(table["name"]):
        row = table[table["name"] == "reciprocity"].iloc[0]
        if row["high"] == row["high"] and row["high"] is not None:
            said += ", more than chance would give" if row["value"] > row["high"] else ""
            said += ", no more than chance would give" if row["low"] <= row["value"] <= row["high"] else ""
            said += ", less than chance would give" if row["value"] < row["low"] else ""
    core = section.figures.get("core_3")
    nucleus = f" {value(core)} of active members belong to a nucleus in which each knows three others." if _is(core) else ""
    return f"{said}.{nucleus}"


def newcomers(section: Section) -> str:
    """Say how newcomers are received."""
    week, clock = section.figures.get("welcome_week"), section.figures.get("first_connection")
    if not _is(week) and (clock is None or not clock.n):
        return "Nobody new in this window, so nobody to welcome."
    said = f"{value(week)} of first posts were answered within a week" if _is(week) else "No first posts in this window"
    days = (
        f" Half of newcomers know somebody after {value(clock)}." if _is(clock) else " Not half of newcomers know somebody yet."
    )
    return f"{said}.{days}"


def staying(section: Section) -> str:
    """Say who comes back and who is gone."""
    back, net = section.figures.get("returning"), section.figures.get("net_change")
    said = [f"{value(back)} of those who were active before are active again"] if _is(back) else []
    if _is(net) and net is not None and net.value is not None:
        number = round(net.value)
        said.append(
            "as many came as were lost"
            if number == 0
            else f"{abs(number):,} {'more came than were lost' if number > 0 else 'more were lost than came'}"
        )
    return f"{', and '.join(said)}." if said else "Nobody was active before this window, so nobody can have come back."


def online_to_person(section: Section) -> str:
    """Say how ties made online become meetings."""
    figure = section.figures.get("online_to_offline")
    if not _is(figure):
        return "No tie began online in time to become a meeting in this window."
    return f"{value(figure)} of pairs who first met online met in person within 60 days."


def levels(table: pd.DataFrame | None) -> str:
    """Say how many stand at the highest level, beside before."""
    if table is None or table.empty or not table["now"].sum():
        return "Nobody was here in this window."
    highest = table.iloc[0]
    now, before = int(highest["now"]), int(highest["before"])
    than = "as many as" if now == before else f"{abs(now - before):,} {'more' if now > before else 'fewer'} than"
    return f"{words.count(now, 'member stands', 'members stand')} at «{highest['level']}», {than} in the window before."


def moves(table: pd.DataFrame | None) -> str:
    """Say how many moved up, held and moved down."""
    if table is None or table.empty or not table["members"].sum():
        return "Nobody was here in this window or the one before, so nobody has moved."
    up, held, down = (int(table[name].sum()) for name in ("up", "held", "down"))
    return f"{words.count(up, 'member', 'members')} moved up, {held:,} held and {down:,} moved down since the window before."


def retention(table: pd.DataFrame | None, *, fewest: int) -> str:
    """Say how many newcomers are still active some months after joining, over the cohorts that are large enough."""
    table = None if table is None else table[table["members"] >= fewest]
    if table is None or table.empty:
        return "Fewer than five joined in any month, so there is nothing to follow."
    later = min(3, int(table["months_later"].max()))
    at = table[table["months_later"] == later]
    share = at["active"].sum() / at["members"].sum()
    when = words.count(later, "month", "months") + " after joining" if later else "In the month of joining"
    return f"{when[0].upper()}{when[1:]}, {share * 100:.0f}% of newcomers are active."


def stickiness(section: Section) -> str:
    """Say how many of the month's members come by on a day."""
    figure = section.figures.get("stickiness")
    return (
        f"On an average day {value(figure)} of the month's active members do something."
        if _is(figure)
        else "Nobody came in this window."
    )


def follow_through(section: Section) -> str:
    """Say how many come as they said."""
    came, again = section.figures.get("follow_through"), section.figures.get("met_again")
    if not _is(came):
        return "Nobody said that she would come to a meetup in this window."
    more = f"; {value(again)} of those who came met somebody of it again" if _is(again) else ""
    return f"{value(came)} of those who said they would come came{more}."


def load(section: Section) -> str:
    """Say how much hangs on how few."""
    few, top = section.figures.get("absence_factor"), section.figures.get("top_10")
    if few is None or few.value is None:
        if _is(top):
            return f"The ten most active write {value(top)} of it all."
        towards = _is(section.figures.get("attention_gini"))
        return "Nobody wrote or hosted anything in this window." + (" The curve is of what members received." if towards else "")
    number = words.count(round(few.value), "person", "people")
    return f"Half of the load lies on {number}; the ten most active write {value(top)} of it all."


def between_groups(section: Section) -> str:
    """Say how many link groups."""
    figure = section.figures.get("linking")
    if figure is None or figure.value is None:
        return "Nobody of any group was here in this window."
    links = round(figure.value * figure.n)
    said = words.count(links, "member links", "members link") if links else "Nobody links"
    return f"{said} two groups or more, of {words.count(figure.n, 'active member', 'active members')} of groups."


def to_do(section: Section) -> str:
    """Say what is to be done this week."""
    asked: Mapping[str, tuple[str, str]] = {
        "unanswered": ("first post without an answer", "first posts without an answer"),
        "silent": ("member who fell silent", "members who fell silent"),
        "isolated": ("active member without a tie", "active members without a tie"),
    }
    said = [
        words.count(round(figure.value), *asked[name])
        for name in asked
        if (figure := section.figures.get(name)) is not None and figure.value
    ]
    return f"{words.join(said)}." if said else "Nothing is waiting this week."


def changes(table: pd.DataFrame) -> pd.DataFrame:
    """Say each change of a figure: what, before, now, between what the change lies 95 times in 100, and whether it is more than noise."""

    def said(row: pd.Series, column: str, *, sign: str = "") -> str:
        number = row[column]
        if pd.isna(number):
            return NOT_DEFINED
        unit = DEFINITIONS[row["name"]].unit
        plus = sign if number > 0 else ""
        return f"{plus}{number * 100:.0f} points".replace("-", "−") if sign and unit == "share" else plus + _said(number, unit)

    rows = [
        {
            "": row["label"],
            "before": said(row, "before"),
            "now": said(row, "now"),
            "change between": f"{said(row, 'low', sign='+')} and {said(row, 'high', sign='+')}",
            "more than noise": "yes" if row["clear"] else "no",
        }
        for _, row in table.iterrows()
    ]
    return pd.DataFrame(rows)


def headline(section: Section) -> str:
    """Say in a sentence or two what changed, as the engine found it."""
    return " ".join(section.sentences) or "Too little happened in this window to say what changed."


def _is(figure: Figure | None) -> bool:
    return figure is not None and figure.value is not None


def _said(number: float, unit: str) -> str:
    if unit == "share":
        return f"{number * 100:.0f}%"
    said = _number(number, unit)
    if unit in ("days", "hours"):
        return f"{said} {unit.removesuffix('s') if said == '1' else unit}"
    return said


def _number(number: float, unit: str) -> str:
    if unit == "count" or abs(number) >= 100:
        return f"{number:,.0f}".replace("-", "−")
    return f"{number:.1f}".removesuffix(".0") if unit in ("days", "hours") else f"{number:.{_PLACES}f}".replace("-", "−")
