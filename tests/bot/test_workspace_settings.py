"""What each of many workspaces decides for itself."""

import pytest

from bot.errors import SettingsError
from bot.workspace_settings import ALONE, OWN, settings_of, shared_by_mistake
from tests.builders import settings

OF_ONE = {"TRUTO_INTEGRATED_ACCOUNT_ID": "a-1", "CHORISTER_ADMINS": "U0ADMIN001, U0ADMIN002"}


def test_a_workspace_has_its_own_account_and_admins_and_shares_the_rest() -> None:
    own = settings_of(settings(CHORISTER_MAX_TURNS="7"), OF_ONE | {"CHORISTER_WRITES": "off"})
    assert own.truto_integrated_account_id == "a-1"
    assert own.chorister_admins == ("U0ADMIN001", "U0ADMIN002")
    assert (own.chorister_writes, own.chorister_max_turns) == ("off", 7)


def test_what_names_one_workspaces_things_is_never_taken_from_what_all_share() -> None:
    shared = settings(
        CHORISTER_ADMINS="U0ADMIN001", CHORISTER_QUIET="C0QUIET01", CHORISTER_READING="workspace"
    )
    own = settings_of(shared, {})
    assert (own.chorister_admins, own.chorister_quiet, own.truto_integrated_account_id) == ((), (), "")
    assert own.chorister_reading == "workspace"
    assert shared_by_mistake(shared) == ["CHORISTER_ADMINS", "CHORISTER_QUIET", "TRUTO_INTEGRATED_ACCOUNT_ID"]


@pytest.mark.parametrize(
    "own, words",
    [
        ({"DATABASE_URL": "postgresql://other/db"}, "No workspace decides this for itself: DATABASE_URL."),
        ({"CHORISTER_ADMINS": "somebody"}, "CHORISTER_ADMINS: somebody: not a Slack id"),
        ({"CHORISTER_WRITES": "yes"}, "'approve' or 'off'"),
    ],
)
def test_what_a_workspace_may_not_say_is_refused_in_a_sentence(own: dict[str, str], words: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings_of(settings(), own)
    assert words in str(caught.value)


def test_every_own_setting_exists() -> None:
    assert settings().model_fields_set >= {"truto_api_token"}
    assert type(settings()).model_fields.keys() >= OWN >= ALONE
