"""The methods of the Web API; importing this package registers every one of them."""

from sandbox.slack.methods import agents, chat, conversations, files, reactions, streams, team, users, views
from sandbox.slack.registry import METHODS

__all__ = [
    "METHODS",
    "agents",
    "chat",
    "conversations",
    "files",
    "reactions",
    "streams",
    "team",
    "users",
    "views",
]
