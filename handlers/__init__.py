"""Listening: one module per kind of thing Slack sends. Translate, start a durable story, acknowledge; nothing more."""

from slack_bolt.async_app import AsyncApp

from handlers import (
    buttons,
    commands,
    errands,
    feedback,
    forms,
    home,
    installs,
    links,
    messages,
    risk,
    schedules,
    sessions,
    shortcuts,
    unused,
)


def register(app: AsyncApp) -> None:
    """Register every listener. A listener that raises is not acknowledged, so Slack sends the thing again."""
    messages.register(app)
    buttons.register(app)
    forms.register(app)
    errands.register(app)
    feedback.register(app)
    schedules.register(app)
    sessions.register(app)
    home.register(app)
    commands.register(app)
    shortcuts.register(app)
    links.register(app)
    risk.register(app)
    installs.register(app)
    unused.register(app)
