"""Where concrete parts are put together: the app, the HTTP routes and the command line all open them here."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flock.config import Settings
from flock.geocoding import reference_data
from flock.geocoding.answers import Geocoder
from flock.geocoding.combined import Combined
from flock.geocoding.gazetteer import Gazetteer
from flock.geocoding.nominatim import Nominatim
from flock.ingest.overpass import Overpass
from flock.services import sample_community, upkeep
from flock.services.accounts import Accounts
from flock.services.activity_levels import ActivityLevels
from flock.services.alerts import Alerts
from flock.services.backups import Backups
from flock.services.coverage import Coverages
from flock.services.discovery import Discovery
from flock.services.engagement import Engagement
from flock.services.fact_checks import FactChecks
from flock.services.first_start import FirstStart, Report
from flock.services.gate import Gate, read_rules
from flock.services.homes import Homes
from flock.services.import_checks import ImportChecks
from flock.services.import_drafts import ImportDrafts
from flock.services.import_history import ImportHistory
from flock.services.imports import Means
from flock.services.introductions import Introductions
from flock.services.leading import Leading
from flock.services.log_imports import LogImports
from flock.services.member_imports import MemberImports
from flock.services.member_map import MemberMap
from flock.services.messages import Messages
from flock.services.moderation import Moderation
from flock.services.narrowing import Narrowing
from flock.services.people import People
from flock.services.personal_data import PersonalData
from flock.services.profiles import Profiles
from flock.services.public_reports import PublicReports
from flock.services.pulse import Pulse
from flock.services.safety import Safety
from flock.services.sense_scores import SenseScores
from flock.services.sign_in import SignIns
from flock.services.suggestions import Suggestions
from flock.services.venue_editing import VenueEditing
from flock.services.waves import Waves
from flock.storage import gazetteer as gazetteer_tables
from flock.storage import imports, schema
from flock.storage.database import Database
from flock.storage.gazetteer import GazetteerTables
from flock.storage.geocode_memory import GeocodeMemory
from flock.storage.lakes import Lake


@dataclass(frozen=True, slots=True)
class Parts:
    """What a running app is made of, once for the process. Every part is safe between threads."""

    settings: Settings
    db: Database
    discovery: Discovery
    accounts: Accounts
    sign_ins: SignIns
    gate: Gate
    homes: Homes
    leading: Leading
    profiles: Profiles
    member_imports: MemberImports
    personal_data: PersonalData
    backups: Backups
    engagement: Engagement
    log_imports: LogImports
    activity_levels: ActivityLevels
    alerts: Alerts
    coverage: Coverages
    introductions: Introductions
    narrowing: Narrowing
    pulse: Pulse
    sense_scores: SenseScores
    public_reports: PublicReports
    geocoder: Callable[[], Geocoder]
    first_start: FirstStart
    venue_editing: VenueEditing
    suggestions: Suggestions
    fact_checks: FactChecks
    people: People
    waves: Waves
    messages: Messages
    safety: Safety
    moderation: Moderation
    member_map: MemberMap
    import_drafts: ImportDrafts
    import_checks: ImportChecks
    import_history: ImportHistory

    def is_sample(self) -> bool:
        """Tell whether what people see is the sample community."""
        return imports.is_sample_only(self.db)


def open_parts(settings: Settings) -> Parts:
    """Open everything and begin the first start, which goes on in a thread of its own.

    Raises:
        BadSetting: the community's rules cannot be read.
        DatabaseUnavailable: held by another process, newer than this program, or not a database.
    """
    rules = read_rules(settings.rules)
    db = open_database(settings)
    geocoder = functools.cache(lambda: open_geocoder(settings, db))
    first_start = FirstStart(functools.partial(_first_start, settings, db))
    first_start.begin()
    accounts = Accounts(db)
    sign_ins = SignIns(db, first_lead=settings.first_lead)
    gate = Gate(db, accounts, rules=rules, vouching=settings.admission == "vouched")
    postcodes = functools.cache(lambda: Gazetteer(open_gazetteer(settings)))  # of members: nobody outside is asked
    import_drafts = _open_import_drafts(settings, db, accounts)
    means = functools.cache(lambda: Means(geocoder(), postcodes()))
    backups = Backups(db, accounts, settings.backup_folder)
    personal_data = PersonalData(db, accounts)
    engagement, pulse = Engagement(db), Pulse(db, accounts)
    upkeep.begin(
        {
            "erasing": personal_data.erase_due,
            "clearing imports": functools.partial(upkeep.clear_unfinished_imports, db),
            "sweeping uploads": import_drafts.sweep,
            "sweeping backups": backups.sweep,
        }
    )
    if settings.backup_every_hours:
        backups.begin_schedule(timedelta(hours=settings.backup_every_hours))
    return Parts(
        settings=settings,
        db=db,
        discovery=Discovery(db),
        accounts=accounts,
        sign_ins=sign_ins,
        gate=gate,
        homes=Homes(db, postcodes),
        leading=Leading(db, accounts),
        profiles=Profiles(db, accounts),
        member_imports=MemberImports(db, accounts, postcodes),
        personal_data=personal_data,
        backups=backups,
        geocoder=geocoder,
        first_start=first_start,
        venue_editing=VenueEditing(db, accounts, geocoder),
        suggestions=Suggestions(db, accounts),
        fact_checks=FactChecks(db, accounts),
        import_drafts=import_drafts,
        import_checks=ImportChecks(db, accounts, import_drafts, means),
        import_history=ImportHistory(db, accounts),
        people=People(db, accounts),
        waves=Waves(db, accounts),
        messages=Messages(db, accounts),
        safety=Safety(db, accounts),
        moderation=Moderation(db, accounts),
        member_map=MemberMap(db, accounts),
        engagement=engagement,
        log_imports=LogImports(db, accounts),
        activity_levels=ActivityLevels(db, accounts),
        alerts=Alerts(db, accounts),
        coverage=Coverages(db, accounts),
        introductions=Introductions(db, accounts),
        narrowing=Narrowing(db),
        pulse=pulse,
        sense_scores=SenseScores(db, accounts, pulse),
        public_reports=PublicReports(db, accounts, engagement),
    )


def _open_import_drafts(settings: Settings, db: Database, accounts: Accounts) -> ImportDrafts:
    """Uploads lie beside the database. OpenStreetMap is asked only by those who say how they can be reached."""
    asked = settings.overpass_url and settings.contact
    server = Overpass(settings.overpass_url, contact=settings.contact) if asked else None
    return ImportDrafts(db, accounts, settings.uploads, map_server=server)


def open_database(settings: Settings, *, backup_folder: Path | None = None) -> Database:
    """Open the main database with its schema up to date and what an interrupted import left cleared away.

    Backups go to the folder of the settings, if no other is given.

    Raises:
        DatabaseUnavailable: held by another process, newer than this program, or not a database.
    """
    folder = backup_folder or settings.backup_folder
    db = Database(where(settings), memory_mb=settings.memory_mb, threads=settings.threads, backup_folder=folder)
    schema.bring_up_to_date(db)
    upkeep.clear_unfinished_imports(db)
    return db


def where(settings: Settings) -> Path | Lake:
    """Say where the main database is: in a file, or in a lake."""
    return Lake(settings.database, settings.lake_files) if isinstance(settings.database, str) else settings.database


def _first_start(settings: Settings, db: Database, report: Report) -> None:
    tables = open_gazetteer(settings, report=report)
    sample_community.load_once(db, Gazetteer(tables), settings.sample_folder, progress=report)


def open_gazetteer(settings: Settings, *, report: Report = lambda sentence, fraction: None) -> GazetteerTables:
    """Open the postcodes and towns that are known without a network; `report` hears how far they are built where need be.

    Raises:
        DatabaseUnavailable: the gazetteer's path holds something else, or cannot be written.
    """
    return gazetteer_tables.open_or_build(settings.gazetteer, reference_data.Packages(), report=report)


def open_geocoder(settings: Settings, db: Database | None, *, report: Report = lambda sentence, fraction: None) -> Geocoder:
    """Open the geocoder of the settings; `report` hears how far the gazetteer is built where that has to be done first.

    Without the main database an outside geocoder remembers nothing.

    Raises:
        DatabaseUnavailable: the gazetteer's path holds something else, or cannot be written.
    """
    gazetteer = Gazetteer(open_gazetteer(settings, report=report))
    if settings.geocoder == "offline":
        return gazetteer
    memory = GeocodeMemory(db) if db else None
    return Combined(gazetteer, Nominatim(settings.nominatim_url, contact=settings.contact, memory=memory))
