"""`chorister init` as somebody answers it: what is asked and in which order, and what comes of it, tried at the sandbox."""

import asyncio
from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.env_file import changed, values_of
from bot.init import init
from bot.interview import Interview, Terminal
from bot.settings import Settings
from sandbox.world import World


class Typed:
    """Somebody who types these lines, and reads what is said."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = list(lines)
        self.said: list[str] = []
        self.hidden: list[str] = []
        self.terminal = Terminal(self._ask, self._hide, self.said.append)

    def _ask(self, prompt: str) -> str:
        if not self.lines:
            raise EOFError
        self.said.append(prompt)
        return self.lines.pop(0)

    def _hide(self, prompt: str) -> str:
        self.hidden.append(self._ask(prompt))
        return self.hidden[-1]

    @property
    def text(self) -> str:
        return "\n".join(self.said)


def interviewed(
    *lines: str, before: Mapping[str, str] | None = None, **env: str
) -> tuple[dict[str, str], Typed]:
    """One pass without the services."""
    typed = Typed(lines)
    answers = Interview(typed.terminal, env, before or {}, offline=True).whole()
    assert typed.lines == [], "everything that was typed was asked for"
    return answers, typed


SOCKET = ("1", "xoxb-1", "xapp-1", "sk-ant-1", "truto-1", "account-1", "1", "U0123456789", "")


def test_one_workspace_over_socket_mode_is_nine_answers() -> None:
    answers, typed = interviewed(*SOCKET)
    assert answers == {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_APP_TOKEN": "xapp-1",
        "ANTHROPIC_API_KEY": "sk-ant-1",
        "TRUTO_API_TOKEN": "truto-1",
        "TRUTO_INTEGRATED_ACCOUNT_ID": "account-1",
        "CHORISTER_ADMINS": "U0123456789",
        "CHORISTER_WRITES": "off",
    }
    assert typed.hidden == ["xoxb-1", "xapp-1", "sk-ant-1", "truto-1"]
    assert Settings.from_env(answers).chorister_writes == "off"
    assert "SLACK_BOT_TOKEN: api.slack.com/apps > your app" in typed.text
    assert "\n  chorister manifest\n" in f"{typed.text}\n"
    assert not any(secret in typed.text for secret in typed.hidden)


def test_over_http_in_compose_the_password_is_made_up() -> None:
    at = "https://bot.seller.example"
    slack = ("2", f"{at}/", "signs", "xoxb-1")
    answers, typed = interviewed(*slack, "sk-ant-1", "truto-1", "account-1", "3", "", "2")
    assert answers["CHORISTER_PUBLIC_URL"] == at
    assert f"chorister manifest --http {at}\n" in f"{typed.text}\n"
    assert answers["CHORISTER_WRITES"] == "approve"
    assert len(answers["POSTGRES_PASSWORD"]) == 48
    assert answers["POSTGRES_PASSWORD"] not in typed.text
    assert not answers.keys() & {
        "SLACK_APP_TOKEN",
        "DATABASE_URL",
        "CHORISTER_ADMINS",
        "CHORISTER_SECRET_KEY",
    }


def test_where_workspaces_install_it_the_key_is_made_up_and_the_account_is_theirs() -> None:
    slack = ("3", "https://bot.seller.example", "1.2", "client-secret", "signs")
    answers, typed = interviewed(*slack, "sk-ant-1", "truto-1", "", "3", "", "")
    assert "--http https://bot.seller.example --oauth" in typed.text
    assert answers["SLACK_CLIENT_ID"] == "1.2"
    assert len(answers["CHORISTER_SECRET_KEY"]) == 44
    assert "TRUTO_INTEGRATED_ACCOUNT_ID" not in answers
    assert typed.hidden == ["client-secret", "signs", "sk-ant-1", "truto-1"]


def test_enter_keeps_what_is_there() -> None:
    before = interviewed(*SOCKET)[0] | {"CHORISTER_WRITES": "approve", "DATABASE_URL": "postgresql://a@b/c"}
    answers, _ = interviewed(*[""] * 10, before=before)
    assert answers == {}, "nothing is to be written"


def test_another_way_empties_what_would_decide_against_it() -> None:
    before = interviewed(*SOCKET)[0] | {"DATABASE_URL": "postgresql://a@b/c", "SLACK_CLIENT_ID": "1.2"}
    answers, _ = interviewed("2", "https://b.example", "signs", "", "", "", "", "1", "", "", before=before)
    assert answers == {
        "CHORISTER_PUBLIC_URL": "https://b.example",
        "SLACK_SIGNING_SECRET": "signs",
        "SLACK_APP_TOKEN": "",
        "SLACK_CLIENT_ID": "",
        "DATABASE_URL": "",
    }


def test_what_has_the_wrong_form_is_asked_for_again() -> None:
    lines = ["9", "x", "1", "xapp-1", "", "xoxb-1", *SOCKET[2:]]
    answers, typed = interviewed(*lines)
    assert answers["SLACK_BOT_TOKEN"] == "xoxb-1"
    assert typed.said.count("  A number from 1 to 3.") == 2
    assert "  a token that starts with xoxb- belongs here" in typed.said
    assert "  It is needed." in typed.said


def test_what_a_file_has_in_the_wrong_form_is_not_kept() -> None:
    answers, typed = interviewed("1", "", "xoxb-2", *SOCKET[2:], before={"SLACK_BOT_TOKEN": "wrong"})
    assert answers["SLACK_BOT_TOKEN"] == "xoxb-2"
    assert "wrong" not in typed.text


def inits(home: Path, world: World, typed: Typed, **env: str) -> int:
    """The whole command, with the sandbox's services; its answers go to a .env in `home`."""
    bases = {name: value for name, value in world.env().items() if name.endswith("_URL")}
    return init({**bases, **env}, home / ".env", typed.terminal, offline=False)


