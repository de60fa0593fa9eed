"""What a browser shows on the way in: one sentence, what to do next, and nothing that others should know."""

import base64
import hashlib
import html
from dataclasses import dataclass
from urllib.parse import urlencode

from bot.store.installations import Installation

STYLE = (
    "body{font:18px/1.5 system-ui,sans-serif;max-width:34em;margin:12vh auto;padding:0 1.5em;color:#1d1c1d;background:#fff}"
    "a.go{display:inline-block;background:#1f2a44;color:#fff;padding:.6em 1.2em;border-radius:.4em;text-decoration:none}"
    "a.go:focus{outline:3px solid #7aa7ff}"
    "@media(prefers-color-scheme:dark){body{color:#eee;background:#16181d}a.go{background:#7aa7ff;color:#16181d}}"
)
_MARK = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()

HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_MARK}'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
"""Nothing is kept, framed or loaded; no address with a code in it is passed on."""


@dataclass(frozen=True)
class Page:
    """A heading, a sentence, and one link."""

    status: int
    title: str
    say: str
    link: str = ""
    label: str = ""

    def html(self) -> str:
        """The page as a browser takes it; every word is escaped."""
        go = f'<p><a class="go" href="{html.escape(self.link)}">{html.escape(self.label)}</a></p>'
        return (
            '<!doctype html><html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{html.escape(self.title)}</title><style>{STYLE}</style></head><body>"
            f"<h1>{html.escape(self.title)}</h1><p>{html.escape(self.say)}</p>{go if self.link else ''}</body></html>"
        )


def invitation(address: str) -> Page:
    """The way in."""
    say = (
        "Chorister sends the Chorus recorder into calls, proposes CRM updates for people to approve, and warns of deal "
        "risk. Slack shows you what it asks for before anything is added."
    )
    return Page(200, "Add Chorister to your Slack", say, address, "Add to Slack")


def welcome(added: Installation) -> Page:
    """It worked. An organisation has to say in which of its workspaces."""
    if added.team is None:
        address = f"https://app.slack.com/manage/{added.key}/integrations/profile/{added.app}/workspaces/add"
        say = "Say in which of its workspaces it shall be; then anybody there can type /chorister help."
        return Page(200, f"Chorister was added to {added.name}", say, address, "Choose workspaces")
    address = f"https://slack.com/app_redirect?{urlencode({'app': added.app, 'team': added.key})}"
    say = (
        "You are its first admin. Open it in Slack: on its Home tab, under For admins, you connect the Chorus account whose "
        "calls it shall work with. Until then it answers nobody."
    )
    return Page(200, f"Chorister was added to {added.name}", say, address, "Open Slack")


def _again(status: int, title: str, say: str, start: str) -> Page:
    return Page(status, title, say, start, "Start again")


def cancelled(start: str) -> Page:
    """They changed their mind at Slack."""
    return _again(
        200, "Nothing was added", "You cancelled at Slack. You can start again whenever you like.", start
    )


def stale(start: str) -> Page:
    """A state that is missing, forged, of another browser, too old or used up: nobody is told which."""
    say = "Each attempt is good for ten minutes, once, and in the browser that began it. Please start again."
    return _again(400, "This attempt has ended", say, start)


def refused(start: str) -> Page:
    """Slack does not take the code."""
    say = "Slack did not accept this attempt, and nothing was added. Please start again."
    return _again(400, "Slack said no", say, start)


def broken(start: str, number: str) -> Page:
    """Something is wrong on our side, or Slack granted something odd."""
    say = f"Nothing was added. Whoever runs Chorister finds the reason in its log under {number}."
    return _again(502, "That did not work", say, start)


def away(start: str) -> Page:
    """Slack or our database cannot be reached."""
    say = "Slack or Chorister's database cannot be reached, and nothing was added. Please start again in a minute."
    return _again(503, "Not now", say, start)


def busy(start: str, why: str) -> Page:
    """What was there before is still being deleted."""
    return _again(503, "One moment", why, start)
