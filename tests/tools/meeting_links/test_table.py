"""Every form of a meeting link in every way people write it; and what only looks like one, refused in all of them."""

from itertools import product

import pytest

from tools.meeting_links import Link, RefusedLink, find_links

TENANT, ORGANIZER = "72f988bf-86f1-41af-91ab-2d7cd011db47", "11111111-2222-3333-4444-555555555555"
THREAD = "19:meeting_ZjQ4NTk2YzQt@thread.v2"
JOIN = "19%3ameeting_ZjQ4NTk2YzQt%40thread.v2"
HEX = "0123456789abcdef" * 2
CONTEXT = f"%7b%22Tid%22%3a%22{TENANT}%22%2c%22Oid%22%3a%22{ORGANIZER}%22%7d"

FORMS = {
    "https://zoom.us/j/987654321": "zoom:987654321",
    "https://us02web.zoom.us/j/98765432101?pwd=Qm9iYnk.1": "zoom:98765432101",
    "https://us06web.zoom.us/j/9876543210?pwd=x&omn=1234&from=addon": "zoom:9876543210",
    "https://acme.zoom.us/j/987654321#success": "zoom:987654321",
    "https://acme-corp.zoom.us/w/9876543210?tk=abc.DEF-1_2": "zoom:9876543210",
    "https://zoom.us/s/987654321": "zoom:987654321",
    "https://zoom.us/wc/join/987654321": "zoom:987654321",
    "https://app.zoom.us/wc/987654321/join?pwd=x&fromPWA=1": "zoom:987654321",
    "https://zoom.us/launch/jc/987654321": "zoom:987654321",
    "https://us02web.zoom.us/j/987654321?pwd=ab+c/d=": "zoom:987654321",
    "https://app.zoom.us/wc/987654321/start": "zoom:987654321",
    "https://zoom.us/join?confno=987654321&pwd=1": "zoom:987654321",
    "https://zoom.com/j/987654321": "zoom:987654321",
    "https://us02web.zoom.com/j/987654321?pwd=x": "zoom:987654321",
    "https://www.zoomgov.com/j/1612345678?pwd=x": "zoom:1612345678",
    "https://acme.zoomgov.com/j/1612345678": "zoom:1612345678",
    "HTTPS://ZOOM.US/j/987654321": "zoom:987654321",
    "https://ZOOM.US/J/987654321": "zoom:987654321",
    "https://ZOOM.US/WC/987654321/JOIN": "zoom:987654321",
    "http://zoom.us/j/987654321/": "zoom:987654321",
    "https://zoom.us:443/j/987654321": "zoom:987654321",
    "https://zoom.us/%6A/987654321": "zoom:987654321",
    "https://meet.google.com/abc-defg-hij": "meet:abc-defg-hij",
    "https://meet.google.com/abc-defg-hij?authuser=0": "meet:abc-defg-hij",
    "https://meet.google.com/abcdefghij": "meet:abc-defg-hij",
    "https://meet.google.com/ABC-DEFG-HIJ": "meet:abc-defg-hij",
    "https://meet.google.com/abc-defg-hij?pli=1&hs=122": "meet:abc-defg-hij",
    f"https://teams.microsoft.com/l/meetup-join/{JOIN}/0?context={CONTEXT}": f"teams:{THREAD}",
    f"https://teams.microsoft.com/l/meetup-join/{THREAD}/0?context={CONTEXT}": f"teams:{THREAD}",
    f"https://teams.microsoft.com/l/meetup-join/{JOIN}/1500000000000?context={CONTEXT}": f"teams:{THREAD}/1500000000000",
    f"https://teams.microsoft.com/l/meetup-join/{JOIN}?context={CONTEXT}": f"teams:{THREAD}",
    f"https://teams.microsoft.us/l/meetup-join/{JOIN}/0?context={CONTEXT}": f"teams:{THREAD}",
    f"https://gov.teams.microsoft.us/l/meetup-join/{JOIN}/0?context={CONTEXT}": f"teams:{THREAD}",
    f"https://dod.teams.microsoft.us/l/meetup-join/{JOIN}/0?context={CONTEXT}": f"teams:{THREAD}",
    f"https://teams.microsoft.com/_#/l/meetup-join/{JOIN}/0?context={CONTEXT}": f"teams:{THREAD}",
    "https://teams.microsoft.com/meet/2345678901234?p=AbCdEf123": "teams:2345678901234",
    "https://teams.live.com/meet/9876543210123?p=AbCdEf123": "teams:9876543210123",
    "https://teams.microsoft.com/v2/?meetingjoin=true#/meet/2345678901234?p=AbCdEf123": "teams:2345678901234",
    "https://teams.live.com/v2/?meetingjoin=true#/meet/9876543210123?p=AbCdEf123": "teams:9876543210123",
    "https://teams.cloud.microsoft/meet/2345678901234?p=AbCdEf123": "teams:2345678901234",
    f"https://acme.webex.com/acme/j.php?MTID=m{HEX}": f"webex:m{HEX}",
    f"https://acme.webex.com/webappng/sites/acme/meeting/info/{HEX}": f"webex:{HEX}",
    "https://8x8.vc/acme/standup": "8x8:acme/standup",
    "https://8x8.vc/ana.ruiz": "8x8:ana.ruiz",
}

