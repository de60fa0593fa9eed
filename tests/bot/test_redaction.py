"""Whatever is about to be written: secrets go, wherever they stand, and the words around them stay."""

import pytest

from bot.redaction import Redactor, secrets_in
from tests.builders import settings_env

REDACT = Redactor()


@pytest.mark.parametrize(
    "text, told",
    [
        ("with xoxb-12-34-aBc and xapp-1-A-b", "with *** and ***"),
        ("rotated xoxe.xoxp-1-Mi0yLTEy", "rotated ***"),
        ("key sk-ant-api03-abc_DEF", "key ***"),
        ("Authorization: Bearer abcdef.123456", "Authorization: Bearer ***"),
        ("GET https://s3.test/a.mp4?X-Amz-Signature=abc&x=1 failed", "GET https://s3.test/a.mp4?*** failed"),
        ("'wss://wss.slack.test/link/?ticket=1-2'", "'wss://wss.slack.test/link/?***'"),
        ("POST https://hooks.slack.com/actions/T1/2/abc", "POST https://hooks.slack.com/***"),
        ("at postgresql://ana:p4ss@db/x", "at postgresql://***@db/x"),
        ('{"link_token": "0123456789abcdef"}', '{"link_token": "***"}'),
        ("client_secret=0123456789abcdef&x=1", "client_secret=***&x=1"),
        (
            "(E) x\n[SQL: insert]\n[parameters: ('my words', 1)]\n(Background on this error at: https://x)",
            "(E) x\n[SQL: insert]\n[parameters: ***]\n(Background on this error at: https://x)",
        ),
        ("[parameters: ('my words',\n 'more')]", "[parameters: ***]"),
        ("input_value='my words', input_type=str", "input_value=***, input_type=str"),
    ],
)
def test_what_is_secret_by_its_form_is_taken_out(text: str, told: str) -> None:
    assert REDACT(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "Truto does not accept our API token.",
        "Check SLACK_BOT_TOKEN.",
        "token: expired",
        "run ask:T1:C1:1780498800.000001 (reference 4F2A) failed",
        "GET https://api.truto.one/proxy/users -> 200",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert REDACT(text) == text


def test_a_known_secret_goes_in_every_form_it_may_stand_in() -> None:
    redact = Redactor(["s3cret/with+signs", "s3cret", "no", "line\nbreak"])
    assert redact("a s3cret/with+signs b s3cret c") == "a *** b *** c"
    assert redact("?x=s3cret%2Fwith%2Bsigns") == "?x=***"
    assert redact("'line\\nbreak'") == "'***'"
    assert redact("no word is taken apart") == "no word is taken apart"


def test_every_secret_setting_is_known_and_so_is_the_password_of_the_database() -> None:
    env = settings_env(
        DATABASE_URL="postgresql://ana:p4ss%40word@db/x",
        SLACK_SIGNING_SECRET="signing",
        OTEL_EXPORTER_OTLP_HEADERS="authorization=abc",
        CHORISTER_MODEL="claude",
        PATH="/bin",
    )
    assert secrets_in(env) == {
        "xoxb-1",
        "xapp-1",
        "sk-ant-1",
        "truto-1",
        "signing",
        "authorization=abc",
        "postgresql://ana:p4ss%40word@db/x",
        "p4ss@word",
    }


@pytest.mark.parametrize("url", ["", "http://[", "no address"])
def test_a_malformed_address_is_a_secret_as_it_is(url: str) -> None:
    assert secrets_in({"DATABASE_URL": url}) == ({url} if url else set())
