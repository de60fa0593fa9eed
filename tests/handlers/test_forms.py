"""A form: what is wrong with it is said in it; the stories are in tests/stories/test_editing_a_card.py."""

from tests.play import PUSH, Play


async def test_a_good_form_closes_and_a_wrong_one_stays_open(play: Play) -> None:
    thread = await play.ask("ana", PUSH)
    form = await play.form("ana", await play.until(thread, "your decision"))
    wrong = await play.send_form("ana", form, economic_buyer="Tomás Herrera (VP Operations)")
    assert wrong["response_action"] == "errors"
    assert await play.send_form("ana", form, metrics="Less work") == {}
    assert play.slack.modal(play.person("ana")) is None
    await play.until(thread, "Less work")
