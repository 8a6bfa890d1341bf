"""A lake whose files lie in S3-compatible storage, played by moto on loopback: read, written, let go of, and closed to all else."""

from collections.abc import Iterator
from datetime import timedelta

import boto3
import duckdb
import pytest
from moto.server import ThreadedMotoServer

from flock.errors import DatabaseUnavailable
from flock.storage import lakes, schema
from flock.storage.database import Database
from flock.storage.lakes import Lake
from tests.lakes import Postgres

KEYS = {"AWS_ACCESS_KEY_ID": "a key", "AWS_SECRET_ACCESS_KEY": "it's secret", "AWS_REGION": "eu-west-2"}
ESCAPES = (
    "FROM read_csv('s3://flock/beside/x.csv')",
    "FROM read_csv('s3://other/x.csv')",
    "FROM glob('s3://flock/**')",
    "FROM read_text('s3://flock/lake/../beside/x.csv')",
    "FROM read_text('{store}/other/x.csv')",
    "FROM read_text('https://example.org/')",
    "COPY (SELECT 1) TO 's3://other/y.csv'",
    "COPY (SELECT 1) TO '{store}/other/y.csv'",
    "FROM read_csv('/etc/passwd')",
    "ATTACH 's3://flock/beside/x.duckdb'",
    "SET s3_endpoint = 'example.org'",
    "SET allow_unredacted_secrets = true",
    "CREATE PERSISTENT SECRET (TYPE s3, KEY_ID 'a', SECRET 'b')",
    "INSTALL aws",
)


class Store:
    """S3-compatible storage with a bucket for the lake and one that is none of its business."""

    def __init__(self) -> None:
        self.server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self.server.start()
        self.address = "http://{}:{}".format(*self.server.get_host_and_port())
        self.client = boto3.client(
            "s3", endpoint_url=self.address, aws_access_key_id="a", aws_secret_access_key="b", region_name="us-east-1"
        )
        for bucket, key in (("flock", "beside/x.csv"), ("other", "x.csv")):
            self.client.create_bucket(Bucket=bucket)
            self.client.put_object(Bucket=bucket, Key=key, Body=b"a,b\n1,2\n")

    def names(self) -> list[str]:
        return [found["Key"] for found in self.client.list_objects_v2(Bucket="flock").get("Contents", [])]

    def content(self) -> bytes:
        return b"".join(self.client.get_object(Bucket="flock", Key=key)["Body"].read() for key in self.names())


@pytest.fixture
def store() -> Iterator[Store]:
    store = Store()
    yield store
    store.server.stop()


def lake(server: Postgres, store: Store) -> Lake:
    server.new_lake()
    address = f"ducklake:postgres:{server.server} dbname={server.made[-1]}"
    return Lake(address, "s3://flock/lake", KEYS | {"AWS_ENDPOINT_URL": store.address})


def test_what_is_written_lies_in_the_bucket_alone_and_is_let_go_of(
    server: Postgres, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = Database(lake(server, store))
    with db.writing() as cursor:
        cursor.execute("CREATE TABLE note AS SELECT 'name' || i AS name FROM range(5) AS r (i)")
        cursor.execute("INSERT INTO note VALUES ('zz-erased')")
    assert all(name.startswith(("lake/", "beside/")) for name in store.names())
    assert b"zz-erased" in store.content()
    monkeypatch.setattr(lakes, "KEPT", timedelta(0))
    with db.writing() as cursor:
        cursor.execute("DELETE FROM note WHERE name = 'zz-erased'")
    db.let_go_of_deleted()
    assert b"zz-erased" not in store.content()
    with db.reading() as cursor:
        assert cursor.execute("SELECT count(*), max(name) FROM note").fetchone() == (5, "name4")
    db.close()


@pytest.fixture(scope="module")
def closed(server: Postgres) -> Iterator[tuple[Database, Store]]:
    store = Store()
    db = Database(lake(server, store))
    yield db, store
    db.close()
    store.server.stop()


@pytest.mark.parametrize("escape", ESCAPES)
def test_nothing_else_is_reached(closed: tuple[Database, Store], escape: str) -> None:
    db, store = closed
    with pytest.raises(duckdb.Error), db.reading() as cursor:
        cursor.execute(escape.format(store=store.address)).fetchall()
    assert [found["Key"] for found in store.client.list_objects_v2(Bucket="other")["Contents"]] == ["x.csv"]


def test_the_keys_are_not_told(closed: tuple[Database, Store]) -> None:
    db, _ = closed
    with db.reading() as cursor:
        told = str(cursor.execute("FROM duckdb_secrets()").fetchall())
    assert "redacted" in told
    assert KEYS["AWS_SECRET_ACCESS_KEY"] not in told


def test_storage_that_is_gone_is_one_sentence(server: Postgres, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lakes, "TRIES", 1)
    db = Database(lake(server, store))
    schema.bring_up_to_date(db)
    store.server.stop()
    with pytest.raises(DatabaseUnavailable, match="cannot be reached"):
        db.rows("venue_version")
    with pytest.raises(DatabaseUnavailable, match="cannot be reached"), db.writing() as cursor:
        cursor.execute("UPDATE venue_version SET version = version + 1")
    db.close()
