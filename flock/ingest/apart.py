"""A large table checked in a process of its own, so that its long stretches of Python hold up nobody who looks at the map.

Python runs one thread at a time: while a thread checks rows, one that answers a map tile waits. DuckDB and Arrow do not.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from flock.errors import BadTable, FlockError
from flock.ingest import checking
from flock.ingest.checking import Checked
from flock.ingest.columns import Columns
from flock.ingest.fixes import Fixes
from flock.ingest.tables import Table

_ROOT = Path(__file__).parents[2]
_WORTH_A_PROCESS = 1 << 20  # bytes; a smaller table is read before a process has begun


def rows(table: Table, columns: Columns, fixes: Fixes, *, left_out: Collection[int] = ()) -> Iterator[Checked]:
    """Do what `checking.rows` does, beside this process where the table is large.

    Raises:
        BadTable: broken further down.
    """
    if table.size < _WORTH_A_PROCESS:
        yield from checking.rows(table, columns, fixes, left_out=left_out)
        return
    asked = pickle.dumps((table, columns, {line: dict(texts) for line, texts in fixes.items()}, set(left_out)))
    command, environment = [sys.executable, "-m", __name__], os.environ | {"PYTHONPATH": str(_ROOT)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            with suppress(BrokenPipeError), process.stdin as stdin:
                stdin.write(asked)
            while (said := pickle.load(process.stdout)) is not None:  # our own process  # nosec B301
                if isinstance(said, FlockError):
                    raise said
                yield said
        except (EOFError, pickle.UnpicklingError) as error:
            raise BadTable(f"{table.path.name} could not be read to its end. Save it again as CSV (UTF-8).") from error
        finally:
            process.kill()


def _main() -> None:
    table, columns, fixes, left_out = pickle.load(sys.stdin.buffer)  # from the app  # nosec B301
    try:
        for checked in checking.rows(table, columns, fixes, left_out=left_out):
            pickle.dump(checked, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        pickle.dump(None, sys.stdout.buffer)
    except FlockError as error:
        pickle.dump(error, sys.stdout.buffer)


if __name__ == "__main__":
    _main()
