"""SQL that somebody slipped in gets out of the database by no way: no file, no network, no program, no setting. On both engines."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import duckdb
import psycopg
import pyarrow as pa
import pytest

from flock.storage.database import Database
from flock.storage.lakes import Lake
from tests.lakes import Postgres

# {out} is a folder beside what may be read and written, {inside} one that may be.
ESCAPES = {
    "read a table file": "SELECT * FROM read_csv('{out}/secret.csv')",
    "read a file by its bare name": "SELECT * FROM '{out}/secret.csv'",
    "read a text": "SELECT * FROM read_text('{out}/secret.csv')",
    "read bytes": "SELECT * FROM read_blob('{out}/secret.csv')",
    "read JSON": "SELECT * FROM read_json('{out}/secret.csv')",
    "read Parquet": "SELECT * FROM read_parquet('{out}/secret.csv')",
    "read the passwords": "SELECT * FROM read_text('/etc/passwd')",
    "read this process": "SELECT * FROM read_text('/proc/self/environ')",
    "read through a link to a file": "SELECT * FROM read_text('{inside}/link.csv')",
    "read through a link to a folder": "SELECT * FROM read_text('{inside}/link/secret.csv')",
    "read by climbing out": "SELECT * FROM read_text('{inside}/../out/secret.csv')",
    "guess a file's shape": "SELECT * FROM sniff_csv('{out}/secret.csv')",
    "list a folder": "SELECT 1 / count(*) FROM glob('{out}/*') HAVING count(*) = 0 OR error('listed')",
    "load a file into a table": "COPY note FROM '{out}/secret.csv'",
    "write a file": "COPY (SELECT 1) TO '{out}/new.csv'",
    "write by climbing out": "COPY (SELECT 1) TO '{inside}/../out/new.csv'",
    "write through a link": "COPY (SELECT 1) TO '{inside}/link/new.csv'",
    "write everything": "EXPORT DATABASE '{out}/new'",
    "read everything": "IMPORT DATABASE '{out}'",
    "open another database": "ATTACH '{out}/other.duckdb' AS other",
    "open another database through a link": "ATTACH '{inside}/link/other.duckdb' AS other",
    "open a database of another kind": "ATTACH '{out}/other.sqlite' AS other (TYPE sqlite)",
    "open another PostgreSQL": "ATTACH 'host=127.0.0.1 dbname=other' AS other (TYPE postgres)",
    "install an extension": "INSTALL httpfs",
    "install an extension from elsewhere": "INSTALL spatial FROM 'http://127.0.0.1:9'",
    "load an extension": "LOAD httpfs",
    "load an extension's file": "LOAD '{out}/evil.duckdb_extension'",
    "fetch from the network": "SELECT * FROM read_csv('http://127.0.0.1:9/x.csv')",
    "fetch from a bucket": "SELECT * FROM read_parquet('s3://bucket/x.parquet')",
    "take more memory": "SET memory_limit = '99GB'",
    "take more memory by pragma": "PRAGMA memory_limit = '99GB'",
    "take more threads": "SET threads = 64",
    "open the doors": "SET enable_external_access = true",
    "open a folder": "SET allowed_directories = ['/']",
    "allow what is unsigned": "SET allow_unsigned_extensions = true",
    "unlock": "RESET lock_configuration",
    "move the spill folder": "SET temp_directory = '{out}'",
    "write profiles": "PRAGMA profiling_output = '{out}/profile'",
    "write a log": "SET log_query_path = '{out}/log'",
    "read the environment": "SELECT getenv('PATH')",
    "read a variable of the program": "SELECT * FROM a_variable",
}


@pytest.fixture(scope="module", params=["file", "lake"])
def opened(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, Path, Path]]:
    """A database with a table, a folder outside with a secret in it, and one inside with links that lead out."""
    if request.param == "file":
        folder = tmp_path_factory.mktemp("file")
        where: Path | Lake = folder / "flock.duckdb"
        inside = folder / "inside"
    else:
        server: Postgres = request.getfixturevalue("server")
        where = server.new_lake()
        inside = Path(where.files)
        folder = inside.parent
    for made in (inside, folder / "out"):
        made.mkdir(parents=True, exist_ok=True)
    (folder / "out" / "secret.csv").write_text("who,number\n1,2\n")
    (inside / "link").symlink_to(folder / "out")
    (inside / "link.csv").symlink_to(folder / "out" / "secret.csv")
    db = Database(where, backup_folder=inside)
    with db.writing() as cursor:
        cursor.execute("CREATE TABLE note (who INTEGER, number INTEGER)")
    yield db, folder / "out", inside
    db.close()


@pytest.mark.parametrize("statement", ESCAPES.values(), ids=ESCAPES.keys())
def test_no_way_out(opened: tuple[Database, Path, Path], statement: str) -> None:
    db, out, inside = opened
    a_variable = pa.table({"who": [1]})
    with pytest.raises(duckdb.Error), db.reading() as cursor:
        cursor.execute(statement.format(out=out, inside=inside)).fetchall()
    assert a_variable.num_rows == 1
    assert [file.name for file in out.iterdir()] == ["secret.csv"]
    with db.reading() as cursor:
        assert cursor.execute("SELECT count(*) FROM note").fetchone() == (0,), "and it goes on"


def test_there_are_enough_of_them() -> None:
    assert len(ESCAPES) >= 12


BY_POSTGRES = {
    "read a file of its machine": "SELECT pg_read_file('/etc/passwd')",
    "list a folder of its machine": "SELECT pg_ls_dir('/etc')",
    "run a program": "COPY (SELECT 1) TO PROGRAM 'touch /flock_was_here'",
    "write a file": "COPY (SELECT 1) TO '/flock_was_here'",
    "make somebody who may": "CREATE ROLE other SUPERUSER",
    "take more": "ALTER ROLE app SUPERUSER",
    "read how others sign in": "SELECT * FROM pg_authid",
}


@pytest.mark.parametrize("statement", BY_POSTGRES.values(), ids=BY_POSTGRES.keys())
def test_a_lakes_own_role_cannot_leave_its_postgresql_either(lake_of_a_plain_role: Database, statement: str) -> None:
    """What SQL can do on a lake besides is what its role may: so it is one that owns its catalogue and is nothing else."""
    quoted = statement.replace("'", "''")
    for way in ("SELECT * FROM postgres_query", "CALL postgres_execute"):
        with (
            pytest.raises(duckdb.Error, match=r"denied|must be|superuser|[Pp]ermission"),
            lake_of_a_plain_role.reading() as cursor,
        ):
            cursor.execute(f"{way}('__ducklake_metadata_flock', '{quoted}')").fetchall()
    assert not Path("/flock_was_here").exists()


def test_a_role_that_may_do_everything_is_told_in_the_log(
    server: Postgres, lake_of_a_plain_role: Database, caplog: pytest.LogCaptureFixture
) -> None:
    assert not [record for record in caplog.records if "superuser" in record.getMessage()]
    Database(server.new_lake()).close()
    assert [record.levelname for record in caplog.records if "superuser" in record.getMessage()] == ["WARNING"]


@pytest.fixture
def lake_of_a_plain_role(server: Postgres) -> Iterator[Database]:
    """A lake as docs say that it should be set up: its role owns its own catalogue."""
    lake = server.new_lake()
    name = server.made[-1]
    with psycopg.connect(f"{server.server} dbname=postgres", autocommit=True) as admin:
        with suppress(psycopg.errors.DuplicateObject):
            admin.execute("CREATE ROLE app LOGIN")
        admin.execute(f"ALTER DATABASE {name} OWNER TO app")
    plain = Lake(f"ducklake:postgres:{server.server.replace('user=flock', 'user=app')} dbname={name}", lake.files)
    db = Database(plain)
    yield db
    db.close()
