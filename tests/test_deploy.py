"""What lies in deploy/ fits together and fits the app. It is read here and not started: that takes Docker."""

import re
from pathlib import Path

import pytest
import yaml

from flock import config
from tests.nginx import TEMPLATE

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
SERVICES = COMPOSE["services"]


def example(name: str) -> dict[str, str]:
    lines = (DEPLOY / f"{name}.example").read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_the_settings_are_ours_and_hold_no_secret() -> None:
    given = example("settings.env")
    secrets = {name for name in given if re.search("KEY|PASSWORD|TOKEN", name)}
    assert len(secrets) == 4
    assert {given[name] for name in secrets} == {""}
    settings = config.from_environment(given | dict.fromkeys(secrets, "filled in"))
    assert (settings.lake_files, settings.metrics_token) == ("s3://flock/lake", "filled in")
    assert example("postgres.env")["POSTGRES_PASSWORD"] == ""


def test_the_proxys_template_is_filled_in_by_its_service_and_names_the_app_servers() -> None:
    given = SERVICES["nginx"]["environment"]
    assert set(re.findall(r"\$\{(\w+)\}", TEMPLATE.read_text("utf-8"))) - {"NAMES"} == set(given)
    port = re.search(r"EXPOSE (\d+)", (DEPLOY / "Dockerfile").read_text("utf-8"))
    assert port
    for name in ("ONE", "OTHER"):
        server, _, at = given[name].partition(":")
        assert (server in SERVICES, at) == (True, port[1])
        assert server in example("settings.env")["STREAMLIT_SERVER_ALLOWED_HOSTS"].split()


def test_who_is_asking_is_believed_from_the_proxy_alone() -> None:
    proxy = SERVICES["nginx"]["networks"]["inside"]["ipv4_address"]
    for name in ("app-one", "app-other"):
        assert SERVICES[name]["environment"]["FORWARDED_ALLOW_IPS"] == proxy
        assert "ports" not in SERVICES[name], "nobody reaches a server past the proxy"


@pytest.mark.parametrize("kind", ["volumes", "secrets", "networks"])
def test_what_services_use_is_declared(kind: str) -> None:
    used = {
        one["source"] if isinstance(one, dict) else one.split(":")[0]
        for service in SERVICES.values()
        for one in service.get(kind, ())
    }
    assert {name for name in used if not name.startswith(".")} == set(COMPOSE[kind])


def test_files_that_are_filled_in_are_never_committed_and_have_an_example() -> None:
    ignored = (DEPLOY / ".gitignore").read_text("utf-8").split()
    filled_in = {service["env_file"] for service in SERVICES.values() if "env_file" in service}
    filled_in |= {secret["file"] for secret in COMPOSE["secrets"].values()}
    assert filled_in <= set(ignored)
    for name in filled_in - {"secrets.toml"}:  # docs/operations.md shows that one
        assert (DEPLOY / f"{name}.example").exists()


def test_the_image_has_all_that_the_app_needs() -> None:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    copied = re.findall(r"^COPY (\S+)", text, re.MULTILINE)
    assert all((ROOT / name).exists() for name in copied)
    assert {"app.py", "flock", "pages", "data", ".streamlit", "requirements.txt"} == set(copied)
