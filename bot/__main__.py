"""The command `chorister`: reads the environment and .env, then hands over to bot/cli.py."""

import os
import sys

from dotenv import dotenv_values

from bot.cli import main as run


def main() -> None:
    """Entry point. What is exported in the shell wins over .env."""
    env = {k: v for k, v in dotenv_values(".env").items() if v is not None} | dict(os.environ)
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
        # Bolt would read them too, empty ones as well, and go its own ways of installing and authorising.
        os.environ.pop(name, None)
    sys.exit(run(sys.argv[1:], env))


def command() -> None:
    """The same, and gone: Python takes itself apart for seconds where much is loaded and the machine is busy."""
    try:
        main()
    except SystemExit as over:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(over.code if isinstance(over.code, int) else over.code is not None)


if __name__ == "__main__":
    command()
