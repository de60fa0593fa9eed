"""What whoever runs Chorister types, as it reaches the commands; none of it needs a service's token."""

from pathlib import Path

import pytest

from bot.cli import main
from bot.kept_runs import State
from bot.operating import STATES


def test_every_state_of_a_run_can_be_asked_for() -> None:
    assert list(STATES) == [state.value for state in State]


def test_the_schema_and_the_runs_are_looked_at_without_any_token(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    env = {"CHORISTER_HOME": str(tmp_path / "home")}
    assert main(["migrate", "--check"], env) == 1
    assert main(["workflows", "list"], env) == 1
    assert "is CHORISTER_HOME right?" in capsys.readouterr().err
    assert main(["migrate"], env) == 0
    assert main(["migrate", "--check"], env) == 0
    assert "is at the head" in capsys.readouterr().out
    assert main(["migrate", "--to", "9999"], env) == 1
    assert "There is no revision 9999" in capsys.readouterr().err
    for deed in ("show", "cancel", "resume"):
        assert main(["workflows", deed, "x"], env) == 1
    assert "no bot was ever started there" in capsys.readouterr().err


@pytest.mark.parametrize(
    "argv", [["workflows"], ["workflows", "show"], ["workflows", "list", "--state", "odd"]]
)
def test_what_is_typed_wrongly_is_explained(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(argv, {})
    assert "usage: chorister workflows" in capsys.readouterr().err
