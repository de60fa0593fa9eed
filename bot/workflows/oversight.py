"""What only admins see on the Home tab, as the store has it at this moment."""

from bot.digests.schedule import coming
from bot.risk.rule_file import BadRules, default_rules
from bot.risk.rulebook import rules_changed
from bot.slack import home_admin as words
from bot.slack import usage_words
from bot.slack.blocks import Block
from bot.slack.main_account_words import connection
from bot.slack.schedule_words import place
from bot.slack.text import and_list
from bot.store.schedules import Period
from bot.workflows.house import house

SILENT = 8
"""Silent runs that are shown."""
NAMED = 4
"""Rules that are named as other ones than Chorister's."""


async def oversight() -> list[list[Block]]:
    """Every part, in its order."""
    here, now = house(), house().now()
    seen, troubles = await here.sightings.rows.all(), await here.troubles.standing()
    writes, joins = await here.switches.get("writes"), await here.switches.get("joins")
    lacks_account = not here.settings.truto_integrated_account_id
    spent = await here.spending.since(usage_words.since(now))
    return [
        *([connection()] if lacks_account and here.main_account.is_here_to_connect else []),
        words.health(seen, troubles, now, here.lacks, await _next_digest(now)),
        words.switches(here.settings, {"writes": writes, "joins": joins}),
        words.channels(await here.choices.holding("auto_join"), await here.choices.holding("quiet")),
        words.rules(await here.choices.holding("rules"), await rules_in_short()),
        words.fields(await here.field_rules.listed()),
        words.usage(usage_words.everybodys(spent, now, here.settings)),
        words.record(),
        words.silent_runs(await _whose(await here.schedules.silent(SILENT))),
    ]


async def _next_digest(now: float) -> tuple[float, str] | None:
    """When the next digest of all comes, and where it is read."""
    here = house()
    known = await here.schedules.running()
    times = [(at, each) for each in known if (at := coming(each, now, here.settings.chorister_holidays))]
    at, schedule = min(times, key=lambda found: found[0], default=(0.0, None))
    return (at, place(schedule.channel, schedule.by)) if schedule else None


async def rules_in_short() -> str:
    """The rules of deal risk in a line, or why they cannot be used."""
    try:
        rules = await house().choices.rules()
    except BadRules as error:
        return f"They cannot be used, so no digest is made: {error}"
    book = rules.own
    line = f"At risk from {book.levels.at_risk} reasons, act from {book.levels.act}, calls of {book.window_days} days"
    if changed := rules_changed(book, default_rules()):
        line += f"; {and_list(_few(changed))} {'differs' if len(changed) == 1 else 'differ'} from what Chorister comes with"
    return f"{line}; profiles: {', '.join(sorted(rules.profiles))}" if rules.profiles else line


def _few(rules: list[str]) -> list[str]:
    """The first of them, and how many more there are."""
    more = len(rules) - NAMED
    return [*rules[:NAMED], f"{more} more"] if more > 0 else rules


async def _whose(runs: list[Period]) -> list[words.Silent]:
    known = {schedule.id: schedule for schedule in await house().schedules.all()}
    return [
        words.Silent(run, known[run.schedule].channel, known[run.schedule].by)
        for run in runs
        if run.schedule in known
    ]
