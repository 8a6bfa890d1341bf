"""Faults that tests bring about on purpose, and end again."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager


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
