"""What all tests share: one gazetteer, built once a machine from the installed packages."""

from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from flock.geocoding.gazetteer import Gazetteer
from flock.geocoding.reference_data import Packages
from flock.storage import gazetteer as gazetteer_tables

ROOT = Path(__file__).resolve().parents[1]

# A busy machine is no wrong answer: an example may take as long as it takes.
settings.register_profile("patient", settings.default, deadline=None)
settings.load_profile("patient")


@pytest.fixture(scope="session")
def gazetteer_path() -> Path:
    """A complete gazetteer; FLOCK_GAZETTEER may point to it. It is built anew when the packages have other versions."""
    path = ROOT / "var" / "test-gazetteer.duckdb"
    path.parent.mkdir(exist_ok=True)
    with FileLock(path.with_suffix(".lock")):  # tests run in several processes, and one of them builds it
        gazetteer_tables.open_or_build(path, Packages(), report=lambda sentence, fraction: None)
    return path


@pytest.fixture(scope="session")
def gazetteer(gazetteer_path: Path) -> Gazetteer:
    """The offline geocoder over it."""
    return Gazetteer(gazetteer_tables.open_or_build(gazetteer_path, Packages(), report=lambda sentence, fraction: None))
