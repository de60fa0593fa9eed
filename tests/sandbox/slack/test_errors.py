from sandbox.slack.errors import SlackRefusal


def test_a_refusal_spells_its_reasons_like_slack() -> None:
    refusal = SlackRefusal.with_messages("invalid_arguments", ["no ts"], errors=["e"])
    assert str(refusal) == refusal.error == "invalid_arguments"
    assert refusal.more == {"response_metadata": {"messages": ["[ERROR] no ts"]}, "errors": ["e"]}