def lines_for(world: World) -> list[str]:
    env = world.env()
    asked = (
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
        "ANTHROPIC_API_KEY",
        "TRUTO_API_TOKEN",
        "TRUTO_INTEGRATED_ACCOUNT_ID",
    )
    return ["1", *(env[name] for name in asked), "1", env["CHORISTER_ADMINS"], ""]


async def test_each_answer_is_tried_and_the_bot_could_start_with_them(world: World, tmp_path: Path) -> None:
    typed = Typed(lines_for(world))
    assert await asyncio.to_thread(inits, tmp_path, world, typed) == 0
    for words in ("Slack knows the bot as", "Claude takes the key", "tools of this Chorus account"):
        assert words in typed.text
    assert typed.text.endswith("Next:\n  chorister doctor\n  chorister run")
    made = Settings.from_env(values_of((tmp_path / ".env").read_text()))
    assert made.slack_bot_token.get_secret_value() == world.slack.bot_token
    assert made.chorister_admins == (world.company.person("rosa").slack_id,)


async def test_what_is_refused_may_be_typed_again_or_kept(world: World, tmp_path: Path) -> None:
    good = lines_for(world)
    tokens = ["xoxb-wrong", good[2], "", good[1], ""]
    lines = ["1", *tokens, "sk-ant-wrong", "n", *good[4:]]
    typed = Typed(lines)
    assert await asyncio.to_thread(inits, tmp_path, world, typed) == 0
    assert "Slack refuses SLACK_BOT_TOKEN: invalid_auth" in typed.text
    assert "Slack knows the bot as" in typed.text
    assert "Claude refuses our API key" in typed.text
    kept = values_of((tmp_path / ".env").read_text())
    assert (kept["SLACK_APP_TOKEN"], kept["ANTHROPIC_API_KEY"]) == (good[2], "sk-ant-wrong")


async def test_a_service_out_of_reach_is_said_and_stops_nobody(world: World, tmp_path: Path) -> None:
    typed = Typed(lines_for(world))
    assert await asyncio.to_thread(inits, tmp_path, world, typed, SLACK_API_URL="http://127.0.0.1:9/") == 0
    assert "Slack does not answer at http://127.0.0.1:9/" in typed.text


def test_what_the_shell_exports_is_told_to_win() -> None:
    typed = Typed(SOCKET)
    interview = Interview(typed.terminal, {"SLACK_BOT_TOKEN": "xoxb-other"}, {}, offline=True)
    assert changed("", interview.whole())
    interview.hint()
    assert "exported as SLACK_BOT_TOKEN, and that wins" in typed.text
    assert "xoxb-other" not in typed.text
