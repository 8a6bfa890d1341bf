"""What changed, in a sentence or two, made from figures and how sure they are: what may be chance is not told as news."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from flock.domain import measures_chance as chance
from flock.domain import measures_network as network
from flock.domain.measures import Scope, Section, Window
from flock.domain.measures_defined import DEFINITIONS, figure
from flock.domain.words import count
from flock.services import engagement_flow as flow
from flock.services.engagement_log import Acts, Log

_MOST_TOLD = 2
_SURE = 2.6383  # six changes are looked at: each is held to 1 in 120, so that one false alarm in 20 looks is the most

_SAID = {
    "active_members": ("More members are active", "Fewer members are active"),
    "mutual_ties": ("More pairs turn to each other", "Fewer pairs turn to each other"),
    "welcome_week": ("More first posts are answered within a week", "Fewer first posts are answered within a week"),
    "reply_coverage": ("More threads get an answer", "Fewer threads get an answer"),
    "reciprocity": ("More ties go both ways", "Fewer ties go both ways"),
    "returning": ("More of the members come back", "Fewer of the members come back"),
}


@dataclass(frozen=True, slots=True)
class _Change:
    """One measure before and now, and where the true difference lies."""

    name: str
    before: float | None
    now: float | None
    low: float | None
    high: float | None

    @property
    def clear(self) -> bool:
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)

    @property
    def strength(self) -> float:
        """How far zero lies outside, in widths of the interval."""
        if self.low is None or self.high is None or self.high == self.low:
            return 0.0
        return max(self.low, -self.high) / (self.high - self.low)


def headline(log: Log, scope: Scope) -> Section:
    """Say what changed since the window before, and what did not."""
    now, before = log.acts(scope), log.acts(scope.at(scope.window.before()))
    found = (
        _counted("active_members", now.number[now.acts > 0], before.number[before.acts > 0]),
        _counted("mutual_ties", now.mutual_keys, before.mutual_keys),
        _shared("welcome_week", _welcome(log, scope), _welcome(log, scope.at(scope.window.before()))),
        _shared("reply_coverage", _covered(log, scope), _covered(log, scope.at(scope.window.before()))),
        _reciprocity(now, before),
        _shared("returning", _stayed(log, scope), _stayed(log, scope.at(scope.window.before()))),
    )
    active, tied = int((now.acts > 0).sum()), len(now.mutual_keys)
    figures = (
        figure("active_members", active if log.days() else None, log.size(scope), scope.window),
        figure("mutual_ties", tied if len(now.net.source) else None, len(now.net.pairs[0]), scope.window),
    )
    rows = [(c.name, DEFINITIONS[c.name].label, c.before, c.now, c.low, c.high, c.clear) for c in found]
    names = ("name", "label", "before", "now", "low", "high", "clear")
    sentences = _told(found, active, tied, scope.window, ever=bool(log.days()))
    return Section({one.name: one for one in figures}, {"changes": pd.DataFrame(rows, columns=names)}, sentences)


def _told(found: tuple[_Change, ...], active: int, tied: int, window: Window, *, ever: bool) -> tuple[str, ...]:
    if not ever:
        return ("Nothing has happened yet: the log of what members do is empty.",)
    days = f"{window.days} days"
    if not active:
        return (f"Nothing happened in these {days}.",)
    clear = sorted((change for change in found if change.clear), key=lambda change: -change.strength)[:_MOST_TOLD]
    state = f"{count(active, 'member was', 'members were')} active, and {count(tied, 'pair', 'pairs')} turned to each other."
    if clear:
        return (*(_sentence(change, days) for change in clear), state)
    if all(change.low is None for change in found):
        return (state, f"There is nothing in the {days} before to compare with.")
    return (f"Nothing changed since the {days} before that chance would not explain.", state)


def _sentence(change: _Change, days: str) -> str:
    assert change.before is not None
    assert change.now is not None
    more = change.now > change.before
    share = DEFINITIONS[change.name].unit == "share"
    now, before = (f"{value:.0%}" if share else f"{value:,.0f}" for value in (change.now, change.before))
    return f"{_SAID[change.name][0 if more else 1]}: {now}, {'up' if more else 'down'} from {before} in the {days} before."


def _counted(name: str, now: np.ndarray, before: np.ndarray) -> _Change:
    """Compare who is there: as many come as go by chance (McNemar)."""
    if not len(now) or not len(before):
        return _Change(name, len(before) or None, len(now) or None, None, None)
    stayed = network.common(now, before)
    came, went = len(now) - stayed, len(before) - stayed
    off = _SURE * math.sqrt(came + went) + 1
    return _Change(name, len(before), len(now), came - went - off, came - went + off)


def _shared(name: str, now: tuple[int, int], before: tuple[int, int]) -> _Change:
    shares = [part / n if n else None for part, n in (before, now)]
    found = chance.difference_interval(*now, *before, z=_SURE)
    return _Change(name, shares[0], shares[1], *(found or (None, None)))


def _reciprocity(now: Acts, before: Acts) -> _Change:
    """Compare pairs, which are independent of each other, and tell the share of ties, which r is."""
    parts = [(len(acts.mutual_keys), len(acts.net.pairs[0])) for acts in (now, before)]
    found = chance.difference_interval(*parts[0], *parts[1], z=_SURE)
    shares = [2 * part / (part + n) if n else None for part, n in parts]
    return _Change("reciprocity", shares[1], shares[0], *(found or (None, None)))


def _welcome(log: Log, scope: Scope) -> tuple[int, int]:
    hours = flow.hours_to_answers(log, scope)
    return int((hours <= flow.ANSWER_DAYS * 24).sum()), len(hours)


def _covered(log: Log, scope: Scope) -> tuple[int, int]:
    found = flow.threads_begun(log, scope)
    return found["threads"] - found["solo"], found["threads"]


def _stayed(log: Log, scope: Scope) -> tuple[int, int]:
    found = flow.change(log, scope)
    return found["stayed"], found["active_before"]
