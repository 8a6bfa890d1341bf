"""An nginx of our own for tests, with the configuration of deploy/ and a certificate that nobody else trusts."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = ROOT / "deploy" / "flock.conf.template"
_MAIN = """
daemon off;
{user}
pid nginx.pid;
error_log error.log warn;
events {{}}
http {{
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    include flock.conf;
}}
"""


def filled_in(values: dict[str, str]) -> str:
    """Give the configuration of deploy/ with what its image would fill in."""
    text = TEMPLATE.read_text("utf-8")
    for name, value in values.items():
        text = text.replace(f"${{{name}}}", value)
    return text


@contextmanager
def nginx(folder: Path, *, one: str, other: str, port: int, plain_port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run nginx before two servers; skip where there is none, but for continuous integration."""
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if not program:
        if os.environ.get("CI"):
            pytest.fail("There is no nginx; continuous integration must install it.")
        pytest.skip("There is no nginx on this machine. On Debian and Ubuntu: apt-get install nginx-light")
    make_certificate(folder)
    listen = {"LISTEN": f"127.0.0.1:{port}", "LISTEN_PLAIN": f"127.0.0.1:{plain_port}"}
    tls = {"CERTIFICATE": str(folder / "certificate.pem"), "CERTIFICATE_KEY": str(folder / "key.pem")}
    (folder / "flock.conf").write_text(filled_in({"ONE": one, "OTHER": other} | listen | tls), "utf-8")
    user = "user root;" if os.geteuid() == 0 else ""  # else its workers may not enter a folder of pytest
    (folder / "nginx.conf").write_text(_MAIN.format(user=user), "utf-8")
    process = subprocess.Popen([program, "-p", str(folder), "-c", "nginx.conf", "-e", "error.log"])
    try:
        yield process
    finally:
        process.terminate()
        process.wait(10)


def make_certificate(folder: Path) -> None:
    """Sign a certificate for localhost by itself."""
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
    command += " -addext subjectAltName=DNS:localhost -keyout key.pem -out certificate.pem"
    subprocess.run(command.split(), cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
