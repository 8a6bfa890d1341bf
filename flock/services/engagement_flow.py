"""Who comes, who stays, and how ties made online become meetings."""

from datetime import date, timedelta
from typing import cast

import numpy as np
import pandas as pd

from flock.domain import measures_chance as chance
from flock.domain import measures_survival as survival
from flock.domain.measures import Figure, Interval, Scope, Section, Window
from flock.domain.measures_defined import figure
from flock.domain.measures_network import Floats
from flock.services.engagement_log import MEET_DAYS, YEAR, Log
from flock.storage import measures

ANSWER_DAYS, RETURN_DAYS = 7, 28
_CURVE_DAYS = 180
_PAST_DAYS, _REGULAR = 90, 4  # who was silent for so many days comes back; who acted so often in them is a regular


def newcomers(log: Log, scope: Scope) -> Section:
    """Show how newcomers are received and how long it takes until they know somebody."""
    asked = asked_of(scope)
    hours = hours_to_answers(log, scope)
    in_week = hours[hours <= ANSWER_DAYS * 24]
    threads = threads_begun(log, scope)
    covered = threads["threads"] - threads["solo"]
    waits = _waits(log, scope)
    figures = (
        _share("welcome_day", int((hours <= 24).sum()), len(hours), asked),
        _share("welcome_week", len(in_week), len(hours), asked),
        figure("welcome_hours", float(np.median(in_week)) if len(in_week) else None, len(in_week), asked),
        _share("reply_coverage", covered, threads["threads"], asked),
        _share("solo_threads", threads["solo"], threads["threads"], asked),
        _return(log, scope),
        _clock_figure(scope, waits),
    )
    curve, cohorts = _clock(waits)
    return Section({found.name: found for found in figures}, {"curve": curve, "cohorts": cohorts})


def asked_of(scope: Scope) -> Window:
    """Give the window in which everybody has had the week to answer in."""
    return Window.last(scope.window.end - timedelta(days=ANSWER_DAYS), scope.window.days)


def hours_to_answers(log: Log, scope: Scope) -> Floats:
    """Give for each first post of that window the hours until somebody else answered; not a number without an answer."""

    def ask() -> Floats:
        window = asked_of(scope)
        posts = measures.first_posts(log.db, log.who(scope), window, known=scope.window.end, return_days=RETURN_DAYS)
        return cast(Floats, posts["hours"].to_numpy().astype(np.float64))

    return log.keep("hours to answers", scope, ask)


def threads_begun(log: Log, scope: Scope) -> dict[str, int]:
    """Count the threads begun in that window, and solo ones among them."""
    ask = lambda: measures.threads(log.db, log.who(scope), asked_of(scope), known=scope.window.end)  # noqa: E731
    return log.keep("threads", scope, ask)


def _return(log: Log, scope: Scope) -> Figure:
    window = Window.last(scope.window.end - timedelta(days=RETURN_DAYS), YEAR)
    posts = measures.first_posts(log.db, log.who(scope), window, known=scope.window.end, return_days=RETURN_DAYS)
    hours, back = posts["hours"].to_numpy().astype(np.float64), posts["came_back"].to_numpy()
    answered = hours <= ANSWER_DAYS * 24
    counts = int(back[answered].sum()), int(answered.sum()), int(back[~answered].sum()), int((~answered).sum())
    if not counts[1] or not counts[3]:
        return figure("newcomer_return", None, len(hours), window)
    value = counts[0] / counts[1] - counts[2] / counts[3]
    note = f"{counts[0] / counts[1]:.0%} of {counts[1]} with an answer, {counts[2] / counts[3]:.0%} of {counts[3]} without."
    return figure("newcomer_return", value, len(hours), window, interval=chance.difference_interval(*counts), note=note)


def _waits(log: Log, scope: Scope) -> pd.DataFrame:
    """Give for each who joined in the last year: her quarter, how many days she was watched, whether she was connected then."""
    found = log.history(scope).first_connection.to_pandas()
    joined, connected = pd.to_datetime(found["joined"]), pd.to_datetime(found["connected"])
    watched = (pd.Timestamp(scope.window.end) - joined).dt.days
    took = (connected - joined).dt.days.clip(lower=0)
    cohort = joined.dt.year.astype(str) + " Q" + joined.dt.quarter.astype(str)
    return pd.DataFrame({"cohort": cohort, "days": took.fillna(watched).astype(np.int64), "happened": connected.notna()})


def _curve(waits: pd.DataFrame) -> survival.Curve:
    return survival.curve(waits["days"].to_numpy(np.int64), waits["happened"].to_numpy(bool))


def _clock_figure(scope: Scope, waits: pd.DataFrame) -> Figure:
    curve = _curve(waits)
    window = Window.last(scope.window.end, YEAR)
    waiting = len(waits) - int(waits["happened"].sum())
    note = f"{waiting:,} of {len(waits):,} are still waiting." if len(waits) else ""
    interval = curve.median_interval()
    return figure("first_connection", curve.median(), len(waits), window, interval=interval, note=note)


