from typing import Any


async def test_by_default_the_bytes_are_streamed(site: Any) -> None:
    site.server.options.media_bytes = 100_000
    answer = await site.call("GET", f"media/{site.last_call.id}")
    assert (answer.headers["content-type"], len(answer.content)) == ("video/mp4", 100_000)
    assert site.server.calls("get_single_chorus_media_by_id")[0].media_bytes == 100_000


async def test_info_or_accept_ask_for_json_with_a_signed_link(site: Any) -> None:
    path = f"media/{site.last_call.id}"
    by_query = await site.call("GET", path, params={"info": "true"})
    by_header = await site.call("GET", path, headers={"accept": "application/json"})
    assert by_query.json() == by_header.json()
    assert by_query.json()["download_url"].startswith("https://media.chorus.example/")


async def test_either_wish_may_be_ignored(site: Any) -> None:
    path, json_please = f"media/{site.last_call.id}", {"accept": "application/json"}
    site.server.options.media = "ignores_accept"
    assert (await site.call("GET", path, headers=json_please)).headers["content-type"] == "video/mp4"
    site.server.options.media = "ignores_info"
    assert (await site.call("GET", path, params={"info": "true"})).headers["content-type"] == "video/mp4"


async def test_media_may_redirect_be_called_json_or_be_audio_only(site: Any) -> None:
    path = f"media/{site.last_call.id}"
    site.server.options.media = "redirect"
    answer = await site.call("GET", path)
    assert (answer.status_code, answer.headers["location"][:8]) == (302, "https://")
    site.server.options.media = "mislabelled"
    answer = await site.call("GET", path, params={"info": "true"})
    assert (answer.headers["content-type"], answer.content[0]) == ("application/json", 0)
    site.server.options.media = "audio"
    assert (await site.call("GET", path)).headers["content-type"] == "audio/mp4"


async def test_there_is_no_media_while_a_call_is_processed(site: Any) -> None:
    unfinished = next(call for call in site.company.meetings if call.status == "processing")
    assert (await site.call("GET", f"media/{unfinished.id}")).status_code == 404
