"""The errors that Flock raises on purpose."""

import inspect

import pytest

from flock import errors
from flock.errors import FlockError

NAMED = [error for _, error in inspect.getmembers(errors, inspect.isclass) if error is not FlockError]


@pytest.mark.parametrize("error", NAMED)
def test_error_is_flocks_and_of_a_kind_that_python_knows(error: type[FlockError]) -> None:
    flock, builtin = error.__bases__
    assert flock is FlockError
    assert builtin.__module__ == "builtins"
    assert builtin is not Exception
    assert error.__doc__


@pytest.mark.parametrize("error", NAMED)
def test_error_says_its_sentence_and_nothing_else(error: type[FlockError]) -> None:
    with pytest.raises(FlockError) as raised:
        raise error("There is no place called «X». Look for another name.")
    assert str(raised.value) == "There is no place called «X». Look for another name."
