"""Calls that a person has to confirm before they are recorded, by what is known of them: the words around the link."""

import re
from collections.abc import Collection

from tools.meeting_links import Link

EMAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")


def doubt(text: str, link: Link, words: Collection[str], domains: Collection[str]) -> str:
    """
    Why a call is not recorded without a second confirmation, as a sentence; empty where nothing speaks against it.
    `words` stand in the message, `domains` are those of the link or of e-mail addresses beside it, with what lies below.
    """
    said = re.sub(r"https?://\S+", " ", text).casefold()
    for word in words:
        if re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", said):
            return (
                f"The message says “{word}”, and calls like that are recorded only if somebody confirms it."
            )
    hosts = [link.host, *(found.casefold() for found in EMAIL.findall(text))]
    for domain in domains:
        if any(host == domain.casefold() or host.endswith(f".{domain.casefold()}") for host in hosts):
            return f"It is about {domain}, and calls like that are recorded only if somebody confirms it."
    return ""
