"""What a page says while a lake's PostgreSQL is gone, and that it goes on when it is back. It opens parts of its own."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from flock.storage import schema
from flock.storage.database import Database
from flock.ui import resources
from tests.conftest import ROOT
from tests.lakes import Postgres, postgres


@pytest.fixture(scope="module")
def lake() -> Iterator[Postgres]:
    """A PostgreSQL; its folder is one that its own user may enter."""
    with tempfile.TemporaryDirectory(prefix="flock-postgres-") as folder, postgres(Path(folder)) as running:
        yield running


def test_a_lake_whose_postgresql_is_gone_is_said_and_gone_on_with(
    lake: Postgres, gazetteer_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    db = Database(lake.new_lake())
    schema.bring_up_to_date(db)
    with db.writing() as cursor:
        cursor.execute("INSERT INTO sample_load VALUES (now())")
    db.close()
    name = lake.made[-1]
    monkeypatch.setenv("FLOCK_DATABASE", f"ducklake:postgres:{lake.server} dbname={name}")
    monkeypatch.setenv("FLOCK_LAKE_FILES", str(lake.folder / "files" / name))
    monkeypatch.setenv("FLOCK_GAZETTEER", str(gazetteer_path))
    monkeypatch.setenv("FLOCK_BACKUP_FOLDER", str(tmp_path / "backups"))
    monkeypatch.chdir(ROOT)
    shown = config.get_option("client.showErrorDetails")
    config.set_option("client.showErrorDetails", "full")  # the test's page has no `look.show_error`, which says it in the app
    resources.forget()
    resources.parts().first_start.wait(60)
    try:
        page = AppTest.from_file(str(ROOT / "pages/router.py"), default_timeout=60)
        page.query_params["where"] = "Leeds"
        page.run()
        assert not page.exception
        lake.stop()
        try:
            page.run()
            (error,) = page.exception
            assert "cannot be reached at the moment. Nothing was changed" in error.message
        finally:
            lake.start()
        page.run()
        assert not page.exception
        assert next(field for field in page.text_input if field.label == "Where?").value == "Leeds"
    finally:
        config.set_option("client.showErrorDetails", shown)
        resources.parts().db.close()
        resources.forget()
