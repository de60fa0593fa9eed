"""One source for both manifests: what they have in common, and what each way of hearing Slack needs."""

from pathlib import Path

import pytest
import yaml

from bot.cli import main
from bot.manifest import PLACEHOLDER, Way, address, manifest, written
from bot.scopes import EVENTS, INSTALL_EVENTS, SCOPES

ROOT = Path(__file__).parents[2]
AT = "https://bot.seller.example"
EVENTS_AT = f"{AT}/slack/events"


@pytest.mark.parametrize(
    "name, kept",
    [("manifest.yml", written(Way.SOCKET)), ("manifest.http.yml", written(Way.OAUTH, PLACEHOLDER))],
)
def test_the_kept_file_is_what_the_source_gives(name: str, kept: str) -> None:
    assert (ROOT / name).read_text("utf-8") == kept, "make manifests"


@pytest.mark.parametrize("way", Way)
def test_what_is_written_is_read_back_as_it_was(way: Way) -> None:
    assert yaml.safe_load(written(way, AT)) == manifest(way, AT)


def test_socket_mode_needs_no_address() -> None:
    made = manifest(Way.SOCKET)
    assert "url" not in made["features"]["slash_commands"][0]
    assert "request_url" not in made["settings"]["event_subscriptions"]
    assert made["settings"]["interactivity"] == {"is_enabled": True}
    assert made["settings"]["socket_mode_enabled"] is True
    assert "redirect_urls" not in made["oauth_config"]


@pytest.mark.parametrize("way", [Way.HTTP, Way.OAUTH])
def test_over_http_all_that_slack_sends_comes_to_one_address(way: Way) -> None:
    made = manifest(way, AT)
    assert made["features"]["slash_commands"][0]["url"] == EVENTS_AT
    assert made["settings"]["event_subscriptions"]["request_url"] == EVENTS_AT
    assert made["settings"]["interactivity"] == {"is_enabled": True, "request_url": EVENTS_AT}
    assert made["settings"]["socket_mode_enabled"] is False


def test_only_an_app_that_is_installed_by_others_rotates_tokens_and_hears_that_it_is_gone() -> None:
    one, many = manifest(Way.HTTP, AT), manifest(Way.OAUTH, AT)
    assert many["oauth_config"]["redirect_urls"] == [f"{AT}/slack/oauth_redirect"]
    assert "redirect_urls" not in one["oauth_config"]
    for made, wanted in ((one, False), (many, True)):
        assert made["settings"]["token_rotation_enabled"] is wanted
        assert made["settings"]["org_deploy_enabled"] is wanted
        heard = set(made["settings"]["event_subscriptions"]["bot_events"])
        assert (heard - set(EVENTS) == set(INSTALL_EVENTS)) is wanted


@pytest.mark.parametrize("way", Way)
def test_every_scope_and_event_of_the_source_is_asked_for_once(way: Way) -> None:
    made = manifest(way, AT)
    assert made["oauth_config"]["scopes"]["bot"] == sorted(SCOPES)
    heard = made["settings"]["event_subscriptions"]["bot_events"]
    assert set(EVENTS) <= set(heard)
    assert len(heard) == len(set(heard))


def test_each_event_has_its_scope_and_each_history_scope_its_event() -> None:
    assert set(EVENTS.values()) - {""} <= set(SCOPES)
    assert {scope for scope in SCOPES if scope.endswith(":history")} <= set(EVENTS.values())


def test_the_command_prints_what_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    for asked, wanted in (
        ([], written(Way.SOCKET)),
        (["--http", f"{AT}/"], written(Way.HTTP, AT)),
        (["--http", AT, "--oauth"], written(Way.OAUTH, AT)),
    ):
        assert main(["manifest", *asked], {}) == 0
        assert capsys.readouterr().out == wanted


def test_installs_need_an_address(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["manifest", "--oauth"], {}) == 2
    assert "--oauth needs --http URL" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text", ["", "bot.example.com", "http://bot.example.com", "https://", "https://b.example?x=1"]
)
def test_an_address_that_slack_would_refuse_is_refused(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="Slack wants a public address"):
        address(text)
    with pytest.raises(SystemExit) as caught:
        main(["manifest", "--http", text], {})
    assert caught.value.code == 2
    assert "Slack wants a public address" in capsys.readouterr().err
