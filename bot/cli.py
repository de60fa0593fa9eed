"""The commands: run, demo, ask, tools, audit, feedback, rules."""

import argparse
import asyncio
import re
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from bot import logs
from bot.ahead import ahead
from bot.errors import BotError, SettingsError
from bot.redaction import secrets_in
from bot.settings import Settings

NO_SLACK = {"SLACK_BOT_TOKEN": "xoxb-none", "SLACK_APP_TOKEN": "xapp-none"}
"""What the commands of the terminal have in place of a workspace."""
NOTHING = dict.fromkeys(("ANTHROPIC_API_KEY", "TRUTO_API_TOKEN", "TRUTO_INTEGRATED_ACCOUNT_ID"), "none")
"""What `audit` and `feedback` have in place of the services they do not ask."""
DESCRIPTION = "A Slack teammate for sales teams on Chorus.ai."


def main(argv: list[str], env: Mapping[str, str]) -> int:
    """Run one command; returns its exit code. 2 means that the settings are incomplete."""
    args = _parser().parse_args(argv)
    logs.begin(env.get("CHORISTER_LOG", "").strip(), secrets_in(env), verbose=args.verbose)
    try:
        return asyncio.run(_command(args, env))
    except SettingsError as error:
        print(error, file=sys.stderr)  # noqa: T201 - a command speaks to its terminal
        return 2
    except BotError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="chorister", description=DESCRIPTION)
    parser.add_argument("-v", "--verbose", action="store_true", help="log more")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="answer in Slack, with the real services")
    run.add_argument("--ahead", type=Path, help=argparse.SUPPRESS)
    demo = commands.add_parser("demo", help="the three jobs on this computer; needs no account")
    demo.add_argument("--port", type=int, default=0, help="where its page is shown (default: a free port)")
    ask = commands.add_parser("ask", help="ask in the terminal instead of in Slack")
    ask.add_argument("question", type=_words)
    ask.add_argument(
        "--as", dest="email", required=True, metavar="E-MAIL", help="who asks, by their Chorus e-mail"
    )
    audit = commands.add_parser("audit", help="who asked, approved, what was sent and what came back")
    audit.add_argument(
        "card", nargs="?", help="a card's id as it stands on it, or a run's reference; else: the newest cards"
    )
    audit.add_argument("--deal", help="only this deal: its id in the CRM, or part of its name")
    audit.add_argument("--person", help="only this person: a Slack id, or part of a name or e-mail address")
    audit.add_argument("--since", type=_since, metavar="WHEN", help="only from then on: 2026-06-01, 7d, 12h")
    audit.add_argument("--json", action="store_true", help="every row, as JSON Lines")
    feedback = commands.add_parser("feedback", help="what people thought of answers, newest first")
    feedback.add_argument(
        "--since", type=_since, default=0.0, metavar="WHEN", help="only from then on: 2026-06-01, 7d, 12h"
    )
    feedback.add_argument("--bad", action="store_true", help="only answers that did not help")
    feedback.add_argument("--json", action="store_true", help="every rating, as JSON Lines")
    rules = commands.add_parser(
        "rules", help="the rules of deal risk; of a file of other ones, what they would change"
    )
    rules.add_argument(
        "file", nargs="?", type=Path, help="a YAML file with rules, as CHORISTER_RULES would name it"
    )
    rules.add_argument("--as", dest="email", metavar="E-MAIL", help="preview it for this person's deals")
    rules.add_argument("--profile", default="", metavar="NAME", help="of the rules, one profile")
    commands.add_parser("tools", help="list the live tools: effect, hot or deferred, repaired or off and why")
    return parser


def _words(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("the question is empty")
    return text


def _since(text: str) -> float:
    """A date, or a span before now, as epoch seconds."""
    found = re.fullmatch(r"(\d{1,5})([dh])", text.strip())
    if found:
        return time.time() - int(found.group(1)) * (86_400 if found.group(2) == "d" else 3_600)
    try:
        day = datetime.fromisoformat(text.strip())
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is neither a date nor a span such as 7d or 12h") from None
    return (day if day.tzinfo else day.replace(tzinfo=UTC)).timestamp()


async def _command(args: argparse.Namespace, env: Mapping[str, str]) -> int:
    # Imported here, so that help and a missing setting answer at once.
    match args.command:
        case "run":
            from bot.serve import serve

            return await serve(Settings.from_env(env), ahead(args.ahead) if args.ahead else time.time)
        case "ask":
            from bot.ask import ask

            return await ask(Settings.from_env({**env, **NO_SLACK}), args.question, args.email)
        case "audit":
            from bot.trace import Wanted, audit

            wanted = Wanted(args.card, args.deal, args.person, args.since)
            return await audit(Settings.from_env({**NOTHING, **env, **NO_SLACK}), wanted, as_json=args.json)
        case "feedback":
            from bot.feedback import feedback

            given = Settings.from_env({**NOTHING, **env, **NO_SLACK})
            return await feedback(given, args.since, bad=args.bad, as_json=args.json)
        case "rules":
            from bot.show_rules import show_rules

            needed = {} if args.email else NOTHING
            given = Settings.from_env({"ANTHROPIC_API_KEY": "none", **needed, **env, **NO_SLACK})
            return await show_rules(given, args.file, args.email, args.profile)
        case "tools":
            from bot.list_tools import list_tools

            return await list_tools(Settings.from_env({"ANTHROPIC_API_KEY": "none", **env, **NO_SLACK}))
        case _:
            from bot.demo import demo

            return await demo(env, args.port)
