"""Calls that a person has to confirm before they are recorded, by what is known of them: the words around the link."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from tools.meeting_links import Link

# Begins at the @: what stands before it does not matter, and a long text is read in one go.
EMAIL = re.compile(r"(?<=[\w.+-])@([\w-]+(?:\.[\w-]+)+)")
ADDRESS = re.compile(r"https?://\S+")
CONFIRM = "calls like that are recorded only if somebody confirms it."


@dataclass(frozen=True)
class NoGo:
    """Which calls want a second confirmation."""

    words: Collection[str] = ()
    """Words in the message."""
    domains: Collection[str] = ()
    """Domains of the link or of e-mail addresses beside it, with what lies below."""
    own: Collection[str] = ()
    """Our own e-mail domains: a call to which nobody else is invited is internal."""


def doubt(text: str, link: Link, rules: NoGo) -> str:
    """Why a call is not recorded without a second confirmation, as a sentence; empty where nothing speaks against it."""
    return _of_words(text, rules) or _of_people(text, link, rules)


def _of_words(text: str, rules: NoGo) -> str:
    if not rules.words:
        return ""
    said = _plain(ADDRESS.sub(" ", text))
    for word in rules.words:
        if re.search(rf"(?<!\w){re.escape(_plain(word))}(?!\w)", said):
            return f"The message says “{word}”, and {CONFIRM}"
    return ""


def _of_people(text: str, link: Link, rules: NoGo) -> str:
    if not (rules.domains or rules.own):
        return ""
    invited = sorted({found.casefold() for found in EMAIL.findall(text)})
    for domain in rules.domains:
        if any(_within(host, domain) for host in (link.host, *invited)):
            return f"It is about {domain}, and {CONFIRM}"
    if rules.own and invited and all(any(_within(host, own) for own in rules.own) for host in invited):
        return f"Only people of {', '.join(invited)} are named, and {CONFIRM}"
    return ""


def _plain(text: str) -> str:
    """Words as people read them: however an umlaut is made, whatever stays unseen in them, and _ between two of them."""
    whole = unicodedata.normalize("NFKC", text)
    unseen = {ord(char): None for char in set(whole) if unicodedata.category(char) == "Cf"}
    return unicodedata.normalize("NFKC", whole.translate(unseen)).casefold().replace("_", " ")


def _within(host: str, domain: str) -> bool:
    return host == domain.casefold() or host.endswith(f".{domain.casefold()}")
