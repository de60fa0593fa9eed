import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import SlackServer


async def test_the_sdks_upload_goes_all_the_way(slack: SlackServer, client: AsyncWebClient) -> None:
    slack.echo = False
    root = await slack.say("UANA000001", "deals", "the list, please")
    answer = await client.files_upload_v2(
        content="deal,risk\n",
        filename="risk.csv",
        title="Risk",
        channel="CDEALS0001",
        thread_ts=root,
        initial_comment="Here it is",
    )
    message = slack.thread("deals", root)[1]
    assert (message["text"], message["files"][0]["title"]) == ("Here it is", "Risk")
    assert slack.text_of(message) == "Here it is\n[file: Risk]"
    assert (await client.files_info(file=answer["file"]["id"]))["file"]["size"] == 10
    assert [call.method for call in slack.journal] == [
        "files.getUploadURLExternal",
        "upload",
        "files.completeUploadExternal",
        "files.info",
    ]


async def test_a_file_can_be_kept_unshared(slack: SlackServer, client: AsyncWebClient) -> None:
    await client.files_upload_v2(content="x", filename="x.txt")
    assert slack.messages("deals") == []


async def test_an_upload_that_never_came_cannot_be_finished(client: AsyncWebClient) -> None:
    announced = await client.files_getUploadURLExternal(filename="x", length=1)
    with pytest.raises(SlackApiError, match="file_not_found"):
        await client.files_completeUploadExternal(files=[{"id": announced["file_id"], "title": "x"}])
    with pytest.raises(SlackApiError, match="file_not_found"):
        await client.files_info(file=announced["file_id"])
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await client.api_call("files.getUploadURLExternal", params={"filename": "x", "length": "many"})
