"""compose.yaml, as far as it can be judged without an engine: it names what exists, and hides what nobody should see."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import Settings
from tests.image.dockerfile import ROOT, ours

OWN = {"POSTGRES_PASSWORD", "CHORISTER_PUBLIC_URL"}
"""What only the containers beside the bot need."""


@pytest.fixture
def text() -> str:
    return (ROOT / "compose.yaml").read_text("utf-8")


@pytest.fixture
def whole(text: str) -> dict[str, Any]:
    return yaml.safe_load(text)


@pytest.fixture
def bot(whole: dict[str, Any]) -> dict[str, Any]:
    return whole["services"]["bot"]


def test_each_variable_of_the_bot_is_a_setting(bot: dict[str, Any]) -> None:
    assert set(bot["environment"]) <= {name.upper() for name in Settings.model_fields}


def test_what_it_takes_from_the_environment_is_told_to_whoever_forgot_it(text: str) -> None:
    assert set(re.findall(r"\$\{(\w+)", text)) == OWN
    for name in OWN:
        assert f"${{{name}:?" in text, name


def test_its_settings_are_ones_that_the_bot_can_start_with(bot: dict[str, Any]) -> None:
    given = {k: v.replace("${POSTGRES_PASSWORD}", "x1") for k, v in bot["environment"].items()}
    needed = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_SIGNING_SECRET": "s"}
    services = dict.fromkeys(("ANTHROPIC_API_KEY", "TRUTO_API_TOKEN", "TRUTO_INTEGRATED_ACCOUNT_ID"), "x")
    made = Settings.from_env(needed | services | given)
    assert made.slack_app_token is None, "signed HTTP, whatever stands in .env"
    assert (made.store.drivername, made.store.host) == ("postgresql", "postgres")


def test_two_bots_are_built_from_this_folder_and_wait_for_the_database(bot: dict[str, Any]) -> None:
    assert bot["build"] == "."
    assert bot["deploy"]["replicas"] == 2
    assert bot["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert "ports" not in bot
    assert float(bot["stop_grace_period"].rstrip("s")) >= 30


def test_what_listens_to_strangers_can_do_next_to_nothing(whole: dict[str, Any]) -> None:
    for name in ("bot", "proxy"):
        service = whole["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in whole["services"]["bot"]
    for service in whole["services"].values():
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["restart"] == "unless-stopped"


def test_the_bots_folder_is_the_images_and_belongs_to_its_user(bot: dict[str, Any]) -> None:
    final = ours()[-1]
    data, user = final.last("VOLUME").rest, final.last("USER").rest.split(":")
    assert bot["environment"]["CHORISTER_HOME"] == data
    assert f"{data}:uid={user[0]},gid={user[1]},mode=0700" in bot["tmpfs"]
    assert bot["environment"]["PORT"] == final.last("ENV").pairs["PORT"]


def test_the_database_is_reached_by_the_bots_alone(whole: dict[str, Any]) -> None:
    database = whole["services"]["postgres"]
    assert "ports" not in database
    assert database["networks"] == ["inside"]
    assert whole["networks"]["inside"]["internal"] is True
    assert [n for n, s in whole["services"].items() if "inside" in s["networks"]] == ["postgres", "bot"]
    assert database["healthcheck"]["test"][1] == "pg_isready"


def test_only_the_proxy_is_open_to_the_world(whole: dict[str, Any]) -> None:
    assert {name for name, service in whole["services"].items() if "ports" in service} == {"proxy"}
    assert whole["services"]["proxy"]["ports"] == ["80:80", "443:443"]


def test_every_volume_is_declared_and_every_file_is_there(whole: dict[str, Any]) -> None:
    mounts = [m.split(":")[0] for s in whole["services"].values() for m in s.get("volumes", [])]
    named = {mount for mount in mounts if not mount.startswith(".")}
    assert named == set(whole["volumes"])
    assert all(Path(ROOT / mount).is_file() for mount in mounts if mount.startswith("."))


def test_each_image_has_a_version(whole: dict[str, Any]) -> None:
    for service in whole["services"].values():
        assert re.search(r":\d+[\w.-]*$", service["image"]), service["image"]
