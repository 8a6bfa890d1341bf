"""Every error raised on purpose.

Each carries one sentence for a person: what was found, where, and what to do. Each has a built-in second base, so
that code which knows nothing of Flock can still catch it by kind.
"""

import errno
import os

_DISK = {
    "There is no room left on the server's disk.": (errno.ENOSPC, errno.EDQUOT, errno.EFBIG),
    "The server's disk cannot be written to.": (errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO),
}


class FlockError(Exception):
    """Base of all errors whose message may be shown to a person as it stands."""


class BadSetting(FlockError, ValueError):
    """A FLOCK_… setting has a value that cannot be used."""


class BadPosition(FlockError, ValueError):
    """A latitude or longitude is missing, out of range, or stands for nothing."""


class BadFilter(FlockError, ValueError):
    """A filter, typed or in an address, does not exist or makes no sense."""


class BadHours(FlockError, ValueError):
    """An opening-hours text that is not OpenStreetMap syntax."""


class BadTable(FlockError, ValueError):
    """An uploaded file that cannot be read as a table, or lacks a column without which there is nothing to import."""


class BadValue(FlockError, ValueError):
    """What was typed into one field cannot be taken."""


class TooOften(FlockError, ValueError):
    """Somebody does more of a thing in a day than one person does."""


class TooMuch(FlockError, RuntimeError):
    """What was asked took longer, or found more, than anybody may ask for at once."""


class ChangedMeanwhile(FlockError, RuntimeError):
    """Somebody else was faster. `fields` names what she changed; nothing of the later change was written."""

    def __init__(self, sentence: str, fields: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.fields = fields


class CannotTurn(FlockError, RuntimeError):
    """An import that cannot be taken back, or brought in again, as things are."""


class BadAnswer(FlockError, ValueError):
    """A form was sent with something missing, or twice."""


class NotFound(FlockError, LookupError):
    """Something asked for by its address or name is not there."""


class NotAllowed(FlockError, PermissionError):
    """Somebody asked for what is not hers to see or do."""


class NotSignedIn(FlockError, PermissionError):
    """A sign-in that is not believed: too old, ended, or of somebody who may not come in."""


class BadProfile(FlockError, ValueError):
    """Something a member writes about herself that cannot be taken as it is."""


class DatabaseUnavailable(FlockError, OSError):
    """The database cannot be opened: held by another process, newer than this program, or not a database."""


class GeocoderUnavailable(FlockError, OSError):
    """The outside geocoder did not answer."""


class CannotWrite(FlockError, OSError):
    """A file that was asked for cannot be written where it should be."""


class BadInteraction(FlockError, ValueError):
    """Something that cannot stand in the log: without a time zone, towards oneself, or towards nobody where there must be somebody."""


class BadWords(FlockError, ValueError):
    """A note, a message or a report that is empty or too long."""


class MapServerUnavailable(FlockError, OSError):
    """The server that was asked for the places of an area did not answer, or not with all of them."""


def of_disk(error: BaseException) -> str:
    """Say in a sentence what a disk could not do, from the number or the words of an error; empty where it is about something else."""
    for sentence, numbers in _DISK.items():
        if error.errno in numbers if isinstance(error, OSError) else any(os.strerror(one) in str(error) for one in numbers):
            return sentence
    return ""
