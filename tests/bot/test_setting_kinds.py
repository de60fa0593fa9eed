"""Each kind of setting: what it makes of a text, and the sentence about a wrong one."""

import base64
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from bot import setting_kinds as kinds


def read(kind: Any, text: str) -> Any:
    return TypeAdapter(kind).validate_python(text)


@pytest.mark.parametrize(
    "kind, text, value",
    [
        (kinds.Words, " a b, c ,, ", ("a b", "c")),
        (kinds.People, "U12345, W123456", ("U12345", "W123456")),
        (kinds.Channels, "C12345,G12345", ("C12345", "G12345")),
        (kinds.Apps, "A12345", ("A12345",)),
        (kinds.Dates, "2026-12-24, 2026-12-25", ("2026-12-24", "2026-12-25")),
        (kinds.Base, "https://slack.example/api", "https://slack.example/api/"),
        (kinds.Address, "http://127.0.0.1:1", "http://127.0.0.1:1"),
        (kinds.RecordAddress, "https://crm.example/{id}/view", "https://crm.example/{id}/view"),
        (kinds.Positive, "2.5", 2.5),
    ],
)
def test_a_value_is_read_from_its_text(kind: Any, text: str, value: Any) -> None:
    assert read(kind, text) == value


@pytest.mark.parametrize(
    "kind, text, said",
    [
        (kinds.People, "U12345, ben", "ben: not a Slack id"),
        (kinds.Channels, "U12345", "U12345: not a Slack id"),
        (kinds.Apps, "C12345", "C12345: not a Slack id"),
        (kinds.Dates, "24.12.2026", "24.12.2026: not a date such as"),
        (kinds.BotToken, "xapp-1", "a token that starts with xoxb- belongs here"),
        (kinds.AppToken, "xoxb-1", "a token that starts with xapp- belongs here"),
        (kinds.Address, "slack.com", "a web address that starts with https://"),
        (kinds.RecordAddress, "https://crm.example/", "with {id} once in it"),
        (kinds.DatabaseAddress, "mysql://x", "postgresql://"),
        (kinds.RuleFilePath, "/nowhere/rules.yaml", "cannot be read"),
        (kinds.Positive, "nan", "finite"),
    ],
)
def test_a_wrong_one_is_said_to_be_wrong_in_a_sentence(kind: Any, text: str, said: str) -> None:
    with pytest.raises(ValidationError) as found:
        read(kind, text)
    assert said in str(found.value)


def test_a_file_of_rules_with_a_mistake_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text("levels: {act: 0}")
    with pytest.raises(ValidationError, match=r"line 1: levels\.act"):
        read(kinds.RuleFilePath, str(file))


KEY = base64.b64encode(bytes([251]) * 32).decode()


@pytest.mark.parametrize("text", [KEY, KEY.replace("+", "-").replace("/", "_"), f" {KEY} , {KEY}, "])
def test_keys_are_32_bytes_in_either_alphabet_of_base64(text: str) -> None:
    assert {each.translate(str.maketrans("-_", "+/")) for each in kinds.each_key(read(kinds.Keys, text))} == {
        KEY
    }


@pytest.mark.parametrize(
    "text, place",
    [("password", 1), (f"{KEY},AAAA", 2), (KEY.rstrip("="), 1), ("ä" * 44, 1), (",", 1)],
)
def test_what_is_no_key_is_named_by_its_place_and_not_shown(text: str, place: int) -> None:
    with pytest.raises(ValidationError, match=f"key {place} is not 32 bytes in base64") as error:
        read(kinds.Keys, text)
    assert "password" not in error.value.errors()[0]["msg"]
