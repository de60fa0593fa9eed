"""What we are sent and do nothing with: acknowledged, so that Slack does not send it again and again."""

import re

from slack_bolt.async_app import AsyncApp


def register(app: AsyncApp) -> None:
    """Registered last: Bolt takes the first listener that matches."""

    @app.event(re.compile(".*"))
    async def ignored() -> None:
        pass
