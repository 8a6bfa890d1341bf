"""Faults that tests bring about on purpose, and end again."""

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest


@contextmanager
def full_disk(most_bytes: int, *, process: int | None = None) -> Iterator[None]:
    """Let no file of a process, this one if no other is given, grow past a size: a write fails there as it does on a full disk."""
    who = process or os.getpid()
    soft, hard = resource.prlimit(who, resource.RLIMIT_FSIZE)
    resource.prlimit(who, resource.RLIMIT_FSIZE, (most_bytes, hard))
    try:
        yield
    finally:
        resource.prlimit(who, resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nobody write to a folder: not even root, to whom permissions say nothing, so that it is mounted over itself."""
    undo: Callable[[], object]
    if os.geteuid():
        mode = folder.stat().st_mode
        folder.chmod(0o555)
        undo = partial(folder.chmod, mode)
    else:
        for options in (["--bind"], ["--options", "remount,bind,ro"]):
            done = subprocess.run(["mount", *options, str(folder), str(folder)], capture_output=True, text=True)
            if done.returncode:
                pytest.skip(f"A folder cannot be made read-only here: {done.stderr.strip()}")
        undo = partial(subprocess.run, ["umount", str(folder)], check=True)
    try:
        yield
    finally:
        undo()
