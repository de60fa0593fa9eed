"""What `/chorister` status, settings and help answer."""

from dataclasses import replace
from typing import Any

from bot.slack import help_words, settings_words, status_words
from bot.slack.schedule_words import times
from bot.slack.settings_words import Holding
from bot.slack.status_words import Recorder, Status, Waiting
from bot.store.accounts import State
from bot.store.switches import Switch
from tests.builders import a_proposal, a_schedule, an_errand, settings
from tests.golden.sample import alone, under
from tests.golden.samples.home import AT, LINK, LONG, UNCLEAR, a_join, an_account
from tests.golden.samples.schedules import HERE

ON = status_words.switches(settings(), None, None, "UANA", "C1")
OFF = status_words.switches(
    settings(CHORISTER_WRITE_CHANNELS="C0OTHER"), None, Switch("joins", False, "UROSA", AT), "UANA", "C1"
)
NOTHING = Status((), (), status_words.NO_DIGEST, ON, None)
DIGEST = status_words.next_digest([a_schedule()], HERE)
CARDS = [
    Waiting(status_words.update(a_proposal()), AT, LINK),
    Waiting(status_words.update(UNCLEAR), AT),
    Waiting(status_words.deed(an_errand()), AT, LINK),
]
RECORDERS = [Recorder(a_join(state), LINK) for state in status_words.STATES]
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
    account=status_words.account(None),
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
    alone("status", status_words.told, Status(RECORDERS, CARDS, DIGEST, OFF, an_account(State.CONNECTED))),
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
CROWD = Status(
    [Recorder(a_join("live", meeting=f"zoom:{n}{LONG}"[:200]), LINK) for n in range(300)],
    [Waiting(status_words.update(a_proposal(opportunity_name=LONG)), AT, LINK)] * 400,
    DIGEST,
    OFF,
    an_account(State.LAPSED),
)
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
