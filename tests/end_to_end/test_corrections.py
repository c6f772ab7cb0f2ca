"""What is said of an entity in one run holds in the next, and without a model too."""

from __future__ import annotations

from pathlib import Path

from .conftest import User
from .looking import saved_change


def test_what_was_said_of_entities_holds_in_the_next_run(user: User, seed: Path) -> None:
    user.with_model()
    reader = user.read(seed)
    reader.wait("Volodymyr Zelensky", "by machine", "0 tagged", "saved")
    reader.press("f2", "j")
    reader.wait("r rename")
    reader.press("x")
    reader.wait("not an entity: Volodymyr Zelensky")
    saved_change(reader, "enter")
    reader.wait("not an entity: Volodymyr Zelensky")
    reader.wait_until(lambda: "Volodymyr Zelensky 6" not in reader.text, "the entity goes")
    reader.press("q")
    reader.wait_end()
    reader = user.read(seed)
    reader.wait("Vadim Filashkin", "by machine")
    assert "Volodymyr Zelensky 6" not in reader.text
    saved_change(reader, "z")
    reader.wait("Volodymyr Zelensky 6")
