"""Who the app is in this workspace: the ids and secrets an installation would have been given."""

from dataclasses import dataclass

SCOPES = (
    *("app_mentions:read", "assistant:write", "channels:history", "channels:read", "chat:write", "commands"),
    *("groups:history", "groups:read", "im:history", "im:read", "im:write", "links:read", "links:write"),
    *("mpim:history", "mpim:read", "users:read", "users:read.email"),
)
"""Those of the manifest."""


@dataclass(frozen=True)
class Identity:
    """The installed app. Its keys are the sandbox's own and open nothing else."""

    team_id: str = "T0CHORIST"
    team_name: str = "Seller"
    team_domain: str = "seller"
    bot_user_id: str = "UCHORISTER"
    bot_id: str = "BCHORISTER"
    app_id: str = "ACHORISTER"
    bot_name: str = "Chorister"
    bot_key: str = "xoxb-sandbox"
    app_key: str = "xapp-sandbox"
    signing_key: str = "sandbox-signing-secret"
    verification: str = "sandbox-verification"
    scopes: tuple[str, ...] = SCOPES
    """What the bot's token was granted."""

    @property
    def bot_profile(self) -> dict[str, object]:
        """The card of the app that Slack puts on each of its messages."""
        return {
            "id": self.bot_id,
            "app_id": self.app_id,
            "user_id": self.bot_user_id,
            "name": self.bot_name,
            "deleted": False,
            "team_id": self.team_id,
            "icons": {"image_72": "https://avatars.example/chorister.png"},
        }
