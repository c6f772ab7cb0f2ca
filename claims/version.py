"""The version of everything that decides what claims are found, a user's own lexicon aside."""

from typing import Final

CLAIMS_VERSION: Final = 7
"""Part of the cache's key: counted up with every change of a rule, of a word, of what a claim holds."""
