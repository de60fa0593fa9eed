"""Truto, asked: the token, the account and its Chorus, the tools of the three jobs, and how fast it may be asked."""

from collections.abc import Collection, Mapping, Sequence

from bot.doctor.bench import Bench
from bot.doctor.finding import Finding, fine, note, wrong
from bot.pacing import OF_AN_ACCOUNT, WINDOW
from bot.slack.text import and_list
from tools import chorus
from tools.catalog import Catalog, catalog_from
from tools.errors import UpstreamError
from tools.rate import Pace, limit_of
from tools.requests import Request
from tools.truto import Truto

TRUTO, TOOLS, CHORUS, PACE = "truto", "truto tools", "chorus", "pace"
Route = tuple[str, str]
JOBS: Mapping[str, Collection[Route]] = {
    "intercept": [("conversations", "join"), ("conversations", "get")],
    "write back": [("sales_qualifications", "get"), ("sales_qualifications", "writeback_crm")],
    "warn": [("conversations", "list"), ("sales_qualifications", "get")],
}
"""What each job cannot do without."""
WHO: Sequence[Route] = (("me", "list"), ("users", "list"))
"""Tools that Chorus answers at once, and that change nothing."""
MEND = {
    "token": "Check TRUTO_API_TOKEN.",
    "account": "Connect the Chorus account again in Truto.",
    "truto": "Ask Truto's support about the account.",
    "vendor": "Try again later; Chorus itself failed.",
    "network": "Check TRUTO_API_BASE_URL, and whether this machine reaches it.",
}


class Heard(Pace):
    """A pace that keeps what the last answer said."""

    def __init__(self) -> None:
        super().__init__(OF_AN_ACCOUNT, WINDOW)
        self.headers: dict[str, str] = {}

    async def learn(self, headers: Mapping[str, str]) -> None:
        self.headers = {name.lower(): value for name, value in headers.items()}
        await super().learn(headers)


async def truto(bench: Bench) -> list[Finding]:
    """Each question that Truto can be asked without changing anything."""
    settings, pace, asked_at = bench.settings, Heard(), bench.now()
    async with Truto(
        token=settings.truto_api_token.get_secret_value(),
        base_url=settings.truto_api_base_url,
        account_id=settings.truto_integrated_account_id,
        pace=pace,
    ) as client:
        try:
            catalog = catalog_from(await client.tools())
        except UpstreamError as error:
            return [failed(TRUTO, error)]
        finally:
            bench.hear("Truto", pace.headers, asked_at)
        says = fine(
            TRUTO, f"account {settings.truto_integrated_account_id} offers {len(catalog.offers)} tools"
        )
        return [says, tools(catalog), await _chorus(client, catalog), limits(pace.headers)]


def failed(check: str, error: UpstreamError) -> Finding:
    """What Truto or Chorus refused, as a finding."""
    return wrong(check, str(error).rstrip("."), MEND.get(error.blame, ""))


def tools(catalog: Catalog) -> Finding:
    """Whether every job has its tools."""
    there = _routes(catalog)
    lack = {job: [f"{r}.{m}" for r, m in routes if (r, m) not in there] for job, routes in JOBS.items()}
    lame = {job: routes for job, routes in lack.items() if routes}
    if not lame:
        return fine(TOOLS, f"all that {and_list(list(JOBS))} need")
    said = "; ".join(f"{job} lacks {and_list(routes)}" for job, routes in lame.items())
    return wrong(TOOLS, said, "Give these tools a description in Truto, so that it offers them again.")


def _routes(catalog: Catalog) -> set[Route]:
    return {(offer.tool.resource, offer.tool.method) for offer in catalog.offers}


async def _chorus(client: Truto, catalog: Catalog) -> Finding:
    route = next((route for route in WHO if route in _routes(catalog)), None)
    if route is None:
        return note(CHORUS, "nobody can tell: Truto offers neither me.list nor users.list")
    try:
        found = chorus.users(await client.call(Request(*route))).rows
    except (UpstreamError, ValueError) as error:
        return failed(CHORUS, error) if isinstance(error, UpstreamError) else wrong(CHORUS, str(error))
    who = found[0].email if found and route == WHO[0] else ""
    return fine(CHORUS, f"the account is active{f', as {who}' if who else ''}")


def limits(headers: Mapping[str, str]) -> Finding:
    """What Truto says of its own limit, against the pace that we keep."""
    limit, window = limit_of(headers)
    ours = f"we keep to {OF_AN_ACCOUNT} calls in {WINDOW:.0f} seconds"
    if not limit:
        return fine(PACE, ours)
    left = headers.get("ratelimit-remaining", "").partition(";")[0]
    theirs = f"Truto allows {limit}{f' in {window:.0f} seconds' if window else ''}{f', {left} are left' if left else ''}"
    stricter = limit < OF_AN_ACCOUNT and (window or WINDOW) >= WINDOW - 1
    say = f"{theirs}; {ours}{' at most, and follow the stricter limit' if stricter else ''}"
    return note(PACE, say) if stricter else fine(PACE, say)
