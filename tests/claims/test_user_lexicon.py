from __future__ import annotations

from pathlib import Path

import pytest

from claims.lexicon import LexiconError, load_lexicon
from tests.claims.conftest import Tell


def test_a_user_adds_words_and_takes_words_away(tmp_path: Path, tell: Tell) -> None:
    (tmp_path / "mine.toml").write_text(
        '[[verb]]\nwords = ["opinionate"]\nexample = "He opinionated that it was dry."\n'
        '[[other]]\nwords = ["tribune"]\nexample = "The tribune said it was dry."\n'
        '[[verb]]\nwords = ["say"]\nremove = true\n',
        "utf-8",
    )
    mine = load_lexicon(tmp_path)
    told = tell("The mayor said it was dry. The mayor opinionated that it was wet.", by=mine)
    assert [told.words(claim.cue) for claim in told.claims] == ["opinionated"]
    assert mine.digest != load_lexicon().digest


def test_a_folder_that_is_not_there_adds_nothing(tmp_path: Path) -> None:
    assert load_lexicon(tmp_path / "none").digest == load_lexicon().digest


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("[[verb]\n", "cannot be read"),
        ("[[adverb]]\nwords = ['x']\n", "[[adverb]]"),
        ("verb = 1\n", "[[verb]]"),
        ("[[verb]]\nwords = ['x']\n", "no example"),
        ("[[verb]]\nexample = 'He said it.'\n", "words"),
        ("[[verb]]\nwords = []\nexample = 'He said it.'\n", "no words"),
        ("[[verb]]\nwords = ['x']\nexample = 'a'\ncolour = 1\n", "colour"),
        ("[[sign]]\nwords = ['x']\nexample = 'a'\nwhy = 'odd'\n", "odd"),
        ("[[sign]]\nwords = ['... x']\nexample = 'a'\nwhy = 'hearsay'\n", "begin and end with a word"),
    ],
)
def test_a_bad_file_is_named_with_its_entry_and_its_problem(content: str, says: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(content, "utf-8")
    with pytest.raises(LexiconError) as refused:
        load_lexicon(tmp_path)
    assert str(file) in str(refused.value)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value).strip()
