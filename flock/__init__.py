"""Places to work from and people to work with."""

__version__ = "0.1.0"
