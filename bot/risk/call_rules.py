"""Rules about the calls themselves: R1 next step, R2 long gap, R14 blind spot, R15 no-shows, R16 one-sided call."""

from bot.risk.facts import Deal
from bot.risk.gaps import is_placeholder, plain_name
from bot.risk.verdict import Finding, Judging, Reason, Unknown
from bot.slack.text import counted


def no_next_step(deal: Deal, judging: Judging) -> list[Finding]:
    """R1: neither an action item in the last call nor a next step in the newest analysis."""
    if not deal.recorded:
        return []
    last = deal.recorded[-1]
    if last.action_items:
        return []
    if deal.fields is None:
        return [Unknown("R1", "no analysis says what the next step is")]
    steps = [f.value for f in deal.fields if plain_name(f.name) == "nextsteps"]
    if any(step and not is_placeholder(step) for step in steps):
        return []
    fact = f"nothing was agreed in the call of {judging.day(last.at)}"
    return [Reason("R1", "No next step", fact, last.at, ("R1",), call=last.id, url=last.url)]


def long_gap(deal: Deal, judging: Judging) -> list[Finding]:
    """R2: no held meeting for so many days, by the deal's size; where that is unknown the most patient number counts."""
    rule, book = judging.book.rules.R2, judging.book
    if not deal.calls:
        return []
    if deal.amount is None:
        patience = max(rule.days.small, rule.days.mid, rule.days.enterprise)
    elif deal.amount < book.segments.mid:
        patience = rule.days.small
    else:
        patience = rule.days.mid if deal.amount < book.segments.enterprise else rule.days.enterprise
    last = deal.held[-1] if deal.held else deal.calls[0]
    days = judging.days_since(last.at)
    if days <= patience:
        return []
    fact = (
        f"no meeting held for {days:.0f} days, since {'' if deal.held else 'before '}{judging.day(last.at)}"
    )
    return [Reason("R2", "Long gap", fact, last.at, ("R2",), call=last.id, url=last.url)]


def blind_spot(deal: Deal, judging: Judging) -> list[Finding]:
    """R14: the last held meetings have no recording."""
    rule = judging.book.rules.R14
    last = deal.held[-rule.last_calls :]
    if len(last) < rule.last_calls or any(call.recorded for call in last):
        return []
    fact = f"the last {counted(len(last), 'meeting')} have no recording, since {judging.day(last[0].at)}"
    return [Reason("R14", "Blind spot", fact, last[-1].at, ("R14",))]


def no_shows(deal: Deal, judging: Judging) -> list[Finding]:
    """R15: so many no-shows of late, and no held meeting since."""
    rule = judging.book.rules.R15
    missed = [c for c in deal.calls if c.no_show and judging.days_since(c.at) <= rule.days]
    if len(missed) < rule.times or any(call.at > missed[-1].at for call in deal.held):
        return []
    fact = f"{len(missed)} in {rule.days:g} days, the last on {judging.day(missed[-1].at)}"
    return [Reason("R15", "No-shows", fact, missed[-1].at, ("R15",), call=missed[-1].id, url=missed[-1].url)]


def one_sided(deal: Deal, judging: Judging) -> list[Finding]:
    """R16: our side did most of the talking in a discovery call. A hint for the rep."""
    rule = judging.book.rules.R16
    if judging.book.rank(deal.stage) != 0 or not deal.recorded:
        return []
    last = deal.recorded[-1]
    if last.minutes < rule.longer_than_minutes or last.talk_ratio is None or last.talk_ratio <= rule.share:
        return []
    fact = f"our side talked {last.talk_ratio:.0%} of the call of {judging.day(last.at)}"
    return [Reason("R16", "One-sided call", fact, last.at, (f"R16:{last.id}",), call=last.id, url=last.url)]
