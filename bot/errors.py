"""
Errors this bot raises on purpose. str(error) is always safe to show in Slack.

* BotError
  x SettingsError  the environment is incomplete         (printed at start, exit code 2)

What Truto and Chorus refuse is in tools/errors.py: those go back to Claude as a failed tool call.
"""

import hashlib


class BotError(Exception):
    """Something went wrong that a person should read about in plain words."""


class SettingsError(BotError):
    """The environment does not say everything that is needed to start."""


def reference(run: str) -> str:
    """The short number a person can quote, and that the log carries beside the run's full id."""
    return hashlib.sha256(run.encode()).hexdigest()[:8].upper()
