"""`chorister demo`: the three jobs in the terminal, with a sandbox in place of every service that has no credentials."""

import asyncio
import logging
import os
import signal
import sys
import tempfile
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.ahead import tell
from bot.errors import BotError

if TYPE_CHECKING:
    from rich.console import Console

    from sandbox.world import World

HEADLINE = "Chorister demo: send the recorder, write back to the CRM, review the day."
INTERRUPTED = 130
NEEDED = {
    "Slack": ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"),
    "Claude": ("ANTHROPIC_API_KEY",),
    "Truto": ("TRUTO_API_TOKEN", "TRUTO_INTEGRATED_ACCOUNT_ID"),
}
"""What makes each service a real one."""
PREFIXES = {
    "Slack": ("SLACK_", "HOST", "PORT", "CHORISTER_ADMINS", "CHORISTER_AUTO_JOIN", "CHORISTER_APPROVAL_"),
    "Claude": ("ANTHROPIC_", "CHORISTER_MODEL", "CHORISTER_MAX_"),
    "Truto": ("TRUTO_", "CHORISTER_WRITES", "CHORISTER_JOINS", "CHORISTER_READING"),
}
"""The settings that are kept where the service is real. All others are the demo's own."""
LIVELY = {"Slack": {"CHORISTER_EDIT_PAUSE": "0.4"}, "Truto": {"CHORISTER_POLL": "0.7"}}
"""Shorter waits, where it is only the sandbox that is asked so often."""
PROXIES = ("http_proxy", "https_proxy", "all_proxy")
STARTING = 60.0
"""Seconds the bot may take to listen."""


async def demo(env: Mapping[str, str], port: int = 0) -> int:
    """
    Run the demo; 0 when everything came out right, 1 when not, 130 when interrupted on the way. `port` is where the page
    on the sandbox is shown; 0: wherever there is room.
    """
    # Before anything heavy is imported, so that the first words come at once.
    sys.stdout.write(f"{HEADLINE}\n")
    sys.stdout.flush()
    logging.getLogger().setLevel(logging.WARNING)
    visit = Visit()
    work = asyncio.ensure_future(_demo(env, visit, port))
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(signum, work.cancel)
    await asyncio.wait({work})
    return visit.code if work.cancelled() else work.result()


class NotListening(Exception):
    """The bot runs but does not connect."""


@dataclass
class Visit:
    """What leaving means at any moment: an interruption, until there is a verdict."""

    code: int = INTERRUPTED


@dataclass(frozen=True)
class Services:
    """Which of the three services are real: those whose credentials are all there."""

    real: frozenset[str]
    missing: Mapping[str, str]
    """Of a service with some of its credentials: the first one that is missing."""

    @classmethod
    def of(cls, env: Mapping[str, str]) -> "Services":
        lacking = {name: [key for key in keys if not env.get(key)] for name, keys in NEEDED.items()}
        real = frozenset(name for name, keys in lacking.items() if not keys)
        partly = {name: keys[0] for name, keys in lacking.items() if keys and len(keys) < len(NEEDED[name])}
        return cls(real, partly)

    def line(self) -> str:
        """Say in one line which are real and which are not."""
        return " · ".join(self._said(name) for name in NEEDED)

    def _said(self, name: str) -> str:
        if name in self.real:
            return f"{name}: real"
        kind = "the sandbox planner" if name == "Claude" else "sandbox"
        return f"{name}: {kind}" + (f" ({self.missing[name]} is missing)" if name in self.missing else "")

    def env(
        self, given: Mapping[str, str], sandbox: Mapping[str, str], names: frozenset[str]
    ) -> dict[str, str]:
        """
        The bot's environment: real services as given, the others from the sandbox, and no setting (`names`) by chance.
        Blank rather than absent, because the bot reads .env as well.
        """
        kept = tuple(prefix for name in self.real for prefix in PREFIXES[name])
        made = {k: v for k, v in given.items() if k not in names or (kept and k.startswith(kept))}
        for name in NEEDED.keys() - self.real:
            made |= {k: v for k, v in sandbox.items() if k.startswith(PREFIXES[name])} | LIVELY.get(name, {})
        if not self.real:
            made = {k: v for k, v in made.items() if k.lower() not in PROXIES}
        return dict.fromkeys(names, "") | made | _not_proxied(given)


