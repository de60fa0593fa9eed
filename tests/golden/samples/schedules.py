"""The schedules of digests: the list and the form."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.digests.filled import fresh, of
from bot.digests.schedule import EVERYBODY, Schedule
from bot.slack import digest_form, schedule_words
from bot.slack.schedule_words import Listing, Reader
from bot.store.schedules import Period
from tests.builders import a_person, a_schedule
from tests.golden.sample import alone, under

NOW = datetime(2026, 6, 3, 15, tzinfo=ZoneInfo("Europe/Berlin")).timestamp()
HERE = Reader("Europe/Berlin", NOW)
LONG = "日本 <!channel> שלום " * 200
WEEKLY = a_schedule(
    "d2", days=(0,), zone="America/New_York", grouping="deal", reps=("1", "2"), hide_amounts=True
)
PAUSED = a_schedule("d3", paused=True, reps=(EVERYBODY,), quiet_days=("2026-12-24",))
FULL = Listing(
    (a_schedule(), WEEKLY, PAUSED),
    {"d1": Period("d1", "2026-06-03", "sent", "", NOW - 9 * 3600), "d2": Period("d2", "2026-06-01", "missed", "", NOW)},
    {"1": "Ana Ruiz", "2": "Ben Cole"},
    HERE,
)  # fmt: skip
NONE = Listing((), {}, {}, HERE)
TEAM = [("1", "Sam Okafor"), ("2", "Ana Ruiz"), ("3", "Ben Cole")]
START = fresh(a_person("USAM", name="Sam Okafor", reports=("2", "3")), "CDEALS0001")
CHOICE = digest_form.Choice("Sam Okafor", TEAM, everybody=True, profiles=("enterprise",))

SAMPLES = under(
    "schedule",
    alone("list", schedule_words.listed, FULL),
    alone("list_after_a_click", schedule_words.listed, FULL, "Paused."),
    alone("list_of_none", schedule_words.listed, NONE),
    alone("running", schedule_words.running, a_schedule()),
    alone("resumed", schedule_words.resumed, a_schedule(), HERE),
    alone("form", digest_form.form, START, digest_form.Choice("Sam Okafor", TEAM)),
    alone("form_of_an_admin", digest_form.form, of(WEEKLY), CHOICE, "d2"),
    alone("kept", digest_form.kept, a_schedule(), HERE),
    alone("notice", digest_form.notice, schedule_words.GONE),
)


def _wordy(n: int) -> Schedule:
    return a_schedule(
        f"d{n}", reps=tuple(map(str, range(200))), by_name=LONG, quiet_days=("2026-12-24",) * 99
    )


MANY = Listing(
    [_wordy(n) for n in range(30)],
    {f"d{n}": Period(f"d{n}", "2026-06-01", "failed", LONG, NOW) for n in range(30)},
    {str(n): LONG for n in range(200)},
    HERE,
)
CROWD = digest_form.Choice(
    LONG, [(str(n), f"{n} {LONG}") for n in range(2500)], True, [f"{n} {LONG}"[:40] for n in range(50)]
)
LONGEST = under(
    "schedule",
    alone("list", schedule_words.listed, MANY, "Paused."),
    alone("form", digest_form.form, START, CROWD),
)
