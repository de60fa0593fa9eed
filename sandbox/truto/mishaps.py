"""What goes wrong on order: refusals before anything is done, and answers spoilt on their way back."""

from datetime import datetime

from sandbox.faults import Fault
from sandbox.truto.answers import Answer, Refusal, not_found, phrase, truto_refusal, vendor_refusal
from sandbox.truto.styles import vendor_headers

_BAD_GATEWAY = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway"
    "</h1></center>\r\n<hr><center>cloudflare</center>\r\n</body>\r\n</html>\r\n"
)
AFTERWARDS = frozenset({"lost_reply", "truncated", "partial_crm", "slow"})
"""Kinds that let the request be carried out first."""


def before(fault: Fault, now: datetime, style: str | None) -> Refusal:
    """Return the refusal that `fault` puts in place of the request's execution."""
    kind = fault.kind
    if kind == "429":
        return too_many(fault, now, style)
    if kind == "502html":
        return Refusal(Answer(status=502, text=_BAD_GATEWAY, content_type="text/html"))
    if kind == "401_token":
        return truto_refusal(401, "Invalid API token")
    if kind == "401":
        return vendor_refusal(401, "Authentication failed.", code="ZI0001")
    if kind == "404":
        return not_found()
    if kind == "empty_message":
        raw = fault.get("raw", {"errors": [{"status": "400"}]})
        return vendor_refusal(fault.get("status", 400), "", raw=raw, message="")
    if kind == "text_error":
        text = fault.get("raw", "upstream connect error")
        return vendor_refusal(fault.get("status", 500), text, raw=text, message="")
    if kind == "503":
        return truto_refusal(503, "This integrated account is blocked. Contact support.")
    return outage(kind, bool(fault.get("remote")))


def outage(kind: str, remote: bool = False) -> Refusal:
    """Return a plain failure with the status that the kind names."""
    if not kind.isdigit():
        raise ValueError(f"the Truto sandbox knows no fault of the kind {kind!r}")
    status = int(kind)
    return vendor_refusal(status, phrase(status)) if remote else truto_refusal(status, phrase(status))


def too_many(fault: Fault, now: datetime, style: str | None) -> Refusal:
    """Return a 429 of Truto's own (style "truto"), or of the vendor in one of the header styles."""
    wait = int(fault.get("retry_after", 10))
    style = fault.get("style", style or ("retry_after" if fault.get("retry_after") else None))
    if style == "truto":
        return truto_refusal(429, "Too many requests", {"retry-after": str(wait)})
    return vendor_too_many(now, style, wait)


def vendor_too_many(now: datetime, style: str | None, wait: int) -> Refusal:
    """Return Chorus's own 429: no body to speak of, and headers only in the styles that have them."""
    headers = vendor_headers(style, now, wait)
    return vendor_refusal(429, "Too many requests", raw="", headers=headers, message="")
