"""Texts that are no reports: nothing crashes, and where there are no names next to none are found."""

from __future__ import annotations

import pytest

from entities.finding.finder import find_all
from entities.naming.code import is_code
from entities.records import Findings
from tests.entities.conftest import SEEDS, report_of
from tests.growth import assert_linear

SENTENCE = (
    "President Volodymyr Zelensky said on Thursday that Russia attacked Kyiv, Dmitry Peskov told Reuters."
)
C = """#include <stdio.h>
static int MAX_Size = 12;
int main(int argc, char **argv) {
    struct Node *head = NULL;   // List Head
    for (int i = 0; i < MAX_Size; i++) { Node_Insert(&head, i); Report.Send(head->Name, Kyiv); }
    return 0;
}"""
TEXTS = {
    "nothing": "",
    "no sentence": "Kyiv",
    "blanks": " \n\t\n ",
    "one sentence of 100 KB": "and then Kyiv and Moscow met, " * 3_400,
    "all capitals": SENTENCE.upper(),
    "no capitals": SENTENCE.lower(),
    "table": "Name\tRank\tPlace\nIvan Petrov\tMajor\tKursk\nOleh Koval\tCaptain\tSumy\n"
    "| 47th Brigade | Pokrovsk | 12 |",
    "names": "Anna Kowalska\nLi Wei\nMohammed al-Rashid\nJosé García Márquez\nIvan Petrov",
    "code": C,
    "more code": (SEEDS.parent / "entities" / "finding" / "wire.py").read_text("utf-8"),
    "data": '{"Name": "Report", "Items": [{"Id": 1, "Type": "Person"}], "Source": "https://x.example/A/B"}',
    "Cyrillic": "Владимир Зеленский заявил в четверг, что войска освободили семь сёл. Киев и Москва молчат.",
    "Arabic": "قال الرئيس المصري عبد الفتاح السيسي يوم الخميس إن القاهرة ترفض تهجير الفلسطينيين من غزة.",
    "Chinese": "中国外交部发言人周四表示，北京反对单边制裁。习近平将于下周访问莫斯科。",
    "quotations": '“Kyiv is quiet,” “Moscow is not.” ‘Leave!’ "Then go to Lviv."',
    "never closed": "“We saw nothing in Kyiv. He said “Moscow is far. “And Lviv too",
    "addresses": "https://t.me/Ukraine_Now/Kyiv or anna@kyiv.example, @ZelenskyyUa, www.Kyiv.example/Moscow",
}


@pytest.fixture(scope="module")
def found() -> dict[str, Findings]:
    return dict(zip(TEXTS, find_all(map(report_of, TEXTS.values())), strict=True))


def words(findings: Findings) -> set[str]:
    return {one.text for one in findings.mentions}


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_is_read_to_its_end(name: str, found: dict[str, Findings]) -> None:
    assert found[name].complete
    assert all(one.text == TEXTS[name][one.start : one.end] for one in found[name].mentions)


@pytest.mark.parametrize(
    "name", ["nothing", "blanks", "code", "data", "Cyrillic", "Arabic", "Chinese", "addresses"]
)
def test_where_nothing_can_be_read_nobody_is_named(name: str, found: dict[str, Findings]) -> None:
    assert not [one for one in found[name].mentions if one.type not in {"quantity", "date"}]


def test_source_code_yields_next_to_no_names(found: dict[str, Findings]) -> None:
    named = [one.text for one in found["more code"].mentions if one.type not in {"quantity", "date"}]
    assert len(named) < len(TEXTS["more code"].split()) / 30, named


def test_capitals_hide_no_names(found: dict[str, Findings]) -> None:
    assert {"VOLODYMYR ZELENSKY", "RUSSIA", "KYIV", "DMITRY PESKOV"} <= words(found["all capitals"])


def test_names_without_capitals_are_found_where_nothing_has_one(found: dict[str, Findings]) -> None:
    assert {"volodymyr zelensky", "russia"} <= words(found["no capitals"])


def test_names_in_lists_tables_and_quotations_are_found(found: dict[str, Findings]) -> None:
    assert {"Anna Kowalska", "Li Wei", "Mohammed al-Rashid", "José García Márquez", "Ivan Petrov"} == words(
        found["names"]
    )
    assert {"Ivan Petrov", "Oleh Koval", "Pokrovsk"} <= words(found["table"])
    for name in ("quotations", "never closed"):
        assert words(found[name]) == {"Kyiv", "Moscow", "Lviv"}


def test_one_sentence_of_100_kb_has_all_its_names(found: dict[str, Findings]) -> None:
    counts = {one.name: len(one.mentions) for one in found["one sentence of 100 KB"].entities}
    assert counts["Kyiv"] == counts["Moscow"] == 3_400


@pytest.mark.parametrize("scrap", ["a_b ", "f(x) ", "https://a_b/c ", "{", "(a", "x[", "a.b.", "@", "w."])
def test_telling_code_from_prose_is_linear(scrap: str) -> None:
    assert_linear(lambda size: (scrap * size)[:size], is_code, 20_000)


def test_prose_with_brackets_and_links_is_no_code() -> None:
    text = "The ministry (MoD) said [1] an army_group (see https://x.example/?a=b&c=d_e;f) left; Kyiv denied."
    assert not is_code(text)
    assert is_code(C)
