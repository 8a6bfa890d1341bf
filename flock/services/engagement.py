"""Whether it is a community: every measure of what members do with each other, a section of the leads' page at a time.

| Section | figures | tables with their columns |
| --- | --- | --- |
| `headline` | active_members, mutual_ties | `changes`: name, label, before, now, low, high, clear |
| `star_ring` | member_to_member, member_to_member_by_degree, centralisation | `path`: start, end, member_to_member, member_to_member_by_degree, centralisation, members, ties; `shapes`: shape, member_to_member, centralisation |
| `together` | reciprocity, reciprocity_corrected, reciprocity_weighted, clustering, average_clustering, core_2, core_3, components, density, reach, recurring | `chance`: name, label, value, low, middle, high, rewirings; `cores`: core, members |
| `ladder` | gravity, moved_up, moved_down | `levels`: level, before, now; `moves`: level, members, up, held, down |
| `newcomers` | welcome_day, welcome_week, welcome_hours, reply_coverage, solo_threads, newcomer_return, first_connection | `curve`: cohort, day, connected, low, high, at_risk; `cohorts`: cohort, newcomers, connected, median_days |
| `staying` | stickiness, returning, net_change | `retention`: cohort, months_later, members, active, share; `daily`: day, active, active_30_days; `change`: start, new, reactivated, lost, net |
| `online_to_person` | online_to_offline, follow_through, met_again | `funnel`: step, pairs, share; `rsvps`: step, members, share |
| `load` | attention_gini, top_10, absence_factor, keystone, bridge | `attention`: share_of_members, share_of_attention; `carriers`: members, share; `keystones`: member_id, name, loss; `bridges`: member_id, name, betweenness, low, high, links |
| `between_groups` | linking | `groups`: group, active, linking; `linkers`: member_id, name, groups |
| `to_do` | isolated, unanswered, silent | `unanswered`: member_id, name, at, hours, thread; `silent`: member_id, name, last_day, acts; `isolated`: member_id, name, acts; `introductions`: member_id, name, other_id, other_name, isolated_before, isolated_after, core_before, core_after, near, effect |

Lists with names leave out members who hide themselves; they are for leads and are never published.
"""

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from flock.domain.activity_levels import Level
from flock.domain.measures import DAYS, Medium, Scope, Section, Window
from flock.services import (
    engagement_advice,
    engagement_flow,
    engagement_groups,
    engagement_headline,
    engagement_ladder,
    engagement_ties,
)
from flock.services.engagement_log import Log
from flock.storage import activity_levels, group_sizes
from flock.storage.database import Database

__all__ = ["Engagement", "Report", "Scope"]


@dataclass(frozen=True, slots=True)
class Report:
    """All sections of the page."""

    scope: Scope
    headline: Section
    star_ring: Section
    together: Section
    ladder: Section
    newcomers: Section
    staying: Section
    online_to_person: Section
    load: Section
    to_do: Section


class Engagement:
    """Answers everything about how members are attached to each other. Safe between threads.

    What was computed is kept as long as the days of the log that it rests on, and the members, stay what they were.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._log = Log(db)

    def latest(self, *, today: date | None = None) -> Window:
        """Give the last whole window: the 28 days before today, or up to the end of a log that ended earlier."""
        self._log.look()
        end = today or datetime.now(UTC).date()
        happened = [day for day in self._log.days() if day < end]
        return Window.last(happened[-1] + timedelta(days=1) if happened else end, DAYS)

    def whole(self, *, today: date | None = None) -> Window | None:
        """Give the window that holds all of the log up to yesterday; None where there is nothing."""
        self._log.look()
        end = today or datetime.now(UTC).date()
        happened = [day for day in self._log.days() if day < end]
        return Window(happened[0], happened[-1] + timedelta(days=1)) if happened else None

    def scope(
        self,
        window: Window,
        *,
        staff: bool = False,
        area: int | None = None,
        group: Collection[UUID] | None = None,
        medium: Medium = "all",
    ) -> Scope:
        """Put a question together.

        Raises:
            BadFilter: there is no such medium, or the area is no hexagon that homes are counted by.
        """
        return Scope(window, staff, area, None if group is None else frozenset(group), medium)

    def report(self, scope: Scope) -> Report:
        """Answer everything. The page asks section by section, so that the first screen need not wait for the last."""
        return Report(
            scope,
            self.headline(scope),
            self.star_ring(scope),
            self.together(scope),
            self.ladder(scope),
            self.newcomers(scope),
            self.staying(scope),
            self.online_to_person(scope),
            self.load(scope),
            self.to_do(scope),
        )

    def headline(self, scope: Scope) -> Section:
        """Say in a sentence or two what changed and what did not, from figures and how sure they are."""
        return self._answer("headline", scope, engagement_headline.headline)

    def star_ring(self, scope: Scope) -> Section:
        """Show whether members hang on a few or on each other, now and on the way here."""
        return self._answer("star_ring", scope, engagement_ties.star_ring)

    def together(self, scope: Scope) -> Section:
        """Show how far ties go both ways, close triangles and make a nucleus, beside what chance would give."""
        return self._answer("together", scope, engagement_ties.together)

    def ladder(self, scope: Scope, levels: Sequence[Level] | None = None) -> Section:
        """Show who stands at each level of activity and who moved; with `levels`, as it would be if these held."""
        held = tuple(levels or activity_levels.settings(self._db)[0])
        return self._answer(("ladder", held), scope, lambda log, scope: engagement_ladder.ladder_of(log, scope, held))

    def newcomers(self, scope: Scope) -> Section:
        """Show how newcomers are received and how long it takes until they know somebody."""
        return self._answer("newcomers", scope, engagement_flow.newcomers)

    def staying(self, scope: Scope) -> Section:
        """Show who comes back, who came and who is gone."""
        return self._answer("staying", scope, engagement_flow.staying)

    def online_to_person(self, scope: Scope) -> Section:
        """Show how ties made online become meetings."""
        return self._answer("online_to_person", scope, engagement_flow.online_to_person)

    def load(self, scope: Scope) -> Section:
        """Show how much hangs on how few."""
        return self._answer("load", scope, engagement_ties.load)

    def between_groups(self, scope: Scope) -> Section:
        """Show whether members link the groups that there are, those that a log of another tool told of included."""
        groups = group_sizes.with_members(self._db, least=2)
        return self._answer(
            ("between_groups", groups), scope, lambda log, scope: engagement_groups.between_groups(log, scope, groups)
        )

    def to_do(self, scope: Scope) -> Section:
        """Name what would help this week: posts without an answer, who fell silent, who knows nobody, whom to introduce."""
        return self._answer("to_do", scope, engagement_advice.to_do)

    def _answer(self, name: Hashable, scope: Scope, ask: Callable[[Log, Scope], Section]) -> Section:
        self._log.look()
        return self._log.keep(name, scope, lambda: ask(self._log, scope))
