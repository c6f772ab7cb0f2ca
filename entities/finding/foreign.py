"""Whether a text is in the language that the pipeline reads; in the worker only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from entities.finding.pieces import for_the_model

if TYPE_CHECKING:
    from spacy.language import Language

_WINDOWS: Final = 8
"""Places all over the text that are looked at, so that a long one costs no more than a short one."""
_WINDOW: Final = 2_500
"""Code points looked at in each."""
_OWN_WORDS: Final = 0.2
"""Share of a language's own stop words from which a text is in that language. English reports have 0.4 of
the English ones, German and Dutch ones up to 0.1; lists of names none."""
_SURE: Final = 0.9
"""Probability from which a text is believed to be in another language. Whole sentences in Latin letters
have 0.95 and more in 14 languages, lists of names and places, tables, logs and code 0.7 at most."""
_SURE_OF_SCRIPT: Final = 0.5
"""The same where the letters alone say that it is another one."""
_FEW_LATIN: Final = 0.2
"""Share of Latin letters below which a piece is in another script, whatever names stand in it."""

_WORD = re.compile(r"[^\W\d_]+")
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile("[A-Za-zªº\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]")
_OTHER_SCRIPTS: Final = frozenset((
    "am", "ar", "be", "bg", "bn", "el", "fa", "grc", "gu", "he", "hi", "hy", "ja", "ka", "kn", "ko", "ky",
    "mk", "ml", "mr", "ne", "ru", "sa", "si", "sr", "ta", "te", "th", "ti", "tt", "uk", "ur", "xx", "zh",
))  # fmt: skip
"""spaCy's codes of the languages that are not written in Latin letters, and of pipelines for any."""


def in_another_script(piece: str, language: str) -> bool:
    """Whether a piece is in letters that a pipeline for this language, a code of spaCy's, cannot read."""
    if piece.isascii() or language in _OTHER_SCRIPTS:
        return False
    letters = len(_LETTER.findall(piece))
    return len(_LATIN.findall(piece)) < _FEW_LATIN * letters


def why_foreign(text: str, language: Language) -> str:
    """The sentence for a text that the pipeline cannot read; empty for one that it can, or may."""
    sample = _sample(text)
    if language.lang == "xx" or _is_in(sample, language):
        return ""
    # Imported for a text that looks foreign only: half a second and 100 MB.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    code, probability = identifier.classify(sample)
    enough = _SURE_OF_SCRIPT if in_another_script(sample, language.lang) else _SURE
    if probability < enough or code in (language.lang, "zxx"):
        return ""
    name, reads = _name_of(code), type(language).__name__
    return (
        f"This report looks like {name}, and the language model reads {reads}: nothing is looked for. "
        f"A spaCy pipeline for {name} can be installed and named as `model` in the config."
    )


def _sample(text: str) -> str:
    step = max(_WINDOW, (len(text) - _WINDOW) // max(1, _WINDOWS - 1))
    windows = (text[at : at + _WINDOW] for at in range(0, len(text), step))
    return " ".join(map(for_the_model, windows))


def _is_in(sample: str, language: Language) -> bool:
    words = [word.lower() for word in _WORD.findall(sample)]
    own = sum(word in language.Defaults.stop_words for word in words)
    return own >= _OWN_WORDS * len(words)


def _name_of(code: str) -> str:
    """English, for most languages that spaCy knows; else the code."""
    from spacy.util import get_lang_class

    try:
        return str(get_lang_class(code).__name__)
    except ImportError:
        return f"another language ({code})"
