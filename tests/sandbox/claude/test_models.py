from sandbox.claude.models import MODELS


def test_descriptions_say_what_the_rules_enforce():
    described = MODELS["claude-opus-5-5"].describe()
    types = described["capabilities"]["thinking"]["types"]
    assert types["adaptive"]["supported"]
    assert not types["disabled"]["supported"]
    assert MODELS["claude-sonnet-4-5"].describe()["lifecycle"] == "deprecated"


def test_dated_names_mean_the_same_model():
    assert MODELS["claude-haiku-4-5-20251001"] is MODELS["claude-haiku-4-5"]
