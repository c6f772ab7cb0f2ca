"""Texts that the language model cannot read, and those it may."""

from __future__ import annotations

import json
from typing import Any

import pytest

from entities.finding.finder import Found, read_all
from entities.finding.foreign import in_another_script, why_foreign
from reports.document import Report
from tests.entities.conftest import report_of
from tests.entities.finding.test_companion import LISTENING

RUSSIAN = (
    "Министерство обороны сообщило, что за ночь над Брянской областью перехвачены тридцать беспилотников. "
    "Пострадавших нет, заявил губернатор."
)


@pytest.fixture(scope="module")
def english() -> Any:
    import spacy

    return spacy.blank("en")


FOREIGN = {
    "Russian": RUSSIAN,
    "Ukrainian": "Генеральний штаб повідомив, що за минулу добу відбулося понад сто бойових зіткнень.",
    "German": "Die Bundesregierung teilte am Dienstag mit, dass weitere Waffen geliefert werden.",
    "French": "Le ministre a déclaré mardi que des frappes avaient touché une raffinerie, selon des témoins.",
    "Spanish": "El gobierno anunció el martes que cinco personas murieron en el bombardeo de una zona.",
    "Polish": "Minister obrony powiedział we wtorek, że co najmniej pięć osób zginęło w bombardowaniu.",
    "Turkish": "Bakan salı günü yaptığı açıklamada bombardımanda en az beş kişinin öldüğünü söyledi.",
    "Arabic": "قال المتحدث باسم الجيش إن القوات استعادت السيطرة على المدينة يوم الثلاثاء.",
    "Persian": "سخنگوی ارتش گفت که نیروها روز سه‌شنبه کنترل شهر را دوباره به دست گرفتند.",
    "Hebrew": "דובר הצבא אמר כי הכוחות השתלטו מחדש על העיר ביום שלישי.",
    "Chinese": "国防部发言人星期二表示，军队已经重新控制了这座城市。",
    "Greek": "Ο εκπρόσωπος του στρατού δήλωσε την Τρίτη ότι οι δυνάμεις ανέκτησαν τον έλεγχο της πόλης.",
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_report_in_another_language_is_called_by_its_name(name: str, english: Any) -> None:
    sentence = why_foreign(FOREIGN[name], english)
    assert sentence.startswith(f"This report looks like {name}, and the language model reads English: ")
    assert "`model` in the config" in sentence


@pytest.mark.parametrize("name", ["Russian", "German"])
def test_capitals_make_no_other_language(name: str, english: Any) -> None:
    assert f"looks like {name}," in why_foreign(FOREIGN[name].upper(), english)


NOT_FOREIGN = {
    "nothing": "",
    "a blank": " \n ",
    "a name": "Kostiantynivka",
    "a name in other letters": "Рыбарь\n\nThe blogger gave no source for it, and nobody else has seen it.",
    "a title": "Zelensky claims territorial gains",
    "a title in capitals": "BOMBING KILLS FIVE IN EAST UKRAINE",
    "three words": "No further comment.",
    "people": "Volodymyr Zelensky\nAndrei Bocharov\nRadiy Khabirov\nVadim Filashkin\nSergei Lavrov\n" * 40,
    "Germans": "Jürgen Müller\nAngela Merkel\nOlaf Scholz\nFrank-Walter Steinmeier\nMarkus Söder\n" * 40,
    "Spaniards": "José María González, Juan Carlos Rodríguez, Andrés López, Nicolás Maduro, Pedro Sánchez\n"
    * 40,
    "places": "Pokrovsk\nVolgograd\nDonetsk\nLuhansk\nZaporizhzhia\nKherson\nMykolaiv\nOdesa\nSumy\n" * 40,
    "a table": "| Donetsk | 12 | 33 |\n| Kherson | 4 | 9 |\n" * 50,
    "numbers": "| 2022 | 114 | 33.2 % | 17 kg |\n" * 50,
    "a log": "2024-01-01 12:00:01 INFO server started pid=1234 port=8080\n" * 50,
    "code": "for (int i = 0; i < n; ++i) { std::cout << x[i] << std::endl; }\n" * 50,
    "addresses": "https://example.org/a/b?c=d https://t.me/rybar/1234\n" * 50,
    "one word": "x" * 300_000,
    "brackets": "(" * 100_000,
    "controls": "\x00\x1b[31m\ud800 \udfff \x9b" * 50,
    "a quotation": "The ministry said: «Силы обороны нанесли удар по нефтеперерабатывающему заводу». It did "
    "not say when the attack took place, and no observers could confirm it.",
    "names of another language": "Czołgi and Łódź: the convoy drove from Przemyśl to Rzeszów on Tuesday, "
    "and it was not stopped there.",
    "half and half": "It was not clear whether the bridge could still be used, he said to them. " + RUSSIAN,
}


@pytest.mark.parametrize("name", NOT_FOREIGN)
def test_what_is_english_or_no_language_at_all_is_read(name: str, english: Any) -> None:
    assert why_foreign(NOT_FOREIGN[name], english) == ""


def test_the_seed_is_english(english: Any, seed: Report) -> None:
    assert why_foreign(seed.text, english) == ""
    assert why_foreign(seed.text.upper(), english) == ""


def test_a_long_report_is_judged_by_all_its_parts(english: Any) -> None:
    # An English abstract does not make a report of a hundred pages English.
    long = "It was said that they would not do it again. " * 20 + FOREIGN["German"] * 3_000
    assert "looks like German" in why_foreign(long, english)


def test_a_pipeline_for_that_language_reads_it() -> None:
    import spacy

    assert why_foreign(RUSSIAN, spacy.blank("ru")) == ""
    assert "looks like Russian, and the language model reads German" in why_foreign(
        RUSSIAN, spacy.blank("de")
    )
    assert why_foreign(RUSSIAN, spacy.blank("xx")) == ""


@pytest.mark.parametrize(
    ("piece", "language", "other"),
    [
        (RUSSIAN, "en", True),
        (f"Zelensky: {RUSSIAN}", "en", True),
        (RUSSIAN, "ru", False),
        ("Łódź and São Paulo, naïve", "en", False),
        ("The word «мост» means a bridge, he said.", "en", False),
        ("12 % — 14 €", "en", False),
        ("", "en", False),
    ],
)
def test_a_piece_is_in_another_script_when_hardly_any_letter_is_latin(
    piece: str, language: str, other: bool
) -> None:
    assert in_another_script(piece, language) is other


@pytest.fixture(scope="module")
def found() -> dict[str, Found]:
    """A Russian report, and an English one with a Russian block, read by one worker."""
    quoting = f"Volodymyr Zelensky spoke to them in Lviv.\n{RUSSIAN}\nHe did not say when it had been."
    texts = {"Russian": RUSSIAN, "English": quoting}
    return dict(zip(texts, read_all(map(report_of, texts.values()), job=LISTENING), strict=True))


def test_nothing_is_looked_for_in_a_report_that_cannot_be_read(found: dict[str, Found]) -> None:
    findings, beside, notices = found["Russian"]
    assert findings.complete
    assert not findings.mentions
    assert not beside
    (sentence,) = notices
    assert sentence.startswith("This report looks like Russian")


def test_a_block_in_another_script_is_neither_read_nor_heard_by_a_companion(found: dict[str, Found]) -> None:
    findings, beside, notices = found["English"]
    assert {each.text for each in findings.mentions} == {"Volodymyr Zelensky", "Lviv"}
    assert [block for _, _, block in json.loads(bytes(beside))["heard"]] == [0, 2]
    assert not notices
