"""What storage does, it does on a DuckDB and on a lake: tests that ask for `new_database` run on both."""

from collections.abc import Callable, Iterator

import pytest

from flock.storage.database import Database
from tests.lakes import Postgres


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
