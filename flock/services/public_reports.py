"""The report of the community that a lead may publish: whole months, coarse figures, nothing under five (E10)."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta

from flock.domain import public_report
from flock.domain.measures import Window
from flock.domain.members import Person
from flock.domain.public_report import Line
from flock.services.accounts import Accounts
from flock.services.engagement import Engagement
from flock.storage import public_report as stored
from flock.storage.database import Database


@dataclass(frozen=True, slots=True)
class PublicReport:
    """The lines of a report, the quarter they are about, and since when it is published, if it is."""

    quarter: str
    lines: list[Line]
    published_on: date | None = None


class PublicReports:
    """Previews, publishes and shows the report. Safe between threads."""

    def __init__(self, db: Database, accounts: Accounts, engagement: Engagement) -> None:
        self._db = db
        self._accounts = accounts
        self._engagement = engagement

    def preview(self, acting: Person, *, today: date | None = None) -> PublicReport:
        """Give the report as it would be published: about the last whole quarter, so that no two of them differ by a few days.

        Raises:
            NotAllowed: she is no lead.
        """
        self._accounts.check(acting, "lead")
        end = self._engagement.latest(today=today or datetime.now(UTC).date()).end
        window = _quarter_before(end)
        return PublicReport(f"{window.start:%b %Y} to {window.end - timedelta(days=1):%b %Y}", self._lines(window))

    def publish(self, acting: Person, *, today: date | None = None) -> None:
        """Publish the preview in place of what was published before.

        Raises:
            NotAllowed: she is no lead.
        """
        report = self.preview(acting, today=today)
        content = json.dumps({"quarter": report.quarter, "lines": [asdict(line) for line in report.lines]}, ensure_ascii=False)
        stored.publish(self._db, content, by=acting.member_id, now=datetime.now(UTC))

    def withdraw(self, acting: Person) -> None:
        """Take the published report back.

        Raises:
            NotAllowed: she is no lead.
        """
        self._accounts.check(acting, "lead")
        stored.withdraw(self._db, by=acting.member_id, now=datetime.now(UTC))

    def published(self) -> PublicReport | None:
        """Give the published report to anybody, None where there is none."""
        found = stored.published(self._db)
        if found is None:
            return None
        content, since = found
        said = json.loads(content)
        return PublicReport(said["quarter"], [Line(**line) for line in said["lines"]], since)

    def _lines(self, window: Window) -> list[Line]:
        scope = self._engagement.scope(window, staff=True)
        figures = {
            figure.name: figure
            for section in (
                self._engagement.headline(scope),
                self._engagement.star_ring(scope),
                self._engagement.together(scope),
                self._engagement.newcomers(scope),
                self._engagement.staying(scope),
                self._engagement.online_to_person(scope),
            )
            for figure in section
        }
        active = figures.get("active_members")
        lines = [
            Line(
                "Members who did something",
                public_report.people(active.value if active else None),
                "with each other, online or in person",
            )
        ]
        asked = {
            "member_to_member": ("Between members", "of what happens has no organiser or lead in it"),
            "reciprocity": ("Both ways", "of ties between members go both ways"),
            "welcome_week": ("Welcomed", "of first posts were answered within a week"),
            "returning": ("Came back", "of those who were active before are active again"),
            "online_to_offline": ("Met", "of pairs who met online met in person within 60 days"),
        }
        lines += [Line(label, public_report.share(figures.get(name)), meaning) for name, (label, meaning) in asked.items()]
        clock = public_report.days(figures.get("first_connection"))
        return [*lines, Line("First connection", clock, "until half of newcomers know somebody")]


def _quarter_before(end: date) -> Window:
    first = date(end.year, (end.month - 1) // 3 * 3 + 1, 1)
    before = first - timedelta(days=1)
    return Window(date(before.year, (before.month - 1) // 3 * 3 + 1, 1), first)
