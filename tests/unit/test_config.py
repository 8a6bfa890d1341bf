"""Settings from the environment."""

import dataclasses
from pathlib import Path

import pytest

from flock import config
from flock.errors import BadSetting


def test_defaults_need_no_network_and_no_account() -> None:
    settings = config.from_environment({})
    assert settings == config.Settings()
    assert settings.geocoder == "offline"
    assert settings.contact == ""


def test_every_setting_is_read_in_its_kind() -> None:
    given = {
        "FLOCK_DATABASE": "elsewhere/places.duckdb",
        "FLOCK_COMMUNITY": "Bristol desks",
        "FLOCK_GEOCODER": "nominatim",
        "FLOCK_CONTACT": "maps@example.org",
        "FLOCK_TILES_URL": "http://127.0.0.1:8000/{z}/{x}/{y}.png",
        "FLOCK_MEMORY_MB": "512",
        "FLOCK_THREADS": "1",
    }
    settings = config.from_environment(given)
    assert settings.database == Path("elsewhere/places.duckdb")
    assert settings.community == "Bristol desks"
    assert (settings.geocoder, settings.contact) == ("nominatim", "maps@example.org")
    assert settings.tiles_url == "http://127.0.0.1:8000/{z}/{x}/{y}.png"
    assert (settings.memory_mb, settings.threads) == (512, 1)


def test_what_others_keep_in_the_environment_is_not_ours() -> None:
    assert config.from_environment({"PATH": "bin", "STREAMLIT_SERVER_PORT": "1", "flock_database": "x"}) == config.Settings()


def test_no_base_map_can_be_chosen() -> None:
    assert config.from_environment({"FLOCK_TILES_URL": ""}).tiles_url == ""


def test_settings_do_not_change_under_way() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        config.Settings().threads = 4  # type: ignore[misc]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"FLOCK_DATABSE": "x"}, "There is no setting FLOCK_DATABSE. There are: FLOCK_ADMISSION, "),
        ({"FLOCK_DATABASE": ""}, "FLOCK_DATABASE is empty; give a path, or leave it out for var/flock.duckdb"),
        ({"FLOCK_MEMORY_MB": "2 GB"}, "FLOCK_MEMORY_MB is «2 GB»; give a whole number above 0"),
        ({"FLOCK_MEMORY_MB": "-1"}, "whole number above 0"),
        ({"FLOCK_THREADS": "0"}, "FLOCK_THREADS is «0»"),
        ({"FLOCK_THREADS": ""}, "FLOCK_THREADS is «»"),
        ({"FLOCK_GEOCODER": "google"}, "FLOCK_GEOCODER is «google»; it can be «offline» or «nominatim»"),
        ({"FLOCK_ADMISSION": "closed"}, "FLOCK_ADMISSION is «closed»; it can be «open» or «vouched»"),
        ({"FLOCK_GEOCODER": "nominatim"}, "needs FLOCK_CONTACT, an e-mail address"),
        ({"FLOCK_TILES_URL": "https://tiles.example.org/map.png"}, "FLOCK_TILES_URL needs {z}, {x} and {y} in it"),
        ({"FLOCK_TILES_URL": "https://tiles.example.org/{z}/{x}"}, "FLOCK_TILES_URL needs"),
    ],
)
def test_setting_that_cannot_be_used_is_explained(given: dict[str, str], said: str) -> None:
    with pytest.raises(BadSetting) as refusal:
        config.from_environment(given)
    assert said in str(refusal.value)


def test_a_lake_is_an_address_and_a_folder() -> None:
    address = "ducklake:postgres:host=db dbname=flock"
    settings = config.from_environment({"FLOCK_DATABASE": address, "FLOCK_LAKE_FILES": "shared"})
    assert (settings.database, settings.lake_files) == (address, "shared")
    with pytest.raises(BadSetting, match="FLOCK_LAKE_FILES"):
        config.from_environment({"FLOCK_DATABASE": address})
    for files, keys, said in (("gs://a/b", {}, "s3://"), ("s3://a/b", {"AWS_ACCESS_KEY_ID": "k"}, "AWS_SECRET_ACCESS_KEY")):
        with pytest.raises(BadSetting, match=said):
            config.from_environment({"FLOCK_DATABASE": address, "FLOCK_LAKE_FILES": files, **keys})
    with pytest.raises(BadSetting, match="without PostgreSQL"):
        config.from_environment({"FLOCK_DATABASE": "ducklake:some.db", "FLOCK_LAKE_FILES": "shared"})
