"""From `make run`, on an existing .venv and database, to the first page answering and drawn."""

import argparse
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.support import measure, running, synthetic

TARGET_S = 8
WAIT_MS = 120_000


def main() -> None:
    """Start a few times, after a first start that fills the database."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--times", type=int, default=5, help="how often to start")
    given = arguments.parse_args()
    print(measure.machine("streamlit", "duckdb"))
    if not shutil.which("make"):
        print("Nothing measured: make is not installed.")
        return
    if missing := running.browser_missing():
        print(f"The page is asked for but not drawn: {missing}.")
    first_s, _ = start()
    print(f"The start before, which may have had to fill the database, answered after {measure.figure(first_s)} s.", flush=True)
    answered_s, drawn_s = zip(*(start() for _ in range(given.times)), strict=True)
    rows = [
        [name, *measure.spread(times)] for name, times in (("page answered", answered_s), ("page drawn", drawn_s)) if all(times)
    ]
    measure.table(f"make run, {given.times} times, s", ["until", "median", "p95", "most"], rows)
    slowest = max(answered_s) if missing else measure.percentile(drawn_s, 0.5)
    print(f"Start, median: {measure.verdict(slowest, TARGET_S)} s")


def start() -> tuple[float, float]:
    """Start and stop once; give the seconds until the first page answered and until its map had markers (0 without a browser)."""
    with make_run() as (address, process, began):
        running.wait_until_healthy(f"{address}/health", process)
        running.wait_until_healthy(address, process)
        answered_s = time.perf_counter() - began
        if running.browser_missing():
            return answered_s, 0.0
    # A second run, so that the browser's own start is not counted: it waits for the app.
    with running.page(1280, 800) as page, make_run() as (address, process, began):
        running.wait_until_healthy(f"{address}/health", process)
        page.goto(address, timeout=WAIT_MS)
        page.frame_locator("iframe").locator(".flock-marker").first.wait_for(timeout=WAIT_MS)
        return answered_s, time.perf_counter() - began


@contextmanager
def make_run() -> Iterator[tuple[str, "subprocess.Popen[bytes]", float]]:
    """Run `make run` on a free port; give the address, the process and when it began."""
    synthetic.FOLDER.mkdir(parents=True, exist_ok=True)
    settings = {"FLOCK_DATABASE": str((synthetic.FOLDER / "start.duckdb").resolve()), "FLOCK_TILES_URL": ""}
    port = running.free_port()
    began = time.perf_counter()
    process = subprocess.Popen(
        ["make", "run", f"PORT={port}", "HOST=127.0.0.1"],
        cwd=running.ROOT,
        env=running.environment(**settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # so that what make started can be stopped with it
    )
    try:
        yield f"http://127.0.0.1:{port}", process, began
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


if __name__ == "__main__":
    main()
