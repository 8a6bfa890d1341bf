"""Timing, percentiles and tables: what every benchmark shows in the same way."""

import os
import platform
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from importlib.metadata import version
from typing import TypeVar

Answer = TypeVar("Answer")


def timed(question: Callable[[], Answer]) -> tuple[Answer, float]:
    """Ask once; give the answer and the milliseconds it took."""
    start = time.perf_counter()
    answer = question()
    return answer, (time.perf_counter() - start) * 1000


def percentile(values: Sequence[float], share: float) -> float:
    """Give the smallest value that at least this share of all values do not exceed: the nearest rank, never a value between two."""
    ranked = sorted(values)
    return ranked[max(0, -int(-share * len(ranked) // 1) - 1)]


def spread(milliseconds: Sequence[float]) -> list[str]:
    """Give median, 95th percentile and maximum as cells of a table."""
    return [figure(percentile(milliseconds, 0.5)), figure(percentile(milliseconds, 0.95)), figure(max(milliseconds))]


def figure(value: float) -> str:
    """Write a number with the digits that mean something: 0.84, 8.4, 84, 1,840."""
    if value < 10:
        return f"{value:.2f}" if value < 1 else f"{value:.1f}"
    return f"{value:,.0f}"


def verdict(value: float, most: float) -> str:
    """Say whether a target is met."""
    return f"{'met' if value <= most else 'MISSED'} (≤ {most:g})"


def table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a Markdown table whose columns line up in a terminal too."""
    lines = [list(heads), *(list(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    rule = ["-" * width for width in widths]
    print(f"\n{title}\n")
    for line in (lines[0], rule, *lines[1:]):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |")
    print(flush=True)


def machine(*packages: str) -> str:
    """Say what the figures hold for: day, cores, memory, versions, and how busy the machine was."""
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    versions = ", ".join(f"{package} {version(package)}" for package in packages)
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return (
        f"{date.today()}, {os.cpu_count()} cores, {memory_gb:.0f} GB, {system}, Python {platform.python_version()}, {versions}; "
        f"load before: {os.getloadavg()[0]:.1f}"
    )
