"""The states of one entity: what is known of it, how it is corrected, and what was not found."""

from __future__ import annotations

from tests.tui.gallery.state import ONE_EACH, State, reader_of
from tui.app import ReaderApp


def _known(app: ReaderApp) -> bool:
    return reader_of(app).state.fact is not None


def _at(name: str, *keys: str) -> tuple[str, ...]:
    """The keys that lead to an entity by a part of its name, and further ones."""
    return ("f2", "slash", *name, "enter", *keys)


ENTITIES = (
    State(
        "unnamed-source",
        "A source without a name",
        "Sources without a name have rows of their own behind the entities; what each says stands on its "
        "card.",
        _at("observers", "enter"),
        scene="suggested",
        shots=ONE_EACH,
    ),
    State(
        "place",
        "A place",
        "Where it lies, as far as the gazetteer is sure; else it says so.",
        _at("pokrovsk", "enter"),
        scene="suggested",
        ready=_known,
        shots=ONE_EACH,
    ),
    State(
        "rename",
        "An entity gets another name",
        "`r` in the pane of the entities; `ctrl+r` lets it hold in all reports.",
        _at("zelensky", "r", "end", "y"),
        scene="inferred",
        shots=ONE_EACH,
    ),
    State(
        "retype",
        "An entity gets another type",
        "`t`: the types to choose from.",
        _at("kiev", "t"),
        scene="inferred",
        shots=ONE_EACH,
    ),
    State(
        "same-as",
        "An entity is the same as another",
        "`=`: what is chosen here keeps its name and has the mentions of both.",
        _at("kiev", "equals_sign", *"ukr"),
        scene="inferred",
        shots=ONE_EACH,
    ),
    State(
        "inferred",
        "What is only inferred",
        "A `?` stands behind what was merged or inferred; `!` confirms it.",
        _at("zelensky", "enter"),
        scene="inferred",
        shots=ONE_EACH,
    ),
    State(
        "sure",
        "What is inferred is confirmed",
        "`!` asks which of it is so; without its `?` it is hers.",
        _at("zelensky", "enter", "exclamation_mark"),
        scene="inferred",
        shots=ONE_EACH,
    ),
    State(
        "hers",
        "An entity that was corrected",
        "It says *by you*, and how many were corrected stands below the list; `z` takes it back.",
        _at("zelensky", "enter", "exclamation_mark", "enter", "r", "end", "y", "enter"),
        scene="inferred",
        shots=ONE_EACH,
    ),
    State(
        "model-stopped",
        "The model was stopped",
        "`p` among the entities stops reading, and goes on with it.",
        ("f2", "p"),
        scene="model_works_on",
        shots=ONE_EACH,
    ),
    State(
        "foreign",
        "A report in another language",
        "Without a pipeline for its language nothing is looked for, and the pane says so.",
        ("f2",),
        scene="foreign",
        shots=ONE_EACH,
    ),
    State(
        "left-out",
        "A block was left out",
        "A paragraph that stops the model twice is named; the rest was read.",
        ("f2",),
        scene="left_out",
        shots=ONE_EACH,
    ),
)
