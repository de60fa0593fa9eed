"""Who may talk to the window: its own pages in a browser on this computer, and nobody else's."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
NAMES = ("127.0.0.1", "localhost")
SAFE = ("GET", "HEAD")


class Guard:
    """Lets only the window's own pages in, and tells the browser how little they need."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a request from elsewhere; mark the answer of every other one."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if why := why_not(scope["method"], headers, scope["server"][1]):
            await PlainTextResponse(why, status_code=403)(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self._app(scope, receive, marked)


def why_not(method: str, headers: Headers, port: int) -> str:
    """
    Return why a request is refused, "" when it is not. A foreign Host is a page that made its name point at this computer;
    what changes something must come from a page of ours, which browsers tell by Origin.
    """
    host = headers.get("host", "")
    if host not in {f"{name}:{port}" for name in NAMES}:
        return "The sandbox's window answers only to this computer's own address."
    if method not in SAFE and headers.get("origin") != f"http://{host}":
        return "Only the window's own pages may do something here."
    return ""
