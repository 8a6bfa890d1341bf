"""Where concrete parts are put together: the app, the HTTP routes and the command line all open them here."""

from flock.config import Settings
from flock.storage import schema
from flock.storage.database import Database


def open_database(settings: Settings) -> Database:
    """Open the main database with its schema up to date.

    Raises:
        DatabaseUnavailable: held by another process, newer than this program, or not a database.
    """
    db = Database(settings.database, memory_mb=settings.memory_mb, threads=settings.threads)
    schema.bring_up_to_date(db)
    return db
