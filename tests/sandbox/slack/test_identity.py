from sandbox.slack.identity import Identity


def test_the_bot_profile_belongs_to_the_installed_app() -> None:
    me = Identity(team_id="T1")
    assert me.bot_profile["app_id"] == me.app_id
    assert me.bot_profile["team_id"] == "T1"
