"""What `/chorister usage` answers: what was spent at Claude, by whom, and what may be. Pure; in private."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from bot.agent.allowance import NOTHING, Amount, day_of
from bot.settings import Settings
from bot.slack.text import counted, escape

Spent = Mapping[tuple[str, str], Amount]
"""By person and day."""

SPANS = (1, 7, 30)
"""Days that are summed, today among them."""
LISTED = 20
"""People who get a line of their own."""


def since(now: float) -> str:
    """The first day that is told of."""
    return _back(now, max(SPANS))


def everybodys(spent: Spent, now: float, settings: Settings) -> str:
    """For admins: the workspace, then each person, whoever spent most first."""
    most = Amount(settings.chorister_workspace_usd_a_day, settings.chorister_workspace_tokens_a_day)
    lines = ["*Spent at Claude by everybody*", *_spans(spent, now, most, settings)]
    return "\n".join([*lines, *_people(spent, now, settings), _limits(settings)])


def ones_own(spent: Spent, who: str, now: float, settings: Settings) -> str:
    """For anybody else: what they spent themselves."""
    own = {key: amount for key, amount in spent.items() if key[0] == who}
    most = Amount(settings.chorister_person_usd_a_day, settings.chorister_person_tokens_a_day)
    lines = ["*Spent at Claude by you*", *_spans(own, now, most, settings)]
    return "\n".join([*lines, _limits(settings)])


def _spans(spent: Spent, now: float, most: Amount, settings: Settings) -> list[str]:
    today, *longer = _sums(spent, now, settings)
    first = f"• Today: ${today.usd:.2f} of ${most.usd:.2f}, {_short(today.tokens)} of {_short(most.tokens)} tokens"
    rest = zip(_kept(settings)[1:], longer, strict=True)
    return [first, *(f"• Last {n} days: ${sum.usd:.2f}, {_short(sum.tokens)} tokens" for n, sum in rest)]


def _people(spent: Spent, now: float, settings: Settings) -> list[str]:
    each: dict[str, dict[tuple[str, str], Amount]] = defaultdict(dict)
    for (who, day), amount in spent.items():
        each[who][who, day] = amount
    sums = {who: _sums(own, now, settings) for who, own in each.items()}
    order = sorted(sums, key=lambda who: (-sums[who][-1].usd, who))
    spans = ["today", *(f"{n} days" for n in _kept(settings)[1:])]
    lines = [f"• {_named(who)}: {_row(sums[who])}" for who in order[:LISTED]]
    if left := order[LISTED:]:
        rest = [_added(column) for column in zip(*(sums[who] for who in left), strict=True)]
        lines.append(f"• {counted(len(left), 'other')}: {_row(rest)}")
    return [f"*By person ({', '.join(spans)})*", *lines] if lines else []


def _row(sums: Iterable[Amount]) -> str:
    sums = list(sums)
    money = ", ".join(f"${sum.usd:.2f}" for sum in sums)
    return f"{money} ({', '.join(_short(sum.tokens) for sum in sums)} tokens)"


def _named(who: str) -> str:
    return f"<@{escape(who)}>" if who else "Digests, for red-flag words"


def _limits(settings: Settings) -> str:
    may = (
        ("one run", settings.chorister_max_usd, settings.chorister_max_tokens),
        ("one person a day", settings.chorister_person_usd_a_day, settings.chorister_person_tokens_a_day),
        ("all together", settings.chorister_workspace_usd_a_day, settings.chorister_workspace_tokens_a_day),
    )
    told = "; ".join(f"{whose} ${usd:.2f} and {_short(tokens)} tokens" for whose, usd, tokens in may)
    return f"Limits: {told}. Days go by UTC. Whoever runs Chorister can change them."


def _sums(spent: Spent, now: float, settings: Settings) -> list[Amount]:
    return [
        _added(amount for (_, day), amount in spent.items() if day >= _back(now, n)) for n in _kept(settings)
    ]


def _kept(settings: Settings) -> list[int]:
    """The spans that are still known whole."""
    return [n for n in SPANS if n == 1 or n <= settings.chorister_audit_days]


def _added(amounts: Iterable[Amount]) -> Amount:
    return sum(amounts, NOTHING)


def _back(now: float, days: int) -> str:
    return day_of(now - 86_400 * (days - 1))


def _short(tokens: int) -> str:
    """About how many: 950, 12k, 3.4M."""
    if tokens < 1_000:
        return str(tokens)
    if tokens < 999_500:
        return f"{tokens / 1_000:.0f}k"
    return f"{tokens / 1_000_000:.1f}".removesuffix(".0") + "M"
