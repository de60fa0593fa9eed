"""Claude, asked what costs nothing: whether the key opens anything, and whether the models are there."""

from datetime import UTC, datetime, timedelta

from bot.agent.claude import Claude, Known
from bot.doctor.bench import Bench
from bot.doctor.finding import Finding, fine, note, wrong

CHECK = "claude"
SOON = timedelta(days=30)
"""A model that is retired within this time is worth a word."""


async def claude(bench: Bench) -> list[Finding]:
    """Both models that the settings name."""
    settings = bench.settings
    key, asked_at = settings.anthropic_api_key.get_secret_value(), bench.now()
    client = Claude(key, settings.anthropic_base_url, settings.chorister_model)
    wanted = {
        "CHORISTER_MODEL": settings.chorister_model,
        "CHORISTER_CHEAP_MODEL": settings.chorister_cheap_model,
    }
    try:
        found = {setting: await client.look(model, setting) for setting, model in wanted.items()}
    finally:
        await client.close()
    for known in found.values():
        bench.hear("Claude", known.headers, asked_at)
        asked_at = bench.now()
    now = datetime.fromtimestamp(bench.now(), UTC)
    told = [model(wanted[setting], known, now) for setting, known in found.items()]
    return list(dict.fromkeys(told))  # a refused key is said once


def model(name: str, known: Known, now: datetime) -> Finding:
    """How it stands with one model."""
    if known.say:
        do = "" if known.refused else "Check ANTHROPIC_BASE_URL, and whether this machine reaches it."
        return wrong(CHECK, known.say.rstrip("."), do)
    if known.retires and known.retires - now < SOON:
        return note(CHECK, f"{name} is retired on {known.retires:%-d %B %Y}", "Choose a newer model.")
    return fine(CHECK, f"the key is good for {name}")
