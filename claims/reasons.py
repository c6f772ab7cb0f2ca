"""Why a tag is suggested, in one line for the screen."""

from __future__ import annotations

from typing import Final

from claims.records import CONTESTED, OFFICIAL_CLAIM, Claim, Official, Why

LONGEST: Final = 60
"""Code points of quoted words at most."""

_OFFICIAL: Final = {
    Official.OFFICE: "the source holds an office",
    Official.BODY: "the source is an official body",
    Official.SPOKEN_FOR: "the source speaks for an official body",
    Official.UNNAMED: "the source is official, without a name",
    Official.CAPITAL: "a place that stands for its government",
}
_SURE: Final = {
    Why.NOT_VERIFIED: "not verified",
    Why.UNCLEAR: "said to be unclear",
    Why.HEARSAY: "hearsay",
    Why.DENIED: "denied",
    Why.DISPUTED: "disputed",
}


def reason(claim: Claim, tag: str, text: str) -> str:
    """Why `tag` is suggested for the sentence of a claim: `not verified: “could not be verified”`.

    `text` is the whole report's. Of a derived one the cue stands in the sentence that it follows from; which
    that is, by its number, is for whoever counts sentences to say.
    """
    if tag == OFFICIAL_CLAIM:
        says = _OFFICIAL.get(claim.official, "the source is official")
        words = claim.office or claim.named or claim.source
        return f"{says}: {quoted(text, *words)}" if words else says
    says = _SURE.get(claim.why, "disputed" if tag == CONTESTED else "not verified")
    return f"{says}: “{quoted(text, *claim.cue)}”"


def quoted(text: str, start: int, end: int) -> str:
    """The words there on one line, with `…` for what is too long."""
    words = " ".join(text[start:end].split())
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"
