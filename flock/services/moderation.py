"""What leads do with reports. Everything they do to somebody, and every look at her, stands in a log that only grows."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from flock.domain import talking
from flock.domain.members import Person
from flock.errors import BadWords, NotAllowed, NotFound
from flock.services.accounts import Accounts
from flock.storage import safety, staff_log
from flock.storage.database import Database
from flock.storage.safety import Note
from flock.storage.safety import Report as Report
from flock.storage.staff_log import Entry

Outcome = Literal["none", "note", "pause", "ban"]

OUTCOMES: dict[Outcome, str] = {
    "none": "Nothing to do",
    "note": "A note she must read",
    "pause": "Pause her for a while",
    "ban": "Ban her",
}
PAUSES = (7, 30, 90)
"""For how many days somebody may be paused."""

PAGE = 100
"""How many entries of the log a page holds."""

_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many reports wait, the median hours until an answer, and how many hours the oldest one has waited."""

    reports: int
    median_h: float | None
    oldest_h: float | None


class Moderation:
    """Answers reports and appeals. Every method checks that a lead asks. Safe between threads."""

    def __init__(self, db: Database, accounts: Accounts) -> None:
        self._db = db
        self._accounts = accounts

    def queue(self, acting: Person) -> list[Report]:
        """Give the reports that are not about her: those that wait first, the oldest of them first."""
        lead = self._accounts.check(acting, "lead")
        return [report for report in safety.queue(self._db, most=_SHOWN) if report.about_id != lead.member_id]

    def waiting(self, acting: Person, *, now: datetime | None = None) -> Waiting:
        """Give how long reports wait."""
        self._accounts.check(acting, "lead")
        return Waiting(*safety.answer_hours(self._db, now=now or datetime.now(UTC)))

    def look(self, acting: Person, report_id: UUID, *, now: datetime | None = None) -> tuple[Report, list[Note], dict[str, Any]]:
        """Open a report: its words and context, the notes, and the profile that it is about. The look is logged.

        Raises:
            NotFound: there is no such report, or it is about her.
        """
        lead, report = self._report(acting, report_id)
        with self._db.writing() as cursor:
            profile = safety.profile(cursor, report.about_id)
            staff_log.add(
                cursor, lead, "looked at report and profile", report.about_id, str(report_id), now=now or datetime.now(UTC)
            )
        return report, safety.notes(self._db, report_id), profile

    def note(self, acting: Person, report_id: UUID, text: str, *, now: datetime | None = None) -> None:
        """Write a note for the other leads.

        Raises:
            NotFound: there is no such report, or it is about her.
            BadWords: empty or too long.
        """
        lead, report = self._report(acting, report_id)
        words = talking.check(text, most=talking.MOST_REPORT, what="The note")
        at = now or datetime.now(UTC)
        with self._db.writing() as cursor:
            safety.add_note(cursor, report_id, lead, words, now=at)
            staff_log.add(cursor, lead, "wrote a note", report.about_id, str(report_id), now=at)

    def decide(
        self,
        acting: Person,
        report_id: UUID,
        outcome: Outcome,
        *,
        text: str = "",
        days: int = PAUSES[0],
        now: datetime | None = None,
    ) -> None:
        """Answer a report. Unless there is nothing to do, the one it is about is told, in the lead's words.

        Raises:
            NotFound: there is no such report, it is about her, or it was answered already.
            BadWords: no words for the one it is about, or no such outcome.
        """
        lead, _ = self._report(acting, report_id)
        if outcome not in OUTCOMES or (outcome == "pause" and days not in PAUSES):
            raise BadWords("Choose what is to be done from the list.")
        words = talking.check(text, most=talking.MOST_REPORT, what="What you tell her", may_be_empty=outcome == "none")
        at = now or datetime.now(UTC)
        until = at + timedelta(days=days) if outcome == "pause" else None
        with self._db.writing() as cursor:
            about = safety.answer(cursor, report_id, lead, outcome=outcome, words=words, now=at)
            if about is None:
                raise NotFound("This report was answered a moment ago. Look at it again.")
            if outcome in ("pause", "ban"):
                state = "paused" if outcome == "pause" else "banned"
                safety.set_standing(cursor, about, state, until=until, report_id=report_id, now=at)
            if outcome != "none":
                safety.notify(cursor, about, words, report_id=report_id, now=at)
            detail = f"{report_id}" + (f" for {days} days" if until else "")
            staff_log.add(cursor, lead, f"decided: {outcome}", about, detail, now=at)

    def answer_appeal(self, acting: Person, report_id: UUID, text: str, *, lift: bool, now: datetime | None = None) -> None:
        """Answer an appeal; with `lift` the one who appealed is let back in. Another lead answers than decided, where there is one.

        Raises:
            NotFound: no appeal waits there.
            NotAllowed: she decided it herself and there are other leads.
            BadWords: empty or too long.
        """
        lead, _ = self._report(acting, report_id)
        words = talking.check(text, most=talking.MOST_REPORT, what="Your answer")
        at = now or datetime.now(UTC)
        with self._db.writing() as cursor:
            found = safety.answer_appeal(cursor, report_id, words, now=at)
            if found is None:
                raise NotFound("No appeal waits there.")
            about, decided_by = found
            if decided_by == lead and safety.other_leads(self._db, lead):
                raise NotAllowed("You decided this yourself. Another lead should answer the appeal.")
            if lift:
                safety.set_standing(cursor, about, None, until=None, report_id=None, now=at)
            safety.notify(cursor, about, words, report_id=None, now=at)
            staff_log.add(cursor, lead, f"answered an appeal: {'lifted' if lift else 'kept'}", about, str(report_id), now=at)

    def log(self, acting: Person, *, page: int = 1) -> list[Entry]:
        """Give a page of what leads and organisers did and looked at, the latest first."""
        self._accounts.check(acting, "lead")
        return staff_log.latest(self._db, most=PAGE, skip=(page - 1) * PAGE)

    def first_broken(self, acting: Person) -> int | None:
        """Give the number of the first entry of the log that was tampered with; None where the chain holds."""
        self._accounts.check(acting, "lead")
        return staff_log.first_broken(self._db)

    def _report(self, acting: Person, report_id: UUID) -> tuple[UUID, Report]:
        lead = self._accounts.check(acting, "lead").member_id
        found = safety.queue(self._db, most=1, report_id=report_id)
        if not found or found[0].about_id == lead:
            raise NotFound("There is no such report. It may have been about somebody who has left.")
        return lead, found[0]
