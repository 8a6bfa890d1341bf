"""Which providers people sign in with: those of Streamlit's own secrets, in the form that its documents describe."""

from collections.abc import Mapping

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from flock.errors import BadSetting

_LEAST_SECRET = 32
_NEEDED = ("client_id", "client_secret", "server_metadata_url")


def there() -> list[str]:
    """Give the names of the providers; none where sign-in is not set up."""
    return list(_sections())


def check() -> None:
    """Look whether sign-in is set up as it must be. Nothing set up is sound: nobody signs in then.

    Raises:
        BadSetting: something is missing, or not as safe as it must be.
    """
    auth = _auth()
    if not auth:
        return
    if not str(auth.get("redirect_uri", "")).endswith("/oauth2callback"):
        raise BadSetting("Sign-in needs redirect_uri under [auth]: the address of Flock with /oauth2callback at its end.")
    if len(str(auth.get("cookie_secret", ""))) < _LEAST_SECRET:
        raise BadSetting(f"Sign-in needs cookie_secret under [auth]: at least {_LEAST_SECRET} characters that nobody can guess.")
    if not _sections():
        raise BadSetting(
            "Sign-in needs a provider: a section such as [auth.google] with client_id, client_secret, server_metadata_url."
        )
    for name, section in _sections().items():
        missing = [key for key in _NEEDED if not section.get(key)]
        if missing:
            raise BadSetting(f"The provider [auth.{name}] lacks {', '.join(missing)}.")
        if "_" in name:
            raise BadSetting(f"The provider [auth.{name}] has «_» in its name, which Streamlit cannot use. Give it another.")


def _auth() -> Mapping[str, object]:
    try:
        auth = st.secrets.get("auth", {})
    except (StreamlitSecretNotFoundError, FileNotFoundError):
        return {}
    return auth if isinstance(auth, Mapping) else {}


def _sections() -> dict[str, Mapping[str, object]]:
    return {name: section for name, section in _auth().items() if isinstance(section, Mapping) and "client_id" in section}
