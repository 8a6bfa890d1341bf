"""What all tests share: one gazetteer, built once a machine from the installed packages, and a PostgreSQL for lakes."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from flock.geocoding.gazetteer import Gazetteer
from flock.geocoding.reference_data import Packages
from flock.storage import gazetteer as gazetteer_tables
from flock.storage import schema
from flock.storage.database import Database
from tests.lakes import Postgres, postgres

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


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    """Give a PostgreSQL; it lies in a folder that its own user may enter, as those of pytest are not."""
    with tempfile.TemporaryDirectory(prefix="flock-postgres-") as folder, postgres(Path(folder)) as running:
        yield running


@pytest.fixture(scope="session")
def ready_lake(server: Postgres) -> str:
    """Name a lake with the whole schema in it, which others are copied from."""
    lake = server.new_lake()
    db = Database(lake)
    schema.bring_up_to_date(db)
    db.close()
    return server.made[-1]


@pytest.fixture(scope="session")
def small_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample community of six places, six members and thirty acts."""
    folder = tmp_path_factory.mktemp("sample")
    for name, rows in (("venues.csv", 6), ("members.csv", 6), ("activity.csv", 30)):
        lines = (ROOT / "data" / name).read_text("utf-8").splitlines(keepends=True)
        (folder / name).write_text("".join(lines[: rows + 1]), "utf-8")
    return folder
