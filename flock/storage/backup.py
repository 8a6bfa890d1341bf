"""Backups: a whole copy of the database in one file, consistent while people go on writing, and the way back from it."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

import duckdb

from flock.errors import CannotWrite
from flock.storage import schema
from flock.storage.database import Database


def write(db: Database, file: Path) -> None:
    """Write all tables to a new file, as they are at this moment. The file appears when it is complete.

    Raises:
        CannotWrite: there is such a file already, its folder is not the database's backup folder, or the disk is full.
    """
    if file.exists():
        raise CannotWrite(f"{file} is there already. Give the backup another name, or move that file away.")
    unfinished = file.with_name(f"{file.name}.unfinished")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        with db.reading() as cursor:
            name = cursor.execute("SELECT current_database()").fetchone() or ("",)
            # A path and a name cannot be bound; both are doubled as SQL wants it, and neither comes from a person's text.
            cursor.execute(f"ATTACH {_quoted(str(unfinished.resolve()))} AS backup")
            try:
                cursor.execute(f'COPY FROM DATABASE "{name[0].replace(chr(34), chr(34) * 2)}" TO backup')
            except duckdb.Error:
                with suppress(duckdb.Error):  # what is copied is one transaction, which would hold on to the file
                    cursor.rollback()
                raise
            finally:
                cursor.execute("DETACH backup")
        unfinished.replace(file)
    except (duckdb.Error, OSError) as error:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise CannotWrite(
            f"The backup {file} cannot be written. Check that its folder may be written to and has room."
        ) from error


def restore(file: Path, *, into: Path) -> Path | None:
    """Put a backup in the place of a database that nobody has open. Give where the database that was there is kept now.

    Raises:
        DatabaseUnavailable: the backup is missing, is none of ours or of a newer Flock; or the database is in use.
        CannotWrite: there is no room, or the folder may not be written to.
    """
    backup = Database(file, read_only=True)
    try:
        schema.check(backup)
    finally:
        backup.close()
    if into.exists():
        Database(into).close()  # says who holds it; also folds its log into the file
    copy, kept = into.with_name(f"{into.name}.restoring"), into.with_name(f"{into.name}.before-restore")
    try:
        into.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
        with copy.open("rb+") as written:
            os.fsync(written.fileno())
        had_one = into.exists()
        if had_one:
            into.replace(kept)
        copy.replace(into)
    except OSError as error:
        with suppress(OSError):
            copy.unlink(missing_ok=True)
        raise CannotWrite(f"{into} cannot be written. Check that its folder may be written to and has room.") from error
    return kept if had_one else None


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
