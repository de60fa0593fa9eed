"""Slack's Web API client, at whose calls somebody looks on."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

Witness = Callable[[str], AbstractContextManager[None]]
"""Looks on at one call: its method. Never at what it says."""


@contextmanager
def nobody(method: str) -> Iterator[None]:
    """Nobody looks on."""
    yield


class Client(AsyncWebClient):
    """The SDK's client, told of."""

    def __init__(self, *args: Any, witness: Witness = nobody, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.witness = witness

    async def api_call(self, api_method: str, **kwargs: Any) -> AsyncSlackResponse:
        """One call of a method."""
        with self.witness(api_method):
            return await super().api_call(api_method, **kwargs)
