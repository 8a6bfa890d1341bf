"""Whether groups are islands: who belongs to two of them and turned to somebody of each."""

from uuid import UUID

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from flock.domain.measures import Scope, Section
from flock.domain.measures_chance import share_interval
from flock.domain.measures_defined import figure
from flock.domain.measures_network import Ints, groups_tied
from flock.services.engagement_log import Log
from flock.storage.group_sizes import Groups


def between_groups(log: Log, scope: Scope, groups: Groups) -> Section:
    """Show how many link two groups, who they are, and how many of each group do."""
    acts = log.acts(scope)
    ids = log.people().ids.take(pa.array(acts.number))
    active = acts.acts > 0
    inside = [_places(ids, members) for _, members in groups]
    tied = groups_tied(acts.net, inside)
    in_any = np.unique(np.concatenate([np.zeros(0, np.int64), *inside]))
    n, linking = int(active[in_any].sum()), tied >= 2
    links = int((linking & active).sum())
    found = figure("linking", links / n if n else None, n, scope.window, interval=share_interval(links, n))
    rows = [
        (name, int(active[places].sum()), int(linking[places].sum())) for (name, _), places in zip(groups, inside, strict=True)
    ]
    busiest = np.flatnonzero(linking)[np.argsort(-tied[linking], kind="stable")]
    named = log.people().named_rows([(int(acts.number[place]), int(tied[place])) for place in busiest], ("groups",))
    table = pd.DataFrame(rows, columns=("group", "active", "linking")).sort_values("active", ascending=False, ignore_index=True)
    return Section({found.name: found}, {"groups": table, "linkers": named})


def _places(ids: pa.Array, members: frozenset[UUID]) -> Ints:
    wanted = pa.array([str(member) for member in members], pa.string())
    return np.flatnonzero(pc.is_in(ids, wanted).to_numpy(zero_copy_only=False))
