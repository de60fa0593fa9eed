"""The address under which the world reaches us: where people add Chorister, and where Slack sends them back to."""

import aiohttp

from bot.doctor.bench import Bench
from bot.doctor.finding import Finding, fine, note, wrong
from bot.installs.doors import START

CHECK = "public address"
SECONDS = 5.0


async def public(bench: Bench) -> list[Finding]:
    """The page of the way in, asked for as a browser would. Whoever looks at it has changed nothing."""
    address = f"{bench.settings.chorister_public_url}".rstrip("/") + START
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(SECONDS)) as client,
            client.get(address) as answer,
        ):
            status = answer.status
    except (aiohttp.ClientError, TimeoutError) as error:
        return [*_scheme(address), unheard(address, error)]
    return [*_scheme(address), heard(address, status)]


def _scheme(address: str) -> list[Finding]:
    if address.startswith("https://"):
        return []
    return [note(CHECK, f"{address} is no https: Slack sends nobody back there", "Set CHORISTER_PUBLIC_URL.")]


def heard(address: str, status: int) -> Finding:
    """What the page's status says."""
    if status == 200:
        return fine(CHECK, f"{address} is answered")
    do = "What stands in front has to let /slack/* through to PORT of a running bot."
    return wrong(CHECK, f"{address} is answered with {status}", do)


def unheard(address: str, error: Exception) -> Finding:
    """The world may reach what this machine does not."""
    say = f"nobody answers at {address}, as far as this machine can tell ({type(error).__name__})"
    return note(
        CHECK, say, "Open it in a browser; a bot has to run, and its balancer to let /slack/* through."
    )
