"""What a lead should hear of this week (E8), to read in the app or take along without names."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from flock.domain import words
from flock.domain.members import Person
from flock.services.accounts import Accounts
from flock.storage import alerts, staff_log
from flock.storage.alerts import Alert
from flock.storage.database import Database

KINDS = {
    "unanswered": ("first post waits for an answer", "first posts wait for an answer"),
    "first_act": ("member did something for the first time", "members did something for the first time"),
    "back": ("member is back after three months", "members are back after three months"),
    "stopped": ("regular has done nothing for four weeks", "regulars have done nothing for four weeks"),
}
"""The kinds of alerts in the order in which they are told, each as it is said of one and of many."""


@dataclass(frozen=True, slots=True)
class Digest:
    """A week in short: the day before which it ends, and the alerts by kind."""

    until: date
    alerts: dict[str, list[Alert]]

    @property
    def lines(self) -> list[str]:
        """Say how many of each kind there are."""
        return [words.count(len(found), *KINDS[kind]) for kind, found in self.alerts.items() if found]

    def text(self, community: str) -> str:
        """Write it as a text that holds no names, for it leaves the app."""
        head = f"{community}: the week to {words_day(self.until)}"
        told = [f"- {line}" for line in self.lines] or ["- Nothing that needs you."]
        return "\n".join([head, "", *told, "", "Who they are stands in the app, on the page «Is it a community?»."]) + "\n"


class Alerts:
    """Answers what is new about single members; for leads. Safe between threads."""

    def __init__(self, db: Database, accounts: Accounts) -> None:
        self._db = db
        self._accounts = accounts

    def digest(self, acting: Person, until: date) -> Digest:
        """Give the week before that day.

        Raises:
            NotAllowed: she is no lead.
        """
        self._accounts.check(acting, "lead")
        staff_log.looked(self._db, acting.member_id, "what members need", f"until {until}", now=datetime.now(UTC))
        found = alerts.week(self._db, until)
        return Digest(until, {kind: [alert for alert in found if alert.kind == kind] for kind in KINDS})


def words_day(until: date) -> str:
    """Say the last day of a week that ends before `until`."""
    last = date.fromordinal(until.toordinal() - 1)
    return f"{last:%a} {last.day} {last:%b %Y}"
