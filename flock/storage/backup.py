"""Backups: a whole copy of the database in one file, consistent while people go on writing, and the way back from it."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

import duckdb

from flock.errors import CannotWrite
from flock.storage import lake_copy, schema
from flock.storage.database import Database
from flock.storage.lakes import Lake


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
        with db.whole() as cursor:
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
    _check(file)
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


def restore_into_lake(file: Path, lake: Lake) -> None:
    """Put a backup into a lake that holds nothing yet, all or nothing: of a lake, or of a file that moves to one.

    Raises:
        DatabaseUnavailable: the backup is missing, is none of ours or of a newer Flock; or the lake cannot be opened.
        CannotWrite: there is something in the lake already, or no room.
    """
    _check(file)
    db = Database(lake, backup_folder=file.parent)
    try:
        with db.turn():
            if schema.tables(db):
                raise CannotWrite(
                    f"There is something in the {lake} already, and nothing is written over. "
                    "Make a new PostgreSQL database and a new folder of files, and name both in the settings."
                )
            _copy_into(db, file)
            schema.bring_up_to_date(db)
    finally:
        db.close()


def _copy_into(db: Database, file: Path) -> None:
    try:
        with db.whole() as cursor:
            cursor.execute(f"ATTACH {_quoted(str(file.resolve()))} AS backup (READ_ONLY)")
            try:
                cursor.execute(f"COPY FROM DATABASE backup TO {lake_copy.LAKE}")  # in one transaction of its own
            finally:
                cursor.execute("DETACH backup")
    except duckdb.Error as error:
        raise CannotWrite(f"{db.where} cannot be written. Check that its files' place may be written to and has room.") from error


def _check(file: Path) -> None:
    """Make sure that a file is a backup of ours."""
    backup = Database(file, read_only=True)
    try:
        schema.check(backup)
    finally:
        backup.close()


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
