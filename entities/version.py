"""The version of everything that decides what is found in a text, the model aside."""

from typing import Final

RULES_VERSION: Final = 1
"""Counted up with every change of a rule, of a list in `data`, or of what is merged; part of the cache's key."""
