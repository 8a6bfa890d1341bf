"""What storage does, it does on a DuckDB and on a lake: tests that ask for `new_database` run on both."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flock.storage import schema
from flock.storage.database import Database
from tests.lakes import Postgres, postgres


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


@pytest.fixture(params=["duckdb", "lake"])
def new_database(request: pytest.FixtureRequest) -> Iterator[Callable[[], Database]]:
    """Make empty databases, of a DuckDB in memory or on a lake."""
    made: list[Database] = []

    def make() -> Database:
        if request.param == "duckdb":
            made.append(Database(None))
        else:
            server: Postgres = request.getfixturevalue("server")
            made.append(Database(server.new_lake_like(request.getfixturevalue("ready_lake"))))
        return made[-1]

    yield make
    for db in made:
        db.close()
