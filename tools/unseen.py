"""
Characters that nobody sees and a model or Slack still reads: letters as tags, zero widths, turned directions, halves.

Kept is what scripts and emoji need: joiners inside words of scripts that join letters, between and after emoji; the
variation of an emoji, a digit's key or an ideograph; the tags of the three flags that are spelled with them.
"""

import re
from typing import Any

_EMOJI = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u2bff"
    "\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
_IDEOGRAPHS = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Arabic to Myanmar, Khmer and Mongolian: here a joiner, or its absence, is spelling.
_JOINING = (
    "\u0600-\u109f\u1780-\u18af\u1a00-\u1cff\ua840-\uabff\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff"
)
_FLAGS = "|".join(
    "".join(chr(0xE0000 + ord(letter)) for letter in flag) + "\U000e007f"
    for flag in ("gbeng", "gbsct", "gbwls")
)
_KEPT = re.compile(
    rf"(?<=\U0001f3f4)(?:{_FLAGS})"
    rf"|(?<=[{_EMOJI}\ufe0f\U0001f3fb-\U0001f3ff])\u200d(?=[{_EMOJI}])"
    rf"|(?<=[{_JOINING}])[\u200c\u200d]"
    rf"|(?<=[{_EMOJI}0-9#*])[\ufe0e\ufe0f]"
    rf"|(?<=[{_IDEOGRAPHS}])[\ufe00-\ufe02\U000e0100-\U000e01ef]"
    r"|(?<=[\u1820-\u18aa])[\u180b-\u180d\u180f]"
)
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0000-\U000e0fff]"
)
_EITHER = re.compile(f"(?P<kept>{_KEPT.pattern})|{_UNSEEN.pattern}")


def visible(text: str) -> str:
    """The text without what nobody sees of it; line breaks and tabs stay."""
    if not _UNSEEN.search(text):  # what is kept is among them too
        return text
    return _EITHER.sub(lambda match: match["kept"] or ("\n" if match[0] in "\u2028\u2029" else ""), text)


def all_visible(value: Any) -> Any:
    """A JSON value with every text in it made visible, names of fields too."""
    if isinstance(value, dict):
        return {visible(str(name)): all_visible(part) for name, part in value.items()}
    if isinstance(value, list):
        return [all_visible(part) for part in value]
    return visible(value) if isinstance(value, str) else value
