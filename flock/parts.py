"""Where concrete parts are put together: the app, the HTTP routes and the command line all open them here."""

from collections.abc import Callable

from flock.config import Settings
from flock.geocoding import reference_data
from flock.geocoding.answers import Geocoder
from flock.geocoding.combined import Combined
from flock.geocoding.gazetteer import Gazetteer
from flock.geocoding.nominatim import Nominatim
from flock.storage import gazetteer as gazetteer_tables
from flock.storage import schema
from flock.storage.database import Database
from flock.storage.geocode_memory import GeocodeMemory

Report = Callable[[str, float], None]


def open_database(settings: Settings) -> Database:
    """Open the main database with its schema up to date.

    Raises:
        DatabaseUnavailable: held by another process, newer than this program, or not a database.
    """
    db = Database(settings.database, memory_mb=settings.memory_mb, threads=settings.threads)
    schema.bring_up_to_date(db)
    return db


def open_geocoder(settings: Settings, db: Database | None, *, report: Report = lambda sentence, fraction: None) -> Geocoder:
    """Open the geocoder of the settings; `report` hears how far the gazetteer is built where that has to be done first.

    Without the main database an outside geocoder remembers nothing.

    Raises:
        DatabaseUnavailable: the gazetteer's path holds something else, or cannot be written.
    """
    tables = gazetteer_tables.open_or_build(settings.gazetteer, reference_data.Packages(), report=report)
    gazetteer = Gazetteer(tables)
    if settings.geocoder == "offline":
        return gazetteer
    memory = GeocodeMemory(db) if db else None
    return Combined(gazetteer, Nominatim(settings.nominatim_url, contact=settings.contact, memory=memory))
