"""The commands of whoever runs Chorister: doctor, workflows, migrate. Imports wait, so that help answers at once."""

import argparse
from collections.abc import Callable, Mapping
from typing import Any

from bot.settings import Settings

STATES = ("queued", "running", "done", "failed", "cancelled")
RUN = "the run's id, or its beginning"


def add_to(commands: Any, since: Callable[[str], float]) -> None:
    """Their arguments. `since` reads what stands for a moment."""
    doctor = commands.add_parser(
        "doctor", help="look at each connection and say what is wrong, and what to do"
    )
    doctor.add_argument("--json", action="store_true", help="every finding, as JSON Lines")
    migrate = commands.add_parser(
        "migrate", help="bring the database's schema forward, or back for an older release"
    )
    migrate.add_argument(
        "--to", default="head", metavar="REVISION", help="such as 0012, `base` or `head` (default)"
    )
    migrate.add_argument(
        "--check", action="store_true", help="only say how far it is; exit code 1 where it is behind"
    )
    workflows = commands.add_parser("workflows", help="the durable runs: list, show, cancel, resume")
    deeds = workflows.add_subparsers(dest="deed", required=True)
    listed = deeds.add_parser("list", help="a line for each run, the newest first")
    listed.add_argument("--state", choices=STATES, help="only these")
    listed.add_argument("--name", default="", help="only runs of this workflow, such as turn")
    listed.add_argument(
        "--since", type=since, default=0.0, metavar="WHEN", help="only from then on: 2026-06-01, 7d, 12h"
    )
    listed.add_argument("--stuck", action="store_true", help="only unfinished runs that nobody seems to do")
    listed.add_argument("--json", action="store_true", help="every run, as JSON Lines")
    show = deeds.add_parser("show", help="one run with its steps")
    show.add_argument("run", help=RUN)
    show.add_argument(
        "--data", action="store_true", help="arguments and results too: people's words are in them"
    )
    show.add_argument("--json", action="store_true")
    cancel = deeds.add_parser("cancel", help="end a run that hangs; nobody is told in Slack")
    cancel.add_argument("run", help=RUN)
    cancel.add_argument("--force", action="store_true", help="also one that may be sending a change just now")
    resume = deeds.add_parser("resume", help="let a cancelled run go on from its last step")
    resume.add_argument("run", help=RUN)
    resume.add_argument("--force", action="store_true", help="also one that some process still has")


async def run(args: argparse.Namespace, env: Mapping[str, str], filled: Mapping[str, str]) -> int:
    """Do it. `filled`: the environment with something in the place of every service, for what needs the database alone."""
    if args.command == "doctor":
        from bot.doctor.report import doctor

        return await doctor(env, as_json=args.json)
    settings = Settings.from_env(filled)
    if args.command == "migrate":
        from bot.migrate import migrate

        return await migrate(settings, args.to, check=args.check)
    return await _workflows(settings, args)


async def _workflows(settings: Settings, args: argparse.Namespace) -> int:
    from bot import show_runs
    from bot.kept_runs import State

    match args.deed:
        case "list":
            state = State(args.state) if args.state else None
            wanted = show_runs.Narrowed(state, args.name, args.since, args.stuck)
            return await show_runs.list_runs(settings, wanted, as_json=args.json)
        case "show":
            return await show_runs.show_run(settings, args.run, data=args.data, as_json=args.json)
        case "cancel":
            return await show_runs.cancel_run(settings, args.run, force=args.force)
    return await show_runs.resume_run(settings, args.run, force=args.force)
