"""The running app killed at random moments, while members write to each other, tables are brought in and the map is looked at."""

import csv
import http.client
import itertools
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.support import load_world, running
from flock.storage.database import Database

PAIRS = 600
ROWS = 4_000
WRITERS = 4
TILE = "/tiles/venues/8/126/82.json"
_WORK = Path(__file__).with_name("killed_app.py")


@dataclass
class Kills:
    """What was found: seconds from the command to ready, and of opening alone, also of processor; what was acknowledged; how many kills came in an import."""

    ready_s: list[float] = field(default_factory=list)
    opened_s: list[float] = field(default_factory=list)
    opened_cpu_s: list[float] = field(default_factory=list)
    messages: set[str] = field(default_factory=set)
    imports: int = 0
    killed_in_import: int = 0
    reads: int = 0


def kill(folder: Path, *, kills: int, seed: int = 21, longest_s: float = 3.0) -> Kills:
    """Start the app, let it be used, kill it; and at the next start look at what is there.

    Raises:
        AssertionError: something acknowledged is not there, or half of something is.
    """
    dice, known, numbers = random.Random(seed), Kills(), itertools.count(1)
    database, pairs = _world(folder)
    acknowledged_mark = 0
    for _ in range(kills):
        with _started(database, folder) as (port, process, ready_s):
            known.ready_s.append(ready_s)
            acknowledged_mark = _look(port, known, acknowledged_mark)
            traffic = _Traffic(port, folder, pairs, dice.random(), numbers)
            traffic.began.wait(60)
            time.sleep(dice.uniform(0, longest_s))
            os.kill(process.pid, signal.SIGKILL)
            process.wait(30)
            traffic.end()
            known.messages |= traffic.acknowledged
            known.imports += traffic.imported
            known.reads += traffic.reads
            known.killed_in_import += traffic.in_import
            acknowledged_mark = traffic.mark or acknowledged_mark
    with _started(database, folder) as (port, _, ready_s):
        known.ready_s.append(ready_s)
        _look(port, known, acknowledged_mark)
    return known


def _look(port: int, known: Kills, acknowledged_mark: int) -> int:
    """Compare what is there with what was acknowledged; give the mark of the imported table."""
    told = json.loads(_ask(http.client.HTTPConnection("127.0.0.1", port, timeout=60), "GET", "/benchmark/found")[1])
    missing = known.messages - set(told["messages"])
    assert not missing, f"{len(missing)} acknowledged messages are gone"
    assert len(told["messages"]) == len(set(told["messages"])), "a message is there twice"
    assert told["halves"] == 0, f"{told['halves']} messages are there by halves"
    assert told["unsound"] == [], told["unsound"]
    assert len(told["marks"]) <= 1, f"half of an import is there: {told['marks']}"
    mark = int(told["marks"][0][0].rpartition("/")[2]) if told["marks"] else 0
    assert mark >= acknowledged_mark, f"import {acknowledged_mark} was acknowledged, {mark} is there"
    assert not told["marks"] or told["marks"][0][1] == ROWS, f"half of an import is there: {told['marks']}"
    known.messages |= set(told["messages"])
    known.opened_s.append(told["opened_s"])
    known.opened_cpu_s.append(told["opened_cpu_s"])
    return mark


class _Traffic:
    """Threads that write and read until the app is gone."""

    def __init__(self, port: int, folder: Path, pairs: list[tuple[str, str, str]], seed: float, numbers: Iterator[int]) -> None:
        self.acknowledged: set[str] = set()
        self.imported = self.reads = self.mark = 0
        self.in_import = False
        self.began = threading.Event()
        """Set at the first answer."""
        self._port, self._folder, self._pairs, self._seed, self._numbers = port, folder, pairs, seed, numbers
        work = [*((self._write, number) for number in range(WRITERS)), (self._import, WRITERS), (self._read, WRITERS + 1)]
        self._threads = [threading.Thread(target=self._until_gone, args=one) for one in work]
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Wait until all have noticed."""
        for thread in self._threads:
            thread.join(30)

    def _until_gone(self, step: Any, number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        dice = random.Random(self._seed + number)
        try:
            while True:
                step(connection, dice)
                self.began.set()
        except (OSError, http.client.HTTPException):
            connection.close()

    def _write(self, connection: http.client.HTTPConnection, dice: random.Random) -> None:
        talk, *two = dice.choice(self._pairs)
        words = f"{next(self._numbers)} {dice.random()}"
        status, _ = _ask(
            connection, "POST", f"/benchmark/message?{urlencode({'talk': talk, 'who': dice.choice(two), 'words': words})}"
        )
        if status == 200:
            self.acknowledged.add(words)

    def _import(self, connection: http.client.HTTPConnection, dice: random.Random) -> None:
        mark = next(self._numbers)
        file = self._folder / "crash.csv"
        with file.open("w", newline="") as told:
            writer = csv.writer(told)
            writer.writerow(["name", "lat", "lon", "country", "url"])
            for row in range(ROWS):
                writer.writerow([f"Crash {row}", 51 + row % 90 / 100, -2 + row // 90 / 100, "GB", f"https://example.org/{mark}"])
        self.in_import = True
        status, said = _ask(connection, "POST", f"/benchmark/import?{urlencode({'file': file})}")
        assert status == 200, said
        self.in_import, self.mark = False, mark
        self.imported += 1

    def _read(self, connection: http.client.HTTPConnection, dice: random.Random) -> None:
        status, _ = _ask(connection, "GET", dice.choice((TILE, "/", "/health")))
        assert status == 200
        self.reads += 1
        time.sleep(0.02)


def _ask(connection: http.client.HTTPConnection, method: str, path: str) -> tuple[int, bytes]:
    connection.request(method, path)
    answer = connection.getresponse()
    return answer.status, answer.read()


@contextmanager
def _started(database: Path, folder: Path) -> Iterator[tuple[int, subprocess.Popen[bytes], float]]:
    port = running.free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(_WORK), f"--server.port={port}", "--server.address=127.0.0.1"]
    settings = running.environment(FLOCK_DATABASE=str(database), FLOCK_BACKUP_FOLDER=str(folder / "backups"), FLOCK_TILES_URL="")
    with (folder / "log").open("ab") as log:
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=running.ROOT, env=settings, stdout=log, stderr=log)
        try:
            running.wait_until_healthy(f"http://127.0.0.1:{port}/health", process)
            yield port, process, time.perf_counter() - began
        finally:
            process.kill()
            process.wait(30)


def _world(folder: Path) -> tuple[Path, list[tuple[str, str, str]]]:
    """Make a community in which the visitors talk in pairs: talk, one, other."""
    database, _ = load_world.build(folder, places=10_000, members=2 * PAIRS, visitors=2 * PAIRS, leads=1, acts=1_000)
    db = Database(database)
    pairs = [(str(talk_id), str(one.member_id), str(other.member_id)) for talk_id, one, other in load_world.pairs(db)]
    with db.writing() as cursor:
        cursor.execute("DELETE FROM interaction WHERE kind = 'answered_message'")
    db.close()
    return database, pairs
