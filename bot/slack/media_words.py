"""The private note with the way to a recording. Its address is signed: whoever has it can watch."""

from datetime import datetime

from bot.slack.text import dated, escape

LONGEST = 3000
"""Characters of an address; a longer one would be cut by Slack, and no longer be one."""

NO_LINK = "Chorus gave no link to this recording. It can be watched on the call's page in Chorus."
NOT_DELIVERED = (
    "The private note with the link to the recording did not arrive, so nobody got the link. Ask again, or watch it on the "
    "call's page in Chorus."
)
_CLOSING = str.maketrans({"|": "%7C", "<": "%3C", ">": "%3E"})
"""What would end a link in Slack's markup too early, as an address may spell it too."""


def private_link(url: str, kind: str, until: datetime | None) -> str | None:
    """What the asker alone sees; None where the address does not fit into a message."""
    address = escape(url.translate(_CLOSING))
    if len(address) > LONGEST:
        return None
    ends = (
        f" The link works until {dated(until.timestamp())}." if until else " The link works for a short time."
    )
    label, can = (
        ("Listen to the recording", "listen") if kind == "audio" else ("Watch the recording", "watch")
    )
    return f"Only you can see this: <{address}|{label}>.{ends} Whoever has it can {can}, so please keep it to yourself."
