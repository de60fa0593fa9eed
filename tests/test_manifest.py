"""Both kept manifests: valid for Slack, and asking for nothing that is not used and explained."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from bot.commands import parse
from bot.scopes import SCOPES
from handlers import shortcuts
from sandbox.world import World

ROOT = Path(__file__).parents[1]
SCHEMA = ROOT.parent / "shared" / "reference" / "slack-manifest.schema.json"


@pytest.fixture(params=["manifest.yml", "manifest.http.yml"])
def manifest(request: pytest.FixtureRequest) -> dict:
    return yaml.safe_load((ROOT / request.param).read_text("utf-8"))


def test_it_keeps_to_slacks_schema_where_that_is_at_hand(manifest: dict) -> None:
    # Without the schema beside the checkout, the limits that are easiest to break are checked all the same.
    if SCHEMA.exists():
        jsonschema.validate(manifest, json.loads(SCHEMA.read_text()), cls=jsonschema.Draft7Validator)
    about = manifest["display_information"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 175 <= len(about["long_description"]) <= 4000
    assert len(manifest["features"]["agent_view"]["suggested_prompts"]) <= 4


def test_the_readme_names_each_scope_with_its_reason() -> None:
    rows = "\n".join(f"| `{scope}` | {reason} |" for scope, reason in SCOPES.items())
    assert f"| Scope | Why |\n| --- | --- |\n{rows}\n\n" in (ROOT / "README.md").read_text("utf-8")


def test_the_home_tab_is_shown_and_its_opening_heard(manifest: dict) -> None:
    assert manifest["features"]["app_home"]["home_tab_enabled"] is True
    assert "app_home_opened" in manifest["settings"]["event_subscriptions"]["bot_events"]


def test_the_stop_button_is_shown_and_heard(manifest: dict) -> None:
    assert "agent_view" in manifest["features"]
    assert "agent_session_stopped" in manifest["settings"]["event_subscriptions"]["bot_events"]


def test_the_hint_of_the_command_names_only_what_is_understood(manifest: dict) -> None:
    (command,) = manifest["features"]["slash_commands"]
    for typed in command["usage_hint"].split(" | "):
        assert not isinstance(parse(typed.replace("...", "987654321")), str), typed


def test_the_shortcuts_are_the_ones_that_are_listened_to(manifest: dict) -> None:
    offered = {each["callback_id"]: each for each in manifest["features"]["shortcuts"]}
    assert set(offered) == {
        shortcuts.RECORD_CALL,
        shortcuts.SUMMARISE_CALL,
        shortcuts.PUSH_CALL,
        shortcuts.ASK,
    }
    assert [id for id, each in offered.items() if each["type"] == "global"] == [shortcuts.ASK]
    assert all(len(each["name"]) <= 24 for each in offered.values())


def test_the_sandbox_tells_of_the_links_that_the_app_asks_for(manifest: dict) -> None:
    assert tuple(manifest["features"]["unfurl_domains"]) == World().slack.people.unfurl_domains
    assert "links:write" in manifest["oauth_config"]["scopes"]["bot"]


def test_the_scopes_that_the_code_and_the_sandbox_know_are_the_manifest_s(manifest: dict) -> None:
    scopes = manifest["oauth_config"]["scopes"]["bot"]
    assert sorted(SCOPES) == sorted(scopes)
    assert sorted(World().slack.me.scopes) == sorted(scopes)
