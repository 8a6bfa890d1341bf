"""Many people at once who open, filter, pan, click and read charts: how fast the app answers them, and what that takes.

Everything stays on this machine and ends by itself. The visitors run in a process of their own beside the server.
"""

import argparse
import asyncio
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.support import load_world, measure, running
from benchmarks.support.visitor import Seen, Visitor
from flock.domain import tiles, words
from flock.domain.positions import LatLon

MOST_PEOPLE, MOST_S = 400, 1_200
THINK_S = 5.0
TARGETS = {"answer p95, ms": 250, "answer p99, ms": 1_000, "tile p95, ms": 100, "errors": 0, "memory, MB": 600, "growth, %": 10}
NEEDS = tuple(words.NEED[need] for need in ("wifi", "sockets", "quiet"))
TOWNS = (LatLon(51.5, -0.12), LatLon(53.8, -1.55), LatLon(51.45, -2.59), LatLon(53.48, -2.24), LatLon(55.95, -3.19))
_TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Serve the app, let the visitors come, and print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--people", type=int, default=200)
    arguments.add_argument("--seconds", type=int, default=600)
    arguments.add_argument("--profile", help="a file for py-spy's flame graph (pip install py-spy)")
    given = arguments.parse_args()
    people, seconds = min(given.people, MOST_PEOPLE), min(given.seconds, MOST_S)
    print(measure.machine("streamlit", "duckdb"))
    with tempfile.TemporaryDirectory(prefix="flock-load-") as folder, _server(Path(folder), people) as (port, server):
        if given.profile:
            spy = [
                shutil.which("py-spy") or "py-spy",
                "record",
                "--pid",
                str(server),
                "--duration",
                str(seconds),
                "--output",
                given.profile,
                "--gil",
            ]
            subprocess.Popen([*spy, "--format", "raw"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        seen, memory, cpu_s, took_s = asyncio.run(_traffic(port, server, people, seconds))
    _report(seen, memory, cpu_s, took_s, people)


async def _traffic(port: int, server: int, people: int, seconds: int) -> tuple[Seen, list[tuple[float, float]], float, float]:
    """Let people come over the first tenth of the time, and stay; give what they saw, the memory, processor time and time."""
    seen, memory = Seen(), list[tuple[float, float]]()
    began, cpu_before = time.perf_counter(), _cpu_s(server)
    until = began + seconds
    coming = [
        _visit(number, port, seen, began + number / people * seconds / 10, until, _leads(people)) for number in range(people)
    ]
    watching = asyncio.create_task(_watch(server, memory, until))
    for failed in await asyncio.gather(*coming, return_exceptions=True):
        if isinstance(failed, BaseException):
            seen.errors.append(f"{type(failed).__name__}: {failed}"[:200])
    await watching
    return seen, memory, _cpu_s(server) - cpu_before, time.perf_counter() - began


async def _visit(number: int, port: int, seen: Seen, at: float, until: float, leads: int) -> None:
    dice = random.Random(number)
    await asyncio.sleep(max(0.0, at - time.perf_counter()))
    visitor = Visitor(number, port, seen)
    try:
        await visitor.open()
        await visitor.tiles(_view(LatLon(54.0, -2.5), 6, 6), "")
        while time.perf_counter() < until:
            await asyncio.sleep(dice.uniform(0.5, 1.5) * THINK_S)
            await _act(visitor, dice, is_lead=number < leads)
    finally:
        await visitor.close()


async def _act(visitor: Visitor, dice: random.Random, *, is_lead: bool) -> None:
    what = dice.choices(("filter", "pan", "click", "place", "people", "charts"), (30, 30, 15, 10, 8, 7 if is_lead else 0))[0]
    town = dice.choice(TOWNS)
    if what == "filter":
        if not await visitor.choose("needs", dice.sample(NEEDS, dice.randint(0, 2))):
            await visitor.go("")
        await visitor.tiles(_view(town, 11, 4), "")
    elif what == "pan":
        await visitor.tiles(
            _view(LatLon(town.lat + dice.gauss(0, 0.05), town.lon + dice.gauss(0, 0.08)), dice.randint(9, 14), 3), ""
        )
    elif what == "click":
        if not await visitor.press("pick_", dice):
            await visitor.go("")
    elif what == "place":
        picks = [key for key in visitor.ids if key.startswith("pick_")]
        if picks:
            await visitor.go("place", f"id={dice.choice(picks).removeprefix('pick_')}")
            await visitor.tiles(_view(town, 15, 2), "")
        else:
            await visitor.go("")
    else:
        await visitor.go({"people": "people", "charts": "community-health"}[what])


def _view(middle: LatLon, zoom: int, number: int) -> list[tuple[int, int, int]]:
    x, y = tiles.column_row(middle, zoom)
    across = 3 if number > 4 else 2
    return [(zoom, x + i % across, y + i // across) for i in range(number)]


async def _watch(server: int, memory: list[tuple[float, float]], until: float) -> None:
    while time.perf_counter() < until:
        memory.append((time.perf_counter(), _memory_mb(server)))
        await asyncio.sleep(1)


@contextmanager
def _server(folder: Path, people: int) -> Iterator[tuple[int, int]]:
    database, secrets = load_world.build(
        folder, places=10_000, members=5_000, visitors=people, leads=_leads(people), acts=100_000
    )
    port = running.free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}", "--server.address=127.0.0.1"]
    command += [f"--secrets.files={secrets}"]
    settings = running.environment(FLOCK_DATABASE=str(database), FLOCK_BACKUP_FOLDER=str(folder / "backups"))
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=running.ROOT, env=settings, stdout=log, stderr=log)
        try:
            running.wait_until_healthy(f"http://127.0.0.1:{port}/health", process)
            yield port, process.pid
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
            told = (folder / "log").read_text()
            print(told[-2_000:] if told else "")


def _leads(people: int) -> int:
    return max(1, people // 10)


def _cpu_s(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _memory_mb(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def _report(seen: Seen, memory: list[tuple[float, float]], cpu_s: float, took_s: float, people: int) -> None:
    pages = {what: found for what, found in seen.ms.items() if what not in ("tile", "files", "first page over HTTP")}
    answers = [ms for found in pages.values() for _, ms in found]
    tile_ms = [ms for _, ms in seen.ms.get("tile", [(0, 0.0)])]
    rows = [[what, f"{len(found):,}", *measure.spread([ms for _, ms in found])] for what, found in sorted(seen.ms.items())]
    measure.table(f"{people} people, {took_s:.0f} s, ms", ["what", "times", "median", "p95", "most"], rows)
    print(
        f"Processor: {cpu_s:.1f} s of the server's, {cpu_s / took_s:.2f} cores, {cpu_s * 1000 / max(1, len(answers)):.1f} ms a run of a page"
    )
    half = memory[len(memory) // 2 :]
    middle, end = _mean(half[: max(1, len(half) // 5)]), _mean(half[-max(1, len(half) // 5) :])
    figures = {
        "answer p95, ms": measure.percentile(answers, 0.95),
        "answer p99, ms": measure.percentile(answers, 0.99),
        "tile p95, ms": measure.percentile(tile_ms, 0.95),
        "errors": float(len(seen.errors)),
        "memory, MB": max(mb for _, mb in memory),
        "growth, %": (end / middle - 1) * 100,
    }
    rows = [
        [name, measure.figure(value) if value else "0", measure.verdict(value, TARGETS[name])] for name, value in figures.items()
    ]
    measure.table("Against the bars", ["what", "measured", "verdict"], rows)
    for sentence in sorted(set(seen.errors))[:10]:
        print(f"- {seen.errors.count(sentence)} times: {sentence}")


def _mean(readings: list[tuple[float, float]]) -> float:
    return sum(mb for _, mb in readings) / len(readings)


if __name__ == "__main__":
    main()
