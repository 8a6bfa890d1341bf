"""Imports being checked and committed, each in a thread of its own: they go on while the tab is closed, and can be paused.

What was looked up outside is remembered in the database, so a check that begins again, after a pause or a restart, asks nothing
twice. A check is held while somebody looks at it, and let go when others need the room.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from flock.domain.import_drafts import Draft
from flock.domain.members import Person
from flock.errors import FlockError, NotFound
from flock.services.accounts import Accounts
from flock.services.doubts import Decisions
from flock.services.import_drafts import ImportDrafts
from flock.services.import_results import Result
from flock.services.imports import Check, Means, Order
from flock.storage.database import Database

CHECKING, PAUSED, FAILED, READY, COMMITTING, COMMITTED = "checking", "paused", "failed", "ready", "committing", "committed"

_MOST_HELD = 4  # checks of large tables take hundreds of megabytes
_FIRST_LOOK_BYTES = 2 << 20  # of a larger file the first rows are checked at once, to be looked at meanwhile
_FIRST_LOOK_ROWS = 2_000


class _Paused(Exception):
    """A person wants it to stop for now."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a check or a commit is: what it does, the share of it from 0 to 1, and the seconds left where they can be told.

    `sentence` says what went wrong where it failed; `first` tells whether its first rows can be looked at already.
    """

    state: str
    sentence: str = ""
    share: float = 0.0
    seconds_left: float | None = None
    first: bool = False


@dataclass(slots=True)
class _Job:
    """A check and what became of it; whoever uses the check holds the lock."""

    owner_id: UUID
    made_of: tuple[object, ...]
    state: str = CHECKING
    sentence: str = ""
    share: float = 0.0
    pausing: bool = False
    dropped: bool = False
    began: float = field(default_factory=time.monotonic)
    looking_since: float | None = None
    looked_up: tuple[int, int] = (0, 0)
    check: Check | None = None
    first: Check | None = None
    result: Result | None = None
    lock: threading.RLock = field(default_factory=threading.RLock)

    def close(self) -> None:
        self.dropped = self.pausing = True
        with self.lock:
            for check in (self.check, self.first):
                if check:
                    check.close()
            self.check = self.first = None


class ImportChecks:
    """Checks and commits drafts. Safe between threads; every call reads again who acts."""

    def __init__(self, db: Database, accounts: Accounts, drafts: ImportDrafts, means: Callable[[], Means]) -> None:
        self._db = db
        self._accounts = accounts
        self._drafts = drafts
        self._means = means
        self._jobs: dict[UUID, _Job] = {}
        self._turn = threading.Lock()

    def begin(self, acting: Person, draft: Draft) -> Progress:
        """Check a draft unless it is checked as it stands, and say how far that is.

        Raises:
            NotAllowed: she is no organiser.
            NotFound: the draft is somebody else's, or gone.
        """
        self._drafts.get(acting, draft.draft_id)
        made_of = self._made_of(draft)
        with self._turn:
            job = self._jobs.get(draft.draft_id)
            if job is None or (job.made_of != made_of and job.state != COMMITTING):
                self._make_room(draft.draft_id)
                job = self._jobs[draft.draft_id] = _Job(draft.owner_id, made_of)
                self._start(job, draft)
        decisions = Decisions.from_json(draft.decisions)
        if job.state == READY and job.check and job.check.order.decisions.twins != decisions.twins:
            with job.lock:
                job.check.decide_twins(decisions)
        return _progress(job)

    def pause(self, acting: Person, draft_id: UUID) -> None:
        """Stop a check at the next row; what was looked up is kept."""
        self._job(acting, draft_id).pausing = True

    def resume(self, acting: Person, draft: Draft) -> None:
        """Go on with a check that was paused or failed."""
        job = self._job(acting, draft.draft_id)
        if job.state in (PAUSED, FAILED):
            job.state, job.pausing, job.sentence, job.share = CHECKING, False, "", 0.0
            job.began, job.looking_since = time.monotonic(), None
            self._start(job, draft)

    @contextmanager
    def look(self, acting: Person, draft_id: UUID) -> Iterator[Check]:
        """Lend the check to look at: the whole of it, or of its first rows while it runs.

        Raises:
            NotAllowed, NotFound: as `begin`; or there is nothing to look at yet.
        """
        job = self._job(acting, draft_id)
        with job.lock:
            check = job.check if job.state == READY else job.first
            if check is None:
                raise NotFound("This is not checked yet. Open the step «Check» again.")
            yield check

    def commit(self, acting: Person, draft: Draft) -> None:
        """Begin to write what was checked. All of it comes in, or nothing.

        Raises:
            NotAllowed, NotFound: as `begin`; or it is not checked as it stands.
        """
        person = self._accounts.check(acting, "organiser")
        job = self._job(acting, draft.draft_id)
        with self._turn:
            if job.state != READY or job.made_of != self._made_of(draft):
                raise NotFound("Something was changed since this was checked. Check it again before you bring it in.")
            job.state, job.share, job.sentence = COMMITTING, 0.0, "Writing the places"
            job.began, job.looking_since = time.monotonic(), None
        threading.Thread(target=self._commit, args=(job, draft, person), name="import-commit", daemon=True).start()

    def result(self, acting: Person, draft_id: UUID) -> Result | None:
        """Give what a draft did that was committed a moment ago; None before that.

        Raises:
            NotAllowed: she is no organiser.
        """
        self._accounts.check(acting, "organiser")
        job = self._jobs.get(draft_id)
        return job.result if job and job.owner_id == acting.member_id else None

    def drop(self, draft_id: UUID) -> None:
        """Let go of a draft's check, such as when it is thrown away."""
        with self._turn:
            job = self._jobs.pop(draft_id, None)
        if job:
            threading.Thread(target=job.close, daemon=True).start()

    def _job(self, acting: Person, draft_id: UUID) -> _Job:
        self._drafts.get(acting, draft_id)
        job = self._jobs.get(draft_id)
        if job is None:
            raise NotFound("This is not checked yet. Open the step «Check» again.")
        return job

    def _make_room(self, draft_id: UUID) -> None:
        """Let go of the check that this one replaces, and of the oldest where there are too many."""
        old = [self._jobs.pop(draft_id)] if draft_id in self._jobs else []
        idle = [known for known, job in self._jobs.items() if job.state not in (CHECKING, COMMITTING)]
        while len(self._jobs) >= _MOST_HELD and idle:
            old.append(self._jobs.pop(idle.pop(0)))
        for job in old:
            threading.Thread(target=job.close, daemon=True).start()

    def _start(self, job: _Job, draft: Draft) -> None:
        threading.Thread(target=self._check, args=(job, draft), name="import-check", daemon=True).start()

    def _check(self, job: _Job, draft: Draft) -> None:
        try:
            means, order, sample = self._means(), self._order(draft), self._accounts.is_demo()
            if order.table.size > _FIRST_LOOK_BYTES:
                job.first = self._read(job, order, means, sample=sample, most_rows=_FIRST_LOOK_ROWS)
            check = self._read(job, order, means, sample=sample)
            with job.lock:
                if job.dropped:
                    check.close()
                    return
                first, job.check, job.first = job.first, check, None
                job.share, job.state = 1.0, READY
                if first:
                    first.close()
        except _Paused:
            job.state = PAUSED
        except FlockError as error:
            job.sentence, job.state = str(error), FAILED
        except Exception:
            job.sentence, job.state = "Something went wrong on our side, and nothing was written. Try again.", FAILED
            raise

    def _read(self, job: _Job, order: Order, means: Means, *, sample: bool, most_rows: int | None = None) -> Check:
        check = Check(self._db, order, sample=sample)

        def heard(sentence: str, share: float) -> None:
            if job.pausing:
                raise _Paused
            job.sentence = sentence
            job.share = max(job.share, share if most_rows is None else 0.0)
            if check.looked_up[1] and job.looking_since is None:
                job.looking_since = time.monotonic()
            job.looked_up = check.looked_up

        try:
            check.read(means, most_rows=most_rows, progress=heard)
            if most_rows is None:
                check.keep_cells()
        except BaseException:
            check.close()
            raise
        return check

    def _commit(self, job: _Job, draft: Draft, person: Person) -> None:
        def heard(sentence: str, share: float) -> None:
            job.sentence, job.share = sentence, max(job.share, share)

        try:
            with job.lock, self._db.turn():
                assert job.check is not None
                self._drafts.get(person, draft.draft_id)  # another server may have brought it in meanwhile
                result = job.check.commit(who=person.name, member_id=person.member_id, progress=heard)
                job.check.close()
                job.check = None
                job.result, job.share, job.state = result, 1.0, COMMITTED
                self._drafts.remember_mapping(person, draft)
                self._drafts.end(person, draft)
        except FlockError as error:
            job.sentence, job.state = str(error), FAILED
        except Exception:
            job.sentence, job.state = "Something went wrong on our side, and nothing was written. Check it again.", FAILED
            raise

    def _order(self, draft: Draft) -> Order:
        decisions = Decisions.from_json(draft.decisions)
        return Order(self._drafts.table(draft), self._drafts.columns(draft), draft.fixes, decisions, draft.file_name)

    def _made_of(self, draft: Draft) -> tuple[object, ...]:
        """Give all of a draft that its rows follow from; who is whose twin is settled without reading them again."""
        decisions = Decisions.from_json(draft.decisions)
        parts = (draft.sha256, draft.reading, draft.mapping, draft.fixes, decisions.rows, decisions.kinds)
        return self._db.openings, *(repr(part) for part in parts)


def _progress(job: _Job) -> Progress:
    left = None
    done, of = job.looked_up
    if job.state == CHECKING and job.looking_since is not None and 0 < done < of:
        left = (time.monotonic() - job.looking_since) / done * (of - done)
    elif job.state in (CHECKING, COMMITTING) and job.share > 0.05:
        left = (time.monotonic() - job.began) / job.share * (1 - job.share)
    return Progress(job.state, job.sentence, job.share, left, job.first is not None)
