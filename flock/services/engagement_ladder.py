"""How members move between the levels of activity, from one window to the next."""

from collections.abc import Sequence

import numpy as np

from flock.domain import activity_levels as ladder
from flock.domain.activity_levels import Level
from flock.domain.measures import DAYS, Scope, Section
from flock.domain.measures_chance import share_interval
from flock.domain.measures_defined import figure
from flock.domain.measures_network import Ints
from flock.services.engagement_log import Acts, Log


def ladder_of(log: Log, scope: Scope, levels: Sequence[Level]) -> Section:
    """Show who stands at each level, and who moved up, held and moved down; of members active in this window or the one before."""
    window = scope.window
    before, now = _standing(levels, log.acts(scope.at(window.before())), log.acts(scope))
    n, up, down = len(now), int((now > before).sum()), int((now < before).sum())
    note = "" if window.days == DAYS else f"The levels are meant for {DAYS} days, and this window has {window.days}."
    figures = (
        figure("gravity", ladder.gravity(levels, before, now), n, window, note=note),
        figure("moved_up", up / n if n else None, n, window, interval=share_interval(up, n)),
        figure("moved_down", down / n if n else None, n, window, interval=share_interval(down, n)),
    )
    tables = {"levels": ladder.counts(levels, before, now), "moves": ladder.moves(levels, before, now)}
    return Section({found.name: found for found in figures}, tables)


def _standing(levels: Sequence[Level], *windows: Acts) -> tuple[Ints, ...]:
    """Give the level of everybody who was active in any of the windows, for each window in the same order of members."""
    active = [(acts.number[acts.acts > 0], acts.days[acts.acts > 0]) for acts in windows]
    everybody = np.unique(np.concatenate([number for number, _ in active]))
    found = []
    for number, days in active:
        all_days = np.zeros(len(everybody), np.int64)
        all_days[np.searchsorted(everybody, number)] = days
        found.append(ladder.standing(levels, all_days))
    return tuple(found)
