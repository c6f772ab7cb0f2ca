"""What is said where there is no suggestion to go to, or to take: what is left, or why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.lines.wording import count_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotations.suggestions import Suggestions
    from reports.document import Span

    Progress = tuple[int, int] | None
    """Blocks that were read, and all of them; `None` when nothing is being read."""

_NO_CLAIM = "No sentence says who says it, so nothing is suggested."
_ABOUT_TO_BE_READ = "Nothing is suggested yet: the report is about to be read."


def none_at_all(problem: str, progress: Progress) -> str:
    """Where nothing has been found: why the model cannot be used, or how far it has read."""
    return problem or (f"Nothing is suggested yet: {_so_far(progress)}." if progress else _ABOUT_TO_BE_READ)


def none_further(
    suggestions: Suggestions,
    sentence: Span,
    step: int,
    *,
    untagged: int,
    progress: Progress,
    problem: str = "",
    notices: Sequence[str] = (),
) -> str:
    """Where there is none after (`step` 1) or before (-1) the sentence.

    `untagged` is how many sentences have no tag, `problem` why the model stopped before it had read all,
    `notices` say what it did not look at.
    """
    left, way = suggestions.count, "further on" if step > 0 else "before this"
    behind = (
        suggestions.previous_before(sentence.start) if step > 0 else suggestions.next_after(sentence.start)
    )
    if progress is not None or left is None:
        so_far = f" yet: {_so_far(progress)}" if progress is not None else ""
        return f"No suggestion {way}{so_far}."
    if problem:
        return f"No suggestion {way}. {problem}"
    if left and behind is None:
        return "This is the only sentence with a suggestion."
    if left:
        others = left - (suggestions.at(sentence.start) is not None)
        key = "S goes back" if step > 0 else "s goes on"
        return f"No suggestion {way}; {key} to {count_of(others, 'sentence')} with one."
    rest = f"{count_of(untagged, 'sentence')} without a tag, U goes there." if untagged else ""
    if not suggestions.claims:
        return " ".join(notices) or _NO_CLAIM
    said = "No suggestion is left" if suggestions.stop_count else "Nothing is suggested"
    return f"{said}; {rest or 'every sentence has a tag.'}"


def _so_far(progress: Progress) -> str:
    assert progress is not None
    done, total = progress
    return f"{done} of {count_of(total, 'block')} {'is' if done == 1 else 'are'} read"
