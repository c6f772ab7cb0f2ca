"""Which code points are hidden: what a terminal would act on, and what nobody would see.

Hostile text hides things: escape sequences, direction overrides, zero-width letters, noncharacters. Here
stands which those are, and what is drawn in their place (`␛`, `‹RLO›`, `‹ZWSP›`).

Classes follow Unicode's `Default_Ignorable_Code_Point`, `Bidi_Control` and UTS 51 (emoji joiners).
"""

from __future__ import annotations

import re
from functools import lru_cache

_NAMES = {
    "\u00ad": "SHY",
    "\u034f": "CGJ",
    "\u061c": "ALM",
    "\u180e": "MVS",
    "\u200b": "ZWSP",
    "\u200c": "ZWNJ",
    "\u200d": "ZWJ",
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\u2028": "LS",
    "\u2029": "PS",
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2060": "WJ",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
    "\ufeff": "ZWNBSP",
}

# Hidden wherever they stand. Tab and line break are not here: layout gives them their own meaning.
ALWAYS = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
) + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))

# Hidden unless they do their job between their neighbours: joiners and variation selectors.
IN_CONTEXT = "\u180b-\u180d\u180f\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef"

_EMOJI = "\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"

# Letters and marks of the scripts in which a joiner changes the shape of its neighbours: Arabic, Syriac,
# N'Ko, Mandaic, the scripts of India and Sri Lanka, Tibetan, Myanmar, Khmer, Mongolian, Phags-pa, Adlam.
_JOINING = (
    "\u0620-\u065f\u066e-\u06d3\u06d5-\u06dc\u06df-\u06e8\u06ea-\u06ef\u06fa-\u06ff\u0710-\u077f"
    "\u07ca-\u07f5\u0840-\u085b\u0860-\u086a\u08a0-\u08e1\u08e3-\u0963\u0971-\u0df3\u0f40-\u0fbc"
    "\u1000-\u1049\u1050-\u109d\u1780-\u17b3\u17b6-\u17d3\u1820-\u18aa\ua840-\ua873\ufb50-\ufbb1"
    "\ufbd3-\ufd3d\ufe70-\ufefc\U0001e900-\U0001e94b"
)
_IDEOGRAPH = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"

# Each alternative is an invisible code point at work; lookbehinds have a fixed width, as `re` wants.
_AT_WORK = "|".join(
    (
        f"(?<=[{_JOINING}])[\u200c\u200d](?=[{_JOINING}])",
        f"(?<=[{_EMOJI}])\u200d(?=[{_EMOJI}])",
        f"(?<=[{_EMOJI}]\ufe0f)\u200d(?=[{_EMOJI}])",
        f"(?<=[#*0-9{_EMOJI}{_IDEOGRAPH}\u1000-\u109f\u3001-\u303f\ua840-\ua873])[\ufe00-\ufe0f]",
        f"(?<=[{_IDEOGRAPH}])[\U000e0100-\U000e01ef]",
        "(?<=[\u1820-\u18aa])[\u180b-\u180d\u180f]",
    )
)
OUT_OF_PLACE = f"(?!{_AT_WORK})[{IN_CONTEXT}]"
HIDDEN = f"(?:[{ALWAYS}]|{OUT_OF_PLACE})"

# Never hidden, whatever stands beside them. Only the basic plane: with it `re` tests a letter in 3 ns, with
# the other planes in 40 ns (10 MB of Cyrillic: 30 ms against 420 ms).
SAFE = (
    "\t\n -~\xa0-\xac\xae-\u034e\u0350-\u061b\u061d-\u115e\u1161-\u17b3\u17b6-\u180a\u1810-\u200a"
    "\u2010-\u2027\u202f-\u205f\u2070-\u3163\u3165-\ud7ff\ue000-\ufdcf\ufdf0-\ufdff\ufe10-\ufefe\uff00-\uff9f\uffa1-\uffef"
    "\ufffc\ufffd"
)


@lru_cache(maxsize=1)
def suspect() -> re.Pattern[str]:
    """One code point that is hidden always, or in some places."""
    return re.compile(f"[{ALWAYS}{IN_CONTEXT}]")


def stand_in(character: str) -> str:
    """What is drawn for one hidden code point: a control picture, or its name or number in `‹›`."""
    number = ord(character)
    if character == "\n":
        return "␤"
    if number < 0x20:
        return chr(0x2400 + number)
    if number == 0x7F:
        return "␡"
    name = _NAMES.get(character)
    if name is None:
        name = f"{number:02X}" if number < 0x100 else f"{number:04X}"
    return f"‹{name}›"
