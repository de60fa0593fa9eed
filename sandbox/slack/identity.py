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

    enterprise_id: str | None = None
    enterprise_name: str = "Group"
    is_whole: bool = False
    """Whether the organisation as a whole added the app, and not this team of it."""

    @property
    def key(self) -> str:
        """What tells this installation from all others."""
        return self.enterprise_id if self.is_whole and self.enterprise_id else self.team_id

    @property
    def name(self) -> str:
        """What people call whoever added the app."""
        return self.enterprise_name if self.is_whole else self.team_name

    @property
    def enterprise(self) -> dict[str, str] | None:
        """The organisation, as payloads name it."""
        return {"id": self.enterprise_id, "name": self.enterprise_name} if self.enterprise_id else None

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
