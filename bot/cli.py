"""The commands: what each takes, and which module does it."""

import argparse
import asyncio
import re
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot import logs, operating
from bot.ahead import ahead
from bot.errors import BotError, SettingsError
from bot.redaction import secrets_in
from bot.settings import Settings

NO_SLACK = {
    "SLACK_BOT_TOKEN": "xoxb-none",
    "SLACK_APP_TOKEN": "xapp-none",
    "SLACK_CLIENT_ID": "",
    "SLACK_CLIENT_SECRET": "",
}
"""What the commands of the terminal have in place of a workspace."""
NOTHING = dict.fromkeys(("ANTHROPIC_API_KEY", "TRUTO_API_TOKEN", "TRUTO_INTEGRATED_ACCOUNT_ID"), "none")
"""What commands that look at the database alone have in place of the services they do not ask."""
NO_CLOUD = {"ANTHROPIC_API_KEY": "none", "TRUTO_API_TOKEN": "none"}
"""What `workspaces` has in place of them."""
DESCRIPTION = "A Slack teammate for sales teams on Chorus.ai."


def main(argv: list[str], env: Mapping[str, str]) -> int:
    """Run one command; returns its exit code. 2 means that the settings are incomplete."""
    args = _parser().parse_args(argv)
    logs.begin(env.get("CHORISTER_LOG", "").strip(), secrets_in(env), verbose=args.verbose)
    try:
        if args.command == "init":
            from bot.init import here, init

            # On no event loop, which would keep the first Ctrl-C from a question.
            return init(env, Path(".env"), here(), offline=args.offline)
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
    for of_one in (audit, feedback):
        of_one.add_argument("--workspace", default="", metavar="KEY", help="of many workspaces, this one")
    workspaces = commands.add_parser(
        "workspaces", help="who added Chorister, and what each workspace decides for itself"
    )
    workspaces.add_argument("key", nargs="?", help="only this one: its key, as the list has it")
    workspaces.add_argument(
        "setting", nargs="*", metavar="NAME=VALUE", help="give it a setting of its own; NAME= takes it back"
    )
    rules = commands.add_parser(
        "rules", help="the rules of deal risk; of a file of other ones, what they would change"
    )
    rules.add_argument(
        "file", nargs="?", type=Path, help="a YAML file with rules, as CHORISTER_RULES would name it"
    )
    rules.add_argument("--as", dest="email", metavar="E-MAIL", help="preview it for this person's deals")
    rules.add_argument("--profile", default="", metavar="NAME", help="of the rules, one profile")
    start = commands.add_parser("init", help="asks for what is needed, tries it, and writes .env")
    start.add_argument("--offline", action="store_true", help="try nothing at the services")
    manifest = commands.add_parser("manifest", help="the app's manifest, to paste at Slack")
    manifest.add_argument(
        "--http", type=_public, metavar="URL", help="for signed HTTP at this address, not for Socket Mode"
    )
    manifest.add_argument(
        "--oauth", action="store_true", help="with --http: workspaces install the app themselves"
    )
    commands.add_parser("tools", help="list the live tools: effect, hot or deferred, repaired or off and why")
    operating.add_to(commands, _since)
    return parser


def _words(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("the question is empty")
    return text


def _public(text: str) -> str:
    from bot.manifest import address

    try:
        return address(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


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
            given = Settings.from_env({**NOTHING, **env, **NO_SLACK})
            return await audit(given, wanted, as_json=args.json, workspace=args.workspace)
        case "feedback":
            from bot.feedback import feedback

            given = Settings.from_env({**NOTHING, **env, **NO_SLACK})
            how: Any = {"bad": args.bad, "as_json": args.json, "workspace": args.workspace}
            return await feedback(given, args.since, **how)
        case "workspaces":
            from bot.show_workspaces import show_workspaces

            return await show_workspaces(Settings.from_env({**NO_CLOUD, **env}), args.key, args.setting)
        case "rules":
            from bot.show_rules import show_rules

            needed = {} if args.email else NOTHING
            given = Settings.from_env({"ANTHROPIC_API_KEY": "none", **needed, **env, **NO_SLACK})
            return await show_rules(given, args.file, args.email, args.profile)
        case "manifest":
            from bot.manifest import print_manifest

            return print_manifest(args.http, oauth=args.oauth)
        case "doctor" | "workflows" | "migrate":
            return await operating.run(args, env, {**NOTHING, **env, **NO_SLACK})
        case "tools":
            from bot.list_tools import list_tools

            return await list_tools(Settings.from_env({"ANTHROPIC_API_KEY": "none", **env, **NO_SLACK}))
        case _:
            from bot.demo import demo

            return await demo(env, args.port)
