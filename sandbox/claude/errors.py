"""The API's error answer: one status, one type, one sentence, in Anthropic's envelope."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class ApiError:
    """Why a request is refused, as the API would say it."""

    message: str
    status: int = 400
    type: str = "invalid_request_error"
    details: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def envelope(self, request_id: str) -> dict[str, Any]:
        """The JSON body; the same one whether a stream was asked for or not."""
        error: dict[str, Any] = {"type": self.type, "message": self.message}
        if self.details is not None:
            error["details"] = self.details
        return {"type": "error", "error": error, "request_id": request_id}


def refused(message: str) -> ApiError:
    """The common case: 400 `invalid_request_error`."""
    return ApiError(message)


def extra(path: str) -> ApiError:
    """An unknown key, in the API's words."""
    return ApiError(f"{path}: Extra inputs are not permitted")


def missing(path: str) -> ApiError:
    """A required key that is absent, in the API's words."""
    return ApiError(f"{path}: Field required")
