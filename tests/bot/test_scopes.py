"""What a token was granted is read from Slack's headers, in whatever form they come."""

from bot.scopes import SCOPES, granted, lacking

NAMES = sorted(SCOPES)


def test_scopes_are_read_from_a_line_or_a_list_whatever_the_case_of_its_name() -> None:
    assert granted({"X-OAuth-Scopes": "chat:write, commands"}) == {"chat:write", "commands"}
    assert granted({"x-oauth-scopes": ["chat:write", "commands"]}) == {"chat:write", "commands"}
    assert granted({}) == set()


def test_what_is_lacking_is_known_only_where_slack_says_what_there_is() -> None:
    assert lacking({"x-oauth-scopes": ",".join(NAMES[1:])}) == (NAMES[0],)
    assert lacking({"x-oauth-scopes": ",".join(SCOPES)}) == ()
    assert lacking({}) == ()
