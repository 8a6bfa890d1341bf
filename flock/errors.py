"""Every error raised on purpose.

Each carries one sentence for a person: what was found, where, and what to do. Each has a built-in second base, so
that code which knows nothing of Flock can still catch it by kind.
"""


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


class BadAnswer(FlockError, ValueError):
    """A form was sent with something missing, or twice."""


class NotFound(FlockError, LookupError):
    """Something asked for by its address or name is not there."""


class NotAllowed(FlockError, PermissionError):
    """Somebody asked for what is not hers to see or do."""


class DatabaseUnavailable(FlockError, OSError):
    """The database cannot be opened: held by another process, newer than this program, or not a database."""


class GeocoderUnavailable(FlockError, OSError):
    """The outside geocoder did not answer."""


class CannotWrite(FlockError, OSError):
    """A file that was asked for cannot be written where it should be."""


class BadInteraction(FlockError, ValueError):
    """Something that cannot stand in the log: without a time zone, towards oneself, or towards nobody where there must be somebody."""


class MapServerUnavailable(FlockError, OSError):
    """The server that was asked for the places of an area did not answer, or not with all of them."""