WRITTEN = {
    "alone": "{}",
    "in a sentence": "I just jumped into a demo at {}. Get Chorus in there now.",
    "in brackets": "the link (see {}) is here",
    "as Slack sends it": "<{}>",
    "as Slack labels it": "<{}|Join the call>",
    "labelled with another": "<{}|https://zoom.us/j/111111111>",
    "in quotes": '"{}"',
    "in bold": "*{}*",
    "behind a colon": "Meeting link:{}",
    "on its own line": "Agenda\n{}\nSee you",
    "before other scripts": "{} 、参加してください",
    "twice": "{0} and again {0}",
    "after a mention": "<@UANA000001> <#CDEALS0001|deals> {}",
}


def seen(url: str) -> str:
    """An address as Slack's wire text holds it."""
    return url.replace("&", "&amp;")


@pytest.mark.parametrize("url, way", list(product(FORMS, WRITTEN)))
def test_every_form_is_read_in_every_way_it_is_written(url: str, way: str) -> None:
    (link,) = find_links(WRITTEN[way].format(seen(url)))
    assert isinstance(link, Link)
    assert link.key == FORMS[url]


REFUSED = (
    "https://zoom.us.evil.example/j/987654321",
    "https://us02web.zoom.us.evil.example/j/987654321?pwd=x",
    "https://zoom-us.example/j/987654321",
    "https://zo0m.us/j/987654321",
    "https://zoorn.us/j/987654321",
    "https://zооm.us/j/987654321",
    "https://zᴏᴏm.us/j/987654321",
    "https://ƶoom.us/j/987654321",
    "https://ᴢoom.us/j/987654321",
    "https://zøom.us/j/987654321",
    "https://zσσm.us/j/987654321",
    "https://ꮓoom.us/j/987654321",
    "https://Ꮓoom.us/j/987654321",
    "https://ꙁoom.us/j/987654321",
    "https://zoom.us。evil.example/j/987654321",
    "https://meet.ɡoogle.com/abc-defg-hij",
    "https://meet.googIe.com/abc-defg-hij",
    "https://teams.mlcrosoft.com/meet/2345678901234?p=x",
    "https://ԝebex.com/acme/j.php?MTID=m1234567890abcdef1234",
    "https://acme.ᴡebex.com/acme/j.php?MTID=m1234567890abcdef1234",
    "https://8x8-vc.com/acme/room",
    "https://8х8.vc/acme/room",
    "https://zoom.us@evil.example/j/987654321",
    "https://zoom.us:8443/j/987654321",
    "https://meet.google.com.evil.example/abc-defg-hij",
    "https://meet-google.example/abc-defg-hij",
    "https://teams.microsoft.com.evil.example/meet/2345678901234?p=x",
    "https://teams.rnicrosoft.com/meet/2345678901234?p=x",
    "https://acme.webex.com.evil.example/acme/j.php?MTID=m1",
    "https://8x8.vc.evil.example/acme/standup",
    "https://zoom.us/j/987654321?next=https://evil.example/",
    "https://zoom.us/j/987654321#https://zoom.us/j/111111111",
    "https://evil.example/go?to=https://zoom.us/j/987654321",
    "https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fzoom.us%2Fj%2F987654321",
    "https://urldefense.com/v3/__https://zoom.us/j/987654321__;!!abc",
    "https://protect-us.mimecast.com/s/abcDEF?domain=acme.zoom.us",
    "https://zoom.us/my/ana",
    "https://events.zoom.us/ev/Abc123",
    "https://meet.google.com/lookup/standup",
    "https://meet.google.com/new",
    "https://acme.webex.com/meet/ana.ruiz",
    "https://teams.microsoft.com/meet/2345678901234",
    f"https://teams.microsoft.com/l/meetup-join/{JOIN}/0",
    f"https://teams.microsoft.com/l/meetup-join/19:{'x' * 300}@thread.v2/0?context={CONTEXT}",
    f"https://teams.microsoft.com/l/meetup-join/{JOIN}/{'9' * 300}?context={CONTEXT}",
    f"https://zoom.us/j/987654321?pwd={'%2B' * 512}",
)


PLAINLY = ("alone", "in a sentence", "as Slack sends it", "as Slack labels it")


@pytest.mark.parametrize("url, way", list(product(REFUSED, PLAINLY)))
def test_what_no_recorder_may_or_can_follow_is_refused_however_it_is_written(url: str, way: str) -> None:
    found = find_links(WRITTEN[way].format(seen(url)))
    assert found
    assert all(isinstance(link, RefusedLink) for link in found)


@pytest.mark.parametrize(
    "url",
    [
        "https://bücher.example/j/987654321",
        "https://日本.example/",
        "https://日本国語.us/j/1",
        "https://müller.us/",
        "https://новости.example/",
        "https://σοφία.example/",
        "https://øresund.example/",
        "https://8x8.vc/acme/..",
        "https://8x8.vc/../room",
        "https://8x8.vc/..%2f..",
        "https://8x8.vc/..../room",
    ],
)
def test_what_is_no_meeting_and_imitates_none_is_left_alone(url: str) -> None:
    assert find_links(url) == find_links(f"<{url}>") == []


def test_the_table_is_as_long_as_it_says() -> None:
    assert len(FORMS) * len(WRITTEN) + len(REFUSED) * len(PLAINLY) > 500
