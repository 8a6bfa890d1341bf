"""Sixteen threads that read and write at once, through the services of the app: nobody is given another's rows, nothing written is lost."""

import argparse
import random
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from benchmarks.support import load_world, measure
from flock.domain.filters import VenueFilter
from flock.domain.members import Person
from flock.domain.positions import LatLon
from flock.services.accounts import Accounts
from flock.services.discovery import Discovery
from flock.services.messages import Messages
from flock.services.people import People
from flock.storage import integrity, staff_log
from flock.storage.database import Database

WRITE_MS = 100.0
_PAIRS = 64  # a thread; one of them is good for 120 messages an hour
_SHARE_OF_WRITES = 0.2


@dataclass
class Found:
    """What sixteen threads saw: milliseconds of writes and reads, rows of somebody else, acknowledged writes, writes lost."""

    write_ms: list[float] = field(default_factory=list)
    read_ms: list[float] = field(default_factory=list)
    foreign: int = 0
    lost: int = 0
    unsound: list[str] = field(default_factory=list)
    cpu_s: float = 0.0


def main() -> None:
    """Run and print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--threads", type=int, default=16)
    arguments.add_argument("--seconds", type=float, default=60)
    given = arguments.parse_args()
    print(measure.machine("duckdb"))
    with tempfile.TemporaryDirectory(prefix="flock-threads-") as folder:
        found = run(Path(folder), threads=given.threads, seconds=given.seconds)
    rows = [
        [what, f"{len(ms):,}", *measure.spread(ms)] for what, ms in (("a write", found.write_ms), ("a read", found.read_ms)) if ms
    ]
    measure.table(f"{given.threads} threads, {given.seconds:g} s, ms", ["what", "times", "median", "p95", "most"], rows)
    steps = len(found.write_ms) + len(found.read_ms)
    print(f"Processor: {found.cpu_s:.1f} s, {found.cpu_s * 1000 / steps:.1f} ms each.")
    print(f"Rows of somebody else: {found.foreign}. Writes lost: {found.lost}. Unsound: {found.unsound or 'nothing'}.")
    print(f"A write, p95: {measure.verdict(measure.percentile(found.write_ms, 0.95), WRITE_MS)} ms")


def run(folder: Path, *, threads: int, seconds: float, places: int = 10_000, members: int = 5_000) -> Found:
    """Let threads work for so long, each for members of its own, and look at what is there afterwards."""
    database, _ = load_world.build(folder, places=places, members=members, visitors=2 * _PAIRS * threads, leads=1, acts=1_000)
    db = Database(database)
    made = load_world.pairs(db)
    pairs = [made[number::threads] for number in range(threads)]
    found, start, until = Found(), threading.Barrier(threads), [0.0]
    workers = [_Worker(number, db, pairs[number]) for number in range(threads)]

    def work(worker: _Worker) -> None:
        start.wait()
        until[0] = until[0] or time.perf_counter() + seconds
        while time.perf_counter() < until[0]:
            worker.step()

    running = [threading.Thread(target=work, args=(worker,)) for worker in workers]
    cpu_s = time.process_time()
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    found.cpu_s = time.process_time() - cpu_s
    for worker in workers:
        found.write_ms += worker.found.write_ms
        found.read_ms += worker.found.read_ms
        found.foreign += worker.found.foreign
        found.lost += worker.lost()
    found.lost += sum(worker.looks for worker in workers) - len(staff_log.latest(db, most=10_000_000))
    found.unsound = integrity.check(db)
    db.close()
    return found


class _Worker:
    """One thread's members: it writes for them, and reads what they would be shown."""

    def __init__(self, number: int, db: Database, pairs: list[tuple[UUID, Person, Person]]) -> None:
        self._db, self._pairs, self._dice = db, pairs, random.Random(number)
        accounts = Accounts(db)
        self._discovery, self._people, self._messages = Discovery(db), People(db, accounts), Messages(db, accounts)
        self._sent: dict[UUID, list[str]] = {talk_id: [] for talk_id, *_ in pairs}
        self._hers = {talk_id: (one.member_id, other.member_id) for talk_id, one, other in pairs}
        self.looks = 0
        self.found = Found()

    def step(self) -> None:
        """Do one thing: one in five is a write."""
        if self._dice.random() < _SHARE_OF_WRITES:
            self._timed(self.found.write_ms, self._note if self._dice.random() < 0.25 else self._write)
        else:
            self._timed(self.found.read_ms, self._dice.choice((self._read, self._read_own, self._nearest, self._nearby)))

    def lost(self) -> int:
        """Count acknowledged messages that are not there."""
        with self._db.reading() as cursor:
            asked = "SELECT words FROM message WHERE talk_id IN (SELECT unnest(?::UUID[]))"
            there = {words for (words,) in cursor.execute(asked, [list(self._sent)]).fetchall()}
        return len({words for sent in self._sent.values() for words in sent} - there)

    def _timed(self, into: list[float], what: Callable[[], None]) -> None:
        into.append(measure.timed(what)[1])

    def _write(self) -> None:
        talk_id, *two = self._dice.choice(self._pairs)
        words = f"{talk_id} {len(self._sent[talk_id])}"
        self._messages.send(self._dice.choice(two), talk_id, words)
        self._sent[talk_id].append(words)

    def _note(self) -> None:
        """Add to the one log in which each entry is bound to the one before: an update that is lost breaks it."""
        _, one, _ = self._dice.choice(self._pairs)
        with self._db.writing() as cursor:
            staff_log.add(cursor, one.member_id, "looked at something", None, "", now=datetime.now(UTC))
        self.looks += 1

    def _read(self) -> None:
        talk_id, one, _ = self._dice.choice(self._pairs)
        said = self._messages.read(one, talk_id)
        self.found.foreign += any(
            not message.words.startswith(str(talk_id)) or message.from_id not in self._hers[talk_id] for message in said
        )
        self.found.foreign += not {message.words for message in said} <= set(self._sent[talk_id])

    def _read_own(self) -> None:
        _, one, other = self._dice.choice(self._pairs)
        own = self._people.own(one)
        self.found.foreign += own.seen.member_id != one.member_id
        self.found.foreign += any(talk.others != [other.member_id] for talk in self._messages.talks(one))

    def _nearest(self) -> None:
        at = LatLon(self._dice.uniform(51, 54), self._dice.uniform(-3, 0))
        self._discovery.search(VenueFilter(near=at))

    def _nearby(self) -> None:
        _, one, _ = self._dice.choice(self._pairs)
        self.found.foreign += any(card.member.member_id == one.member_id for card in self._people.nearby(one).cards)


if __name__ == "__main__":
    main()