def _not_proxied(env: Mapping[str, str]) -> dict[str, str]:
    """The sandbox is on this computer, whatever proxy leads to the rest of the world."""
    there = env.get("NO_PROXY") or env.get("no_proxy") or ""
    local = ",".join(filter(None, [there, "127.0.0.1", "localhost"]))
    return {"NO_PROXY": local, "no_proxy": local}


async def _demo(env: Mapping[str, str], visit: Visit, port: int) -> int:
    from rich.console import Console

    from bot.settings import Settings
    from sandbox.hosts import know_hosts
    from sandbox.tour.child import child
    from sandbox.world import World

    # Colours and live threads only where somebody looks; FORCE_COLOR and the like do not make a log a terminal.
    console = Console(highlight=False, force_terminal=None if sys.stdout.isatty() else False)
    services = Services.of(env)
    console.print(services.line())
    names = frozenset(name.upper() for name in Settings.model_fields)
    with tempfile.TemporaryDirectory(prefix="chorister-demo-", ignore_cleanup_errors=True) as home:
        async with World() as world:
            settings = services.env(env, world.env(), names) | {"CHORISTER_HOME": home}
            know_hosts(world)
            log, ahead = Path(home, "bot.log"), Path(home, "ahead")
            world.clock.on_advance(lambda: tell(ahead, world.clock.now().timestamp()))
            # This very code, from wherever the command was called.
            path = os.pathsep.join(filter(None, [str(Path(__file__).parents[1]), env.get("PYTHONPATH")]))
            command = [sys.executable, "-m", "bot", "run", "--ahead", str(ahead)]
            async with (
                child(command, settings | {"PYTHONPATH": path}, log) as process,
                _window(world, services, port) as address,
            ):
                console.print(address, end="")
                work = asyncio.ensure_future(_with_bot(world, services, console, visit))
                return await _while_alive(work, process, log, console)


@asynccontextmanager
async def _window(world: "World", services: Services, port: int) -> AsyncIterator[str]:
    """A page on the sandbox in the browser, where its Slack is the one that is used; what to say of it."""
    if "Slack" in services.real:
        yield ""
        return
    from sandbox.window.server import window

    try:
        async with window(world, port) as url:
            yield f"Open {url} to watch and take part.\n"
    except OSError as error:
        raise BotError(f"Cannot show the page on port {port}: {os.strerror(error.errno or 0)}.") from error


async def _with_bot(world: "World", services: Services, console: "Console", visit: Visit) -> int:
    """What happens while the bot runs."""
    if "Slack" in services.real:
        console.print("Chorister is connecting to your workspace: write to it there. Ctrl-C stops it.")
        visit.code = 0
        await asyncio.Event().wait()
    from sandbox.tour import Cast, Tour

    if services.real:
        console.print(
            "With a real service the tour checks less: what Claude and Chorus answer is up to them."
        )
    cast = Cast(truto="Truto" not in services.real, claude="Claude" not in services.real)
    console.print(f"{Tour.setting(world)} Starting the bot …")
    try:
        await world.slack.wait_for(lambda: world.slack.sockets.open, STARTING)
    except AssertionError as error:
        raise NotListening from error

    def came_out(well: bool) -> None:
        visit.code = 0 if well else 1

    await Tour(world, console, cast).visit(came_out)
    return visit.code


async def _while_alive(work: "asyncio.Future[int]", process: Process, log: Path, console: "Console") -> int:
    """Finish the work, unless the bot ends first or never listens: then say what it said last."""
    ended = asyncio.ensure_future(process.wait())
    try:
        await asyncio.wait({work, ended}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for future in (work, ended):
            future.cancel()
        await asyncio.wait({work, ended})
    from sandbox.tour.child import last_words

    if work.cancelled():
        how = f"ended by itself, with code {ended.result()}"
    elif isinstance(work.exception(), NotListening):
        how = f"did not connect to Slack within {STARTING:.0f} s"
    else:
        return work.result()
    console.print(f"\nThe bot {how}. Its last words:\n{last_words(log)}", markup=False)
    return 1
