"""The version of everything that decides what is found in a text, the model aside."""

from typing import Final

RULES_VERSION: Final = 6
"""Part of the cache's key: counted up with every change of a rule, of a list, or of what is merged."""
