"""What `/chorister` status, settings and help answer."""

from dataclasses import replace
from typing import Any

from bot.slack import account_words, help_words, settings_words, status_words
from bot.slack.schedule_words import times
from bot.slack.settings_words import Holding
from bot.slack.status_words import Status
from bot.store.accounts import State
from bot.store.joins import FORWARD
from bot.store.switches import Switch
from tests.builders import a_schedule, settings
from tests.golden.sample import alone, under
from tests.golden.samples.home import (
    AT,
    CARDS,
    CROWD_OF_CARDS,
    CROWD_OF_JOINS,
    LINKS,
    LONG,
    a_join,
    an_account,
)
from tests.golden.samples.schedules import HERE

ON = status_words.switches(settings(), None, None, "UANA", "C1")
OFF = status_words.switches(
    settings(CHORISTER_WRITE_CHANNELS="C0OTHER"), None, Switch("joins", False, "UROSA", AT), "UANA", "C1"
)
NOTHING = Status((), (), {}, status_words.NO_DIGEST, ON, None)
DIGEST = status_words.next_digest([a_schedule()], HERE)
JOINS = [a_join(state) for state in (*FORWARD, "doubted")]
HOWEVER = Status(JOINS, CARDS, LINKS, DIGEST, OFF, an_account(State.CONNECTED))
HOLDING = Holding(
    switches=ON,
    joins=True,
    auto_join=False,
    quiet=False,
    after_call=True,
    place="channel",
    reading="participants",
    audience="seats",
    own_rules=False,
    profiles=[],
    digests=[],
    account=account_words.how_it_stands(None),
    admins=("UROSA", "USAM"),
    is_admin=False,
)
OTHERWISE: dict[str, Any] = {
    "switches": OFF[:1] + ON[1:],
    "auto_join": True,
    "quiet": True,
    "reading": "workspace",
    "audience": "strict",
    "own_rules": True,
    "profiles": ["enterprise", "<smb>"],
    "digests": [times(a_schedule()), times(a_schedule(days=(0,)))],
    "is_admin": True,
}
SAMPLES = under(
    "typed",
    alone("status", status_words.told, HOWEVER),
    alone("status_with_nothing", status_words.told, NOTHING),
    alone("settings", settings_words.told, HOLDING),
    alone("settings_otherwise", settings_words.told, replace(HOLDING, **OTHERWISE)),
    *(
        alone(f"settings_{place}", settings_words.told, replace(HOLDING, place=place, after_call=False))
        for place in ("direct", "shared", "away")
    ),
    alone("settings_without_admins", settings_words.told, replace(HOLDING, admins=(), after_call=False)),
    alone("help", help_words.told),
    *(alone(f"help_{topic}", help_words.told, topic) for topic in help_words.TOPICS),
)
CROWD = Status(CROWD_OF_JOINS, CROWD_OF_CARDS, LINKS, DIGEST, OFF, an_account(State.LAPSED))
LONGEST = under(
    "typed",
    alone("status", status_words.told, CROWD),
    alone(
        "settings",
        settings_words.told,
        replace(
            HOLDING, profiles=[LONG] * 50, digests=[times(a_schedule())] * 200, admins=["U0ROSA000"] * 50
        ),
    ),
)
