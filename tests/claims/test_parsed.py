"""What the parser got wrong is mended, and stays a tree."""

from __future__ import annotations

from claims.parsed import Sentence, Token, mended
from reports.blocks import Span


def _sentence(*words: tuple[str, str, str, int]) -> Sentence:
    """A sentence of words with their part of speech, what they are to their head, and its number."""
    tokens, at = [], 0
    for word, pos, dep, head in words:
        tokens.append(Token(at, at + len(word), word, word.lower(), word.lower(), pos, pos, dep, head))
        at += len(word) + 1
    return Sentence(Span(0, at - 1), tuple(tokens))


def test_the_last_words_become_the_subject_of_the_verb_behind_them() -> None:
    sentence = _sentence(
        ("Ash", "NOUN", "nsubj", 1), ("fell", "VERB", "ccomp", 5), ("there", "NOUN", "dobj", 1),
        ("governor", "NOUN", "appos", 2), ("Marek", "PROPN", "appos", 2), ("said", "VERB", "ROOT", 5),
    )  # fmt: skip
    tokens = mended(sentence, {"said"}).tokens
    assert (tokens[3].dep, tokens[3].head) == ("nsubj", 5)
    assert (tokens[4].dep, tokens[4].head) == ("appos", 3)


def test_a_verb_that_hangs_on_those_words_keeps_its_place_in_the_tree() -> None:
    sentence = _sentence(
        ("towns", "NOUN", "ROOT", 0), ("ashes", "NOUN", "appos", 0), ("claimed", "VERB", "relcl", 1),
        ("halted", "VERB", "ccomp", 2),
    )  # fmt: skip
    assert mended(sentence, {"claimed"}) == sentence
