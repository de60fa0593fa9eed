"""How Slack lets us in: one workspace by its token, or any number by OAuth; and how we listen. What is half set is said."""

from collections.abc import Container

WHERE = {
    "SLACK_BOT_TOKEN": "api.slack.com/apps > your app > OAuth & Permissions (starts with xoxb-)",
    "SLACK_APP_TOKEN": "api.slack.com/apps > your app > Basic Information > App-Level Tokens, scope connections:write "
    "(starts with xapp-)",
    "SLACK_SIGNING_SECRET": "api.slack.com/apps > your app > Basic Information > App Credentials",
}
"""Where a person finds what one workspace needs."""

INSTALLS = {
    "SLACK_CLIENT_ID": "api.slack.com/apps > your app > Basic Information > App Credentials",
    "SLACK_CLIENT_SECRET": "api.slack.com/apps > your app > Basic Information > App Credentials",
    "SLACK_SIGNING_SECRET": WHERE["SLACK_SIGNING_SECRET"],
    "CHORISTER_SECRET_KEY": "a new one is printed by: openssl rand -base64 32",
    "CHORISTER_PUBLIC_URL": "the address under which the world reaches this PORT, such as https://chorister.example.com",
}
"""What installs by OAuth need, all of it."""

AGAINST = {
    "SLACK_BOT_TOKEN": "where workspaces install Chorister, each has a token of its own",
    "SLACK_APP_TOKEN": "workspaces install Chorister over signed HTTP only",
}
"""What does not go together with them."""

PAIR = ("slack_client_id", "slack_client_secret")


def half_set(given: Container[str]) -> dict[str, str]:
    """
    What is missing of the ways in, or set against each other, by the variable. `given`: the names that have a value, in
    small letters.
    """
    return _installs(given) if any(name in given for name in PAIR) else _one_workspace(given)


def _installs(given: Container[str]) -> dict[str, str]:
    since = " and ".join(p.upper() for p in PAIR if p in given)
    missing = {
        name: f"{name}: {where} (workspaces can install Chorister, since {since} is set)"
        for name, where in INSTALLS.items()
        if name.lower() not in given
    }
    against = {
        name: f"{name}: leave it out, or SLACK_CLIENT_ID: {why}"
        for name, why in AGAINST.items()
        if name.lower() in given
    }
    return missing | against


def _one_workspace(given: Container[str]) -> dict[str, str]:
    problems = dict[str, str]()
    if "slack_bot_token" not in given:
        problems["SLACK_BOT_TOKEN"] = f"SLACK_BOT_TOKEN: {WHERE['SLACK_BOT_TOKEN']}"
    if "slack_app_token" not in given and "slack_signing_secret" not in given:
        ways = (f"{name}: {WHERE[name]}" for name in ("SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"))
        problems["SLACK_APP_TOKEN"] = "one of " + "\n    or ".join(ways)
    return problems
