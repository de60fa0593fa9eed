"""Opportunities that a person named by their CRM record: bare Salesforce ids, and links of the usual CRMs. Pure."""

import html
import re
import string
from urllib.parse import parse_qs, unquote, urlsplit

_SALESFORCE = r"(?<![A-Za-z0-9_-])006[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?(?![A-Za-z0-9_])"
_HUBSPOT = r"https?://app(?:-[a-z0-9]+)?\.hubspot\.com/[a-z]+/\d+/(?:deal|record/0-3)/(?P<hubspot>\d+)"
_PIPEDRIVE = r"https?://[a-z0-9-]+\.pipedrive\.com/deal/(?P<pipedrive>\d+)"
_DYNAMICS = r"https?://[a-z0-9.-]+\.dynamics\.(?:com|cn)/[^\s<>|\"]*"
# A deal's kind is 0-3 in HubSpot's newer links; other kinds of record share the form.
_NAMED = re.compile(
    rf"(?P<salesforce>{_SALESFORCE})|(?i:{_HUBSPOT}|{_PIPEDRIVE}|(?P<dynamics>{_DYNAMICS}))", re.ASCII
)

_GUID = re.compile(r"\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?", re.IGNORECASE)
_RECORD = re.compile(r"[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?")
_CHECK = string.ascii_uppercase + "012345"


def opportunity_ids(text: str) -> list[str]:
    """The ids of the opportunities or deals in a text, in order, each record once. None of them is known to exist."""
    found: list[str] = []
    # Mail guards wrap a link into one of their own, with the first one percent-encoded in it.
    for match in _NAMED.finditer(unquote(html.unescape(text))):
        id = _id(match)
        if id and not any(same_record(id, other) for other in found):
            found.append(id)
    return found


def same_record(a: str, b: str) -> bool:
    """Whether two ids name one record: Salesforce writes the same id with 15 and with 18 characters."""
    if _RECORD.fullmatch(a) and _RECORD.fullmatch(b):
        return a[:15] == b[:15]
    return a.casefold().strip("{}") == b.casefold().strip("{}")


def _id(match: re.Match[str]) -> str | None:
    """The id that a match stands for; None if it only looks like one."""
    if match["dynamics"]:
        return _guid(match["dynamics"])
    id = match["salesforce"]
    return id if id and _is_salesforce(id) else match["hubspot"] or match["pipedrive"]


def _guid(url: str) -> str | None:
    """The record of a Dynamics address, if it is an opportunity's."""
    asked = parse_qs(urlsplit(url).query)
    id = _GUID.fullmatch(asked.get("id", [""])[0])
    return id[1] if id and asked.get("etn") == ["opportunity"] else None


def _is_salesforce(id: str) -> bool:
    """The last three of 18 characters tell which of the others are capitals; 15 digits alone are a telephone number."""
    if len(id) == 15:
        return not id.isdigit()
    parts = (id[0:5], id[5:10], id[10:15])
    return id[15:] == "".join(_CHECK[sum(c.isupper() << n for n, c in enumerate(part))] for part in parts)
