from sandbox.slack.identity import Identity


def test_the_bot_profile_belongs_to_the_installed_app() -> None:
    me = Identity(team_id="T1")
    assert me.bot_profile["app_id"] == me.app_id
    assert me.bot_profile["team_id"] == "T1"


def test_an_organisation_that_added_the_app_as_a_whole_is_one_installation() -> None:
    team = Identity(team_id="T1", team_name="West", enterprise_id="E1", enterprise_name="Group")
    assert (team.key, team.name, team.enterprise) == ("T1", "West", {"id": "E1", "name": "Group"})
    whole = Identity(team_id="T1", enterprise_id="E1", enterprise_name="Group", is_whole=True)
    assert (whole.key, whole.name) == ("E1", "Group")
    assert Identity().enterprise is None
