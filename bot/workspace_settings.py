"""What each of many workspaces decides for itself, over what the environment says for all of them. Pure."""

from collections.abc import Mapping

from pydantic import ValidationError

from bot.errors import SettingsError
from bot.settings import Settings, problem

ALONE = frozenset(
    {
        "truto_integrated_account_id",
        "chorister_admins",
        "chorister_auto_join",
        "chorister_confirm_internal",
        "chorister_crm_url",
        "chorister_link_apps",
        "chorister_quiet",
        "chorister_write_channels",
        "chorister_write_people",
    }
)
"""Settings that name a workspace's own things: where there are many, each has to say them itself, or goes without."""

OWN = ALONE | frozenset(
    {
        "truto_api_token",
        "chorister_writes",
        "chorister_joins",
        "chorister_effects",
        "chorister_allow",
        "chorister_reading",
        "chorister_audience",
        "chorister_confirm_words",
        "chorister_confirm_domains",
        "chorister_after_call",
        "chorister_holidays",
        "chorister_approval_hours",
        "chorister_person_usd_a_day",
        "chorister_person_tokens_a_day",
        "chorister_workspace_usd_a_day",
        "chorister_workspace_tokens_a_day",
    }
)
"""All that a workspace may decide for itself."""


def settings_of(shared: Settings, own: Mapping[str, str]) -> Settings:
    """The settings of one of many workspaces; `own` by the names of the variables. Raises SettingsError."""
    mine = {name.lower(): value.strip() for name, value in own.items() if value.strip()}
    if strange := sorted(mine.keys() - OWN):
        raise SettingsError(f"No workspace decides this for itself: {', '.join(strange).upper()}.")
    given = {name: getattr(shared, name) for name in shared.model_fields_set - ALONE}
    try:
        return Settings.model_validate(given | mine)
    except ValidationError as error:
        wrong = [problem(str(e["loc"][0]).upper(), e["type"], e["msg"]) for e in error.errors()]
        raise SettingsError(". ".join(wrong)) from None


def shared_by_mistake(settings: Settings) -> list[str]:
    """The settings in the environment of many workspaces that only one of them can mean."""
    return sorted(name.upper() for name in settings.model_fields_set & ALONE)
