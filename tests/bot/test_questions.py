"""What is asked: each name is a setting, each answer is looked at at once, and each value has its place to be found."""

import re

import pytest

from bot.manifest import Way
from bot.questions import (
    ADMINS,
    CLAUDE,
    DATABASE,
    PUBLIC,
    SLACK,
    Sight,
    a_key,
    a_password,
    account,
    way_of,
    wrong,
)
from bot.settings import Settings

GROUPS = [*SLACK.values(), CLAUDE, ADMINS, *(account(way) for way in Way)]
QUESTIONS = [question for group in GROUPS for question in group.questions] + [DATABASE, PUBLIC]


def test_each_question_says_where_its_answer_is_found() -> None:
    assert all(question.where for question in QUESTIONS)


def test_secrets_are_hidden_and_ids_are_not() -> None:
    hidden = {question.name for question in QUESTIONS if question.sight is Sight.HIDDEN}
    assert {q.name for q in QUESTIONS if re.search(r"TOKEN|KEY|SECRET|DATABASE", q.name)} == hidden


def test_everything_that_is_required_is_asked_for() -> None:
    required = {name.upper() for name, field in Settings.model_fields.items() if field.is_required()}
    for way in (Way.SOCKET, Way.HTTP):
        asked = [q for group in (SLACK[way], CLAUDE, account(way)) for q in group.questions]
        assert required <= {question.name for question in asked if question.needed}


def test_where_workspaces_bring_their_own_account_none_is_needed() -> None:
    assert [q.needed for way in Way for q in account(way).questions if "ACCOUNT" in q.name] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    "name, typed, says",
    [
        ("SLACK_BOT_TOKEN", "xapp-1", "a token that starts with xoxb- belongs here"),
        ("SLACK_APP_TOKEN", "xoxb-1", "a token that starts with xapp- belongs here"),
        ("DATABASE_URL", "mysql://a@b/c", "postgresql://user:password@host/database belongs here"),
        ("CHORISTER_ADMINS", "rosa", "not a Slack id"),
        ("CHORISTER_PUBLIC_URL", "http://bot.example.com", "Slack wants a public address"),
        ("ANTHROPIC_API_KEY", "it's", "which .env cannot keep"),
        ("ANTHROPIC_API_KEY", "a\\b", "which .env cannot keep"),
        ("SLACK_BOT_TOKEN", "xoxb-1", ""),
        ("CHORISTER_ADMINS", "U0123456789, W0123456789", ""),
        ("CHORISTER_PUBLIC_URL", "https://bot.example.com", ""),
        ("SLACK_SIGNING_SECRET", "8f742231b10e8888abcd99yyyzzz85a5", ""),
    ],
)
def test_an_answer_of_the_wrong_form_is_told_at_once(name: str, typed: str, says: str) -> None:
    assert says in wrong(name, typed)
    assert bool(wrong(name, typed)) == bool(says)


def test_how_slack_reaches_the_bot_is_seen_in_a_file() -> None:
    assert way_of({}) is Way.SOCKET
    assert way_of({"SLACK_SIGNING_SECRET": "s", "SLACK_APP_TOKEN": "xapp-1"}) is Way.SOCKET
    assert way_of({"SLACK_SIGNING_SECRET": "s"}) is Way.HTTP
    assert way_of({"SLACK_SIGNING_SECRET": "s", "SLACK_CLIENT_ID": "1.2"}) is Way.OAUTH


def test_what_is_made_up_is_new_each_time_and_stands_where_it_must() -> None:
    assert a_key() != a_key()
    assert len(a_key()) == 44
    assert re.fullmatch(r"[0-9a-f]{48}", a_password())
    assert a_password() != a_password()
