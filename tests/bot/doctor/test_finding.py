"""The exit code follows from what was found."""

from bot.doctor.finding import Mark, exit_code, fine, note, skipped, wrong


def test_only_what_is_wrong_or_missing_changes_the_exit_code() -> None:
    calm = [fine("a", "well"), note("b", "hm"), skipped("c", ["X"])]
    assert exit_code(calm, incomplete=False) == 0
    assert exit_code([*calm, wrong("d", "broken")], incomplete=False) == 1
    assert exit_code([*calm, wrong("d", "broken")], incomplete=True) == 2


def test_a_finding_is_plain_json() -> None:
    assert skipped("truto", ["A", "B"]).to_json() == {
        "check": "truto",
        "mark": "skipped",
        "say": "not looked at: it needs A, B",
        "do": "",
    }
    assert wrong("x", "y", "z").mark is Mark.WRONG
