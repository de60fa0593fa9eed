"""What somebody typed after /chorister, as a value; or the sentence that says what was not understood."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from bot.proposals.field_rules import FieldPolicy, FieldRule
from bot.risk.gaps import plain_name
from bot.slack.help_words import TOPICS
from bot.slack.reading import plain
from bot.slack.text import one_line
from bot.store.switches import SwitchName
from tools.meeting_links import Link, RefusedLink, find_links


@dataclass(frozen=True)
class Help:
    """What there is to type, or what one command does."""

    topic: str = ""


@dataclass(frozen=True)
class ShowStatus:
    """What runs for whoever asks, and what waits for them."""


@dataclass(frozen=True)
class ShowSettings:
    """What holds for whoever asks, where they ask."""


@dataclass(frozen=True)
class ShowSwitch:
    """How a switch stands."""

    name: SwitchName


@dataclass(frozen=True)
class TurnSwitch:
    """Turn a switch; for admins."""

    name: SwitchName
    on: bool


@dataclass(frozen=True)
class ShowRules:
    """The field rules, and what holds where there is none."""


@dataclass(frozen=True)
class SetRule:
    """Give a field a rule; for admins."""

    field: str
    rule: FieldRule


@dataclass(frozen=True)
class ClearRule:
    """Take a field's rule away; for admins."""

    field: str


@dataclass(frozen=True)
class ShowUsage:
    """What was spent at Claude."""


@dataclass(frozen=True)
class Record:
    """Send the recorder."""

    link: Link


@dataclass(frozen=True)
class NewDigest:
    """Open the form of a digest's schedule."""


@dataclass(frozen=True)
class ListDigests:
    """The digests that one may change, with their buttons."""


@dataclass(frozen=True)
class Connect:
    """Connect one's own Chorus account, or hear how it stands."""


@dataclass(frozen=True)
class Disconnect:
    """Forget it."""


Own = Connect | Disconnect
Digests = NewDigest | ListDigests
Fields = ShowRules | SetRule | ClearRule
Command = (
    Record | Own | Digests | Help | ShowStatus | ShowSettings | ShowUsage | ShowSwitch | TurnSwitch | Fields
)

NO_RULE = (
    "I need a CRM field and what may happen to it: `only if empty`, `append`, `replace`, `never` or `default`. "
    "For instance `/chorister field Next_Step append`."
)
NO_LINK = "After `record` I expected the link of a meeting: `/chorister record https://zoom.us/j/...`"
NO_NAME = "That is no name of a CRM field: it has no letter or digit in it."
AFTER_DIGEST = (
    "Nothing comes after `digest`, which opens a form, or `digests`, which lists what is scheduled."
)
AFTER_USAGE = "Nothing comes after `usage`, which says what was spent at Claude."
AFTER_STATUS = "Nothing comes after `status`, which says what runs for you and what waits for you."
AFTER_SETTINGS = "Nothing comes after `settings`, which says what holds for you here."
AFTER_CONNECT = "Nothing comes after `connect` or `disconnect`: each is about your own Chorus account."
NO_VALUES = "After the colon I expected the values of the picklist, with commas between them."

DEFAULT = "default"
_ALONE: Mapping[str, tuple[Command, str]] = {
    "digest": (NewDigest(), AFTER_DIGEST),
    "digests": (ListDigests(), AFTER_DIGEST),
    "usage": (ShowUsage(), AFTER_USAGE),
    "status": (ShowStatus(), AFTER_STATUS),
    "settings": (ShowSettings(), AFTER_SETTINGS),
    "connect": (Connect(), AFTER_CONNECT),
    "disconnect": (Disconnect(), AFTER_CONNECT),
}
"""Words that stand alone, and what is said where something follows."""
_QUOTES = str.maketrans("“”„«»‘’‚`", '"' * 5 + "'" * 3 + '"')
_RULE = re.compile(
    r"""(?: "(?P<quoted>[^"]+)" | '(?P<single>[^']+)' | (?P<bare>.+?) )
        \s+ ["']? (?P<policy> only[\s_-]*if[\s_-]*empty | append | replace | never | default ) ["']?
        \s* (?P<colon> : \s* (?P<values>.*) )? $""",
    re.VERBOSE | re.IGNORECASE,
)
"""A field, a policy, and a picklist's values. The policy stands last, so a field's name may hold blanks."""


def parse(text: str) -> Command | str:
    """Read a command, forgiving about case, blanks and quotes."""
    words = plain(text).translate(_QUOTES).strip()
    first, _, rest = words.partition(" ")
    match first.strip("\"'").lower():
        case "" | "help" | "?":
            return _help(rest)
        case "record":
            return _record(rest)
        case "writes" | "joins" as name:
            return _switch(name, rest.strip(" \"'.").lower())
        case name if name in _ALONE:
            command, nothing_more = _ALONE[name]
            return nothing_more if rest.strip() else command
        case "fields" if not rest:
            return ShowRules()
        case "field" | "fields":
            return _rule(rest)
    return _unknown(first)


def _help(rest: str) -> Command | str:
    """`help`, or `help` and a word that is typed; what comes behind that word is an example of it."""
    word = (rest.split() or [""])[0].strip("\"'.?").lower().removeprefix("/chorister")
    return Help(word) if word in ("", *TOPICS) else _unknown(word)


def _unknown(word: str) -> str:
    """The word that was probably meant, if any is near."""
    near = get_close_matches(word.strip("\"'.").lower(), TOPICS, n=1)
    meant = f" Did you mean `{near[0]}`?" if near else ""
    return f"I do not know “{one_line(word, 40)}”.{meant} `/chorister help` lists what there is."


def _record(rest: str) -> Command | str:
    found = find_links(rest)
    links = [link for link in found if isinstance(link, Link)]
    if len(links) == 1:
        return Record(links[0])
    refused = next((link.reason for link in found if isinstance(link, RefusedLink)), NO_LINK)
    return "One meeting at a time, please." if links else refused


def _switch(name: SwitchName, rest: str) -> Command | str:
    match rest:
        case "" | "status":
            return ShowSwitch(name)
        case "on" | "off":
            return TurnSwitch(name, rest == "on")
    return f"After `{name}` I understand `on`, `off` or nothing, but not “{one_line(rest, 40)}”."


def _rule(rest: str) -> Command | str:
    found = _RULE.match(rest.strip())
    if found is None:
        return NO_RULE
    field = (found["quoted"] or found["single"] or found["bare"]).strip(" :\"'")
    if not plain_name(field):
        return NO_NAME
    word = " ".join(re.split(r"[\s_-]+", found["policy"].lower()))
    values = values_of(found["values"] or "")
    if found["colon"] and (word == DEFAULT or not values):
        return NO_VALUES if not values else "`default` takes a field's rule away, so no values can follow it."
    if word == DEFAULT:
        return ClearRule(field)
    return SetRule(field, FieldRule(policy_of(word), values))


def policy_of(word: str) -> FieldPolicy:
    """The policy that a word names."""
    return next(p for p in FieldPolicy if plain_name(p.value) == plain_name(word))


def values_of(text: str) -> tuple[str, ...]:
    """Values with commas between them; one that holds a comma stands in quotes."""
    found = re.findall(r'\s*(?:"([^"]*)"|([^,]+))\s*,?', text)
    values = ((quoted or bare.strip("\"' ")).strip() for quoted, bare in found)
    return tuple(dict.fromkeys(value for value in values if value))
