"""How far the clocks are apart: a signed request counts for five minutes, and limits and digests go by the clock."""

from collections.abc import Iterator

from bot.doctor.finding import Finding, fine, note, wrong

WORTH_A_WORD, TOO_FAR = 30.0, 240.0
"""Seconds. Slack's signed requests expire after 300."""
CHECK = "clock"


def clocks(skews: dict[str, float]) -> list[Finding]:
    """What the clocks of others say of this machine's, the farthest first; nothing where nobody's was heard."""
    apart = sorted(skews.items(), key=lambda each: -abs(each[1]))
    found = list(_each(apart))
    if found or not apart:
        return found
    return [fine(CHECK, f"this machine's clock agrees with that of {_named([who for who, _ in apart])}")]


def _each(apart: list[tuple[str, float]]) -> Iterator[Finding]:
    for who, seconds in apart:
        if abs(seconds) <= WORTH_A_WORD:
            continue
        way = "behind" if seconds > 0 else "ahead of"
        say = f"this machine's clock is {abs(seconds):.0f} seconds {way} that of {who}"
        if abs(seconds) > TOO_FAR:
            yield wrong(
                CHECK, f"{say}; signed requests expire after 300", "Set the clock, and keep it by NTP."
            )
        else:
            yield note(CHECK, say, "Keep the clock by NTP.")


def _named(names: list[str]) -> str:
    *first, last = sorted(names)
    return f"{', '.join(first)} and {last}" if first else last
