"""The `report-reader` command."""

__version__ = "0.1.0"
