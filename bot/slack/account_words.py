"""What people are told of the Chorus account that they connect for themselves; every word of it is private."""

from bot.slack.text import dated, escape
from bot.store.accounts import Account, State

PRIVATE = "The link is for you alone: whoever opens it connects *their* Chorus account to your name."
SHARED = "`/chorister disconnect` goes back to the account that everybody shares."

LAPSED = (
    "Chorus no longer accepts your own account, so this could not be done with it. Connect it again by the link in my "
    "direct message or by a new one from `/chorister connect`; `/chorister disconnect` goes back to the account that "
    "everybody shares."
)
"""In place of an answer: with the shared account it might be another one, so it is not asked instead."""

NOT_CONNECTED = (
    "You have connected no Chorus account of your own; what you ask runs on the one that everybody shares."
)
FORGOTTEN = (
    "I have forgotten your own Chorus account; what you ask of me runs on the one that everybody shares again. Truto still "
    "holds the connection until an admin removes it there."
)
NO_EMAIL = "I could not see a confirmed e-mail address in your Slack profile, and your own Chorus account is told by it."
FOREIGN = (
    "The account that you connected belongs to somebody with another e-mail address in Chorus, so I do not use it. "
    "`/chorister connect` gives you a new link for your own."
)

ASKED = (
    "You have asked for a link to your own Chorus account; nothing was connected by it yet. `/chorister connect` gives you "
    "a new link."
)
FOREIGN_BEFORE = (
    "What was connected last belongs to somebody with another e-mail address in Chorus, so I do not use it."
)


def invitation(link: str) -> str:
    """The way to connect one's own account for the first time."""
    return (
        f"<{escape(link)}|Connect your own Chorus account>: what you ask of me then runs on it, with what you may see in "
        f"Chorus. I say so in a direct message once it is there. {PRIVATE}"
    )


def renewal(link: str | None) -> str:
    """One's own account has to be connected again; None: with a link that has to be asked for."""
    way = (
        f"<{escape(link)}|Connect it again>. {PRIVATE}"
        if link
        else "`/chorister connect` gives you a link to connect it again."
    )
    return f"Chorus no longer accepts your own account, so what you ask of me cannot be done with it. {way} {SHARED}"


def how_it_stands(account: Account | None) -> str:
    """Whether somebody's own account is connected, and what they can do where it is not."""
    if account is None:
        return NOT_CONNECTED
    match account.state:
        case State.ASKED:
            return ASKED
        case State.LAPSED:
            return renewal(None)
        case State.FOREIGN:
            return FOREIGN
    since = f" since {dated(account.connected_at)}" if account.connected_at else ""
    return f"Your own Chorus account is connected{since}: what you ask of me runs on it. {SHARED}"