def _clock(waits: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    curves, cohorts = [], []
    for cohort, some in waits.groupby("cohort"):
        curve = _curve(some)
        cohorts.append((cohort, len(some), int(some["happened"].sum()), curve.median()))
        shown = curve.day <= _CURVE_DAYS
        columns = {"day": curve.day, "connected": curve.happened, "low": curve.low, "high": curve.high, "at_risk": curve.at_risk}
        part = pd.DataFrame({name: values[shown] for name, values in columns.items()})
        part.insert(0, "cohort", cohort)
        curves.append(part)
    empty = pd.DataFrame(columns=["cohort", "day", "connected", "low", "high", "at_risk"])
    names = ("cohort", "newcomers", "connected", "median_days")
    return pd.concat(curves, ignore_index=True) if curves else empty, pd.DataFrame(cohorts, columns=names)


def staying(log: Log, scope: Scope) -> Section:
    """Show who comes back, who came and who is gone."""
    who, window = log.who(scope), scope.window
    daily = measures.stickiness(log.db, who, window, medium=scope.medium).to_pandas()
    daily = daily[daily["active_30_days"] > 0]
    sticky = float((daily["active"] / daily["active_30_days"]).mean()) if len(daily) else None
    past = changes(log, scope)
    now = past.iloc[-1]
    net = float(now["net"]) if now["active_before"] else None
    figures = (
        figure("stickiness", sticky, int(daily["active_30_days"].max()) if len(daily) else 0, window),
        _share("returning", int(now["stayed"]), int(now["active_before"]), window),
        figure("net_change", net, int(now["active"]), window),
    )
    grid = measures.retention(log.db, who, _year_of_months(window.end), medium=scope.medium).to_pandas()
    tables = {"retention": grid, "daily": daily, "change": past}
    return Section({found.name: found for found in figures}, tables)


def changes(log: Log, scope: Scope, *, windows: int = 6) -> pd.DataFrame:
    """Give start, new, reactivated, lost and net of the last windows, and active, active_before and stayed."""
    rows = []
    for back in range(windows - 1, -1, -1):
        at = scope.at(scope.window.before(back))
        found = change(log, at)
        rows.append({"start": at.window.start, **found, "net": found["new"] + found["reactivated"] - found["lost"]})
    return pd.DataFrame(rows)


def change(log: Log, scope: Scope) -> dict[str, int]:
    """Count active, active_before, stayed, new, reactivated and lost members of one window."""

    def ask() -> dict[str, int]:
        window = scope.window
        past = Window.last(window.start, max(_PAST_DAYS, window.days))
        now, before, earlier = (log.amounts(scope.at(span)) for span in (window, window.before(), past))
        came, was, first = now > 0, before > 0, log.people().first_seen
        counts = {
            "active": came,
            "active_before": was,
            "stayed": came & was,
            "new": came & (first >= np.datetime64(window.start)),
            "reactivated": came & (earlier == 0) & (first < np.datetime64(window.start)),
            "lost": ~came & (earlier >= _REGULAR),
        }
        return {name: int(marks.sum()) for name, marks in counts.items()}

    return log.keep("change", scope, ask)


def online_to_person(log: Log, scope: Scope) -> Section:
    """Show how ties made online become meetings."""
    window = Window.last(scope.window.end - timedelta(days=MEET_DAYS), YEAR)
    history = log.history(scope)
    pairs = history.funnel if history.ever_met else dict.fromkeys(history.funnel, 0)
    said = measures.follow_through(log.db, log.who(scope), window, known=scope.window.end)
    figures = (
        _share("online_to_offline", pairs["met"], pairs["online"], window),
        _share("follow_through", said["came"], said["said"], window),
        _share("met_again", said["again"], said["came"], window),
    )
    names = {"online": "turned to each other online", "planned": "planned to meet", "met": "met", "again": "met again"}
    steps = {"said": "said they would come", "came": "came", "again": "met somebody again"}
    funnel = [(name, pairs[key], _of(pairs[key], pairs["online"])) for key, name in names.items()]
    rsvps = [(name, said[key], _of(said[key], said["said"])) for key, name in steps.items()]
    tables = {
        "funnel": pd.DataFrame(funnel, columns=("step", "pairs", "share")),
        "rsvps": pd.DataFrame(rsvps, columns=("step", "members", "share")),
    }
    return Section({found.name: found for found in figures}, tables)


def _share(name: str, part: int, n: int, window: Window) -> Figure:
    interval: Interval | None = chance.share_interval(part, n)
    return figure(name, _of(part, n), n, window, interval=interval)


def _of(part: int, n: int) -> float | None:
    return part / n if n else None


def _year_of_months(end: date) -> Window:
    return Window(date(end.year - 1, end.month, 1), end)
