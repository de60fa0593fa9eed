"""What admins are told of the Chorus account that their workspace shares."""

from bot.slack.blocks import Block, button, header, section
from bot.slack.text import escape

CONNECT = "home_connect_workspace"
TITLE = "Connect Chorus"
NONE = (
    "*No Chorus account is connected in this workspace yet*, so nobody can be answered. Connect the one whose calls I shall "
    "work with; it has to see everybody's."
)
DONE = "Chorus is connected in this workspace: invite me into a channel, or ask me here what I can do."


def connection() -> list[Block]:
    """The way to the workspace's account, where it has none."""
    return [header("Chorus"), section(NONE, accessory=button(TITLE, CONNECT, "connect", "primary"))]


def invitation(link: str) -> str:
    """The link, to the admin who asked for it."""
    return (
        f"<{escape(link)}|Connect the Chorus account of this workspace>. I say so in a direct message once it is there. "
        "Whoever opens the link connects *their* account for everybody here, so do not pass it on."
    )
