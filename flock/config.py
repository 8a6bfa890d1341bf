"""One frozen object of settings, read from FLOCK_… in the environment and checked at start."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flock.errors import BadSetting

OSM_TILES = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
LOG_LEVELS = ("debug", "info", "warning", "error")
ADMISSIONS = ("open", "vouched")
OSM_ATTRIBUTION = "© OpenStreetMap contributors"


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of Flock. The README lists them; `from_environment` fills them."""

    database: Path | str = Path("var/flock.duckdb")  # a text is the address of a lake
    lake_files: str = ""
    gazetteer: Path = Path("var/gazetteer.duckdb")
    sample_folder: Path = Path("data")
    community: str = "Flock"
    rules: Path = Path("data/rules.md")
    admission: str = "open"
    first_lead: str = ""
    tiles_url: str = OSM_TILES
    tiles_attribution: str = OSM_ATTRIBUTION
    geocoder: str = "offline"
    nominatim_url: str = "https://nominatim.openstreetmap.org"
    overpass_url: str = "https://overpass-api.de/api/interpreter"
    contact: str = ""
    backup_folder: Path = Path("var/backups")
    backup_every_hours: int = 0
    metrics_token: str = ""
    log_level: str = "warning"
    memory_mb: int = 2048
    threads: int = 2

    @property
    def uploads(self) -> Path:
        """Where tables lie while their import is prepared: beside the file, or on a lake in a folder of each server."""
        return Path("var/uploads") if isinstance(self.database, str) else Path(f"{self.database}.uploads")


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings.

    Raises:
        BadSetting: a value of the wrong kind, an unknown FLOCK_… name, or Nominatim without a contact.
    """
    known = {f"FLOCK_{name.upper()}": name for name in Settings.__slots__}
    given = {key: value for key, value in environment.items() if key.startswith("FLOCK_")}
    for key in given:
        if key not in known:
            raise BadSetting(f"There is no setting {key}. There are: {', '.join(sorted(known))}.")
    defaults = Settings()
    values = {known[key]: _convert(key, text, getattr(defaults, known[key])) for key, text in given.items()}
    settings = Settings(**values)  # type: ignore[arg-type]
    if isinstance(settings.database, str):
        _check_lake_files(settings.lake_files, environment)
    if settings.geocoder not in ("offline", "nominatim"):
        raise BadSetting(f"FLOCK_GEOCODER is «{settings.geocoder}»; it can be «offline» or «nominatim».")
    if settings.geocoder == "nominatim" and not settings.contact:
        raise BadSetting("FLOCK_GEOCODER=nominatim needs FLOCK_CONTACT, an e-mail address that the service can write to.")
    if settings.tiles_url and not all(part in settings.tiles_url for part in ("{z}", "{x}", "{y}")):
        raise BadSetting("FLOCK_TILES_URL needs {z}, {x} and {y} in it, or be empty for the map that Flock ships.")
    if settings.log_level not in LOG_LEVELS:
        raise BadSetting(f"FLOCK_LOG_LEVEL is «{settings.log_level}»; it can be {', '.join(LOG_LEVELS)}.")
    if settings.overpass_url and not settings.overpass_url.startswith(("https://", "http://")):
        raise BadSetting("FLOCK_OVERPASS_URL is no web address; give one that begins with https://, or leave it out.")
    if settings.admission not in ADMISSIONS:
        raise BadSetting(f"FLOCK_ADMISSION is «{settings.admission}»; it can be «open» or «vouched».")
    return settings


def _check_lake_files(files: str, environment: Mapping[str, str]) -> None:
    if not files:
        raise BadSetting(
            "FLOCK_DATABASE is a lake, so FLOCK_LAKE_FILES must say where its files lie: a folder that all servers share, or s3://…."
        )
    if "://" not in files:
        return
    if not files.startswith("s3://"):
        raise BadSetting(f"FLOCK_LAKE_FILES is «{files}»; it can be a folder or begin with s3://.")
    if not (environment.get("AWS_ACCESS_KEY_ID") and environment.get("AWS_SECRET_ACCESS_KEY")):
        raise BadSetting("FLOCK_LAKE_FILES begins with s3://, which needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY as well.")


def _convert(key: str, text: str, default: object) -> object:
    if key == "FLOCK_DATABASE" and text.startswith("ducklake:"):
        if not text.startswith("ducklake:postgres:"):
            raise BadSetting("FLOCK_DATABASE is a lake without PostgreSQL; write ducklake:postgres:host=… dbname=… user=….")
        return text
    if isinstance(default, Path):
        if not text:
            raise BadSetting(f"{key} is empty; give a path, or leave it out for {default}.")
        return Path(text)
    if isinstance(default, int):
        if not text.isdecimal() or (default and int(text) == 0):
            raise BadSetting(f"{key} is «{text}»; give a whole number{' above 0' if default else ''}.")
        return int(text)
    return text
