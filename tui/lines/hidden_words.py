"""What of a report is not drawn as itself, in words: each kind, how often it stands there, and its name."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from reports.hidden import stand_in, suspect
from reports.visible import CLUSTER_SHOWN, visible
from tui.lines.custody_words import Fact

if TYPE_CHECKING:
    from collections import Counter

KINDS_LISTED = 40
"""Kinds that are listed, the most frequent first; a text that has more has all of some range."""

# ECMA-48's names, which Unicode does not have: from 0 on, and from 0x80 on.
_C0 = (
    "null,start of heading,start of text,end of text,end of transmission,enquiry,acknowledge,bell,backspace,"
    "tab,line feed,vertical tab,form feed,carriage return,shift out,shift in,data link escape,"
    "device control 1,device control 2,device control 3,device control 4,negative acknowledge,"
    "synchronous idle,end of transmission block,cancel,end of medium,substitute,escape,file separator,"
    "group separator,record separator,unit separator"
)
_C1 = (
    "padding,high octet preset,break permitted here,no break here,index,next line,start of selected area,"
    "end of selected area,tab set,tab with justification,line tab set,partial line forward,"
    "partial line backward,reverse index,single shift 2,single shift 3,device control string,private use 1,"
    "private use 2,set transmit state,cancel character,message waiting,start of guarded area,"
    "end of guarded area,start of string,single graphic,single character introducer,"
    "control sequence introducer,string terminator,operating system command,privacy message,"
    "application program command"
)


def hidden_facts(kinds: Counter[str] | None) -> list[Fact]:
    """One line a kind, the most frequent first; `None` as long as nobody has counted."""
    if kinds is None:
        return [Fact("hidden", "being counted …")]
    if not kinds:
        return [Fact("hidden", "nothing")]
    lines = [f"{count} × {_called(each)}" for each, count in kinds.most_common(KINDS_LISTED)]
    if len(kinds) > KINDS_LISTED:
        lines.append(f"and {len(kinds) - KINDS_LISTED} further kinds")
    return [Fact("" if number else "hidden", line) for number, line in enumerate(lines)]


def _called(character: str) -> str:
    number = f"U+{ord(character):04X}"
    if suspect().match(character):
        return f"{stand_in(character)} {_name(character)} ({number})"
    return f"{visible(character)} {_name(character)} ({number}), beyond {CLUSTER_SHOWN} on one letter"


def _name(character: str) -> str:
    number = ord(character)
    if number < 0x20:
        return _C0.split(",")[number]
    if number == 0x7F:
        return "delete"
    if 0x80 <= number < 0xA0:
        return _C1.split(",")[number - 0x80]
    return unicodedata.name(character, "").lower() or "no character"
