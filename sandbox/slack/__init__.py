"""A faithful local Slack: Web API, Socket Mode and signed HTTP events, with people who write and click."""

from sandbox.slack.blocks import check_blocks, check_message, check_view
from sandbox.slack.delivery import NobodyListening
from sandbox.slack.journal import Call, Delivered
from sandbox.slack.render import text_of
from sandbox.slack.server import SlackServer

__all__ = [
    "Call",
    "Delivered",
    "NobodyListening",
    "SlackServer",
    "check_blocks",
    "check_message",
    "check_view",
    "text_of",
]
