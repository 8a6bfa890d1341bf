"""The command line: `python -m flock COMMAND`. Errors are one sentence on stderr and exit code 2."""

import sys

import typer

from flock.errors import FlockError

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)


@app.callback()
def _commands() -> None:
    """Flock from the command line."""


def main() -> None:
    """Run a command and turn errors made for people into a sentence and exit code 2."""
    try:
        app()
    except FlockError as error:
        print(error, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
