"""The four stories of the tour: what people do in each, and what must then be true in the sandbox."""

from typing import Any, Protocol

from rich.text import Text

from sandbox.tour import words
from sandbox.tour.alert_checks import alert_checks
from sandbox.tour.checks import Check, Wanted, answered, joined_once, said, status_is, written_once
from sandbox.tour.stage import Stage
from sandbox.tour.tables import record_table
from sandbox.tour.threads import find_button, is_over, is_resting, paragraphs, says, ticked
from sandbox.tour.truth import to_be_alerted
from sandbox.tour.window import Thread

JOIN, WRITE = "chorus_conversations_join", "chorus_sales_qualifications_writeback_crm"


class Story(Protocol):
    """Something people do, shown as it happens, and checked afterwards."""

    title: str
    about: str

    async def play(self, stage: Stage) -> None:
        """Do it. Raises AssertionError when something does not come in time."""

    def checks(self, stage: Stage) -> list[Check]:
        """Return what holds of it now, and what does not."""


class _Told:
    """A story that begins with a message."""

    thread: Thread | None = None

    def is_over(self, stage: Stage) -> bool:
        return self.thread is not None and is_over(stage.messages(self.thread))

    def says(self, stage: Stage, words: str) -> bool:
        return self.thread is not None and says(stage.messages(self.thread), words)

    def recorder_checks(self, stage: Stage, meeting: str) -> list[Check]:
        """Return what must be true of every recorder that was sent."""
        chorus = stage.world.truto.chorus
        joins = [join for join in chorus.joins if meeting in join.text]
        status = chorus.status(chorus.recordings[joins[0].conversation_id]) if joins else None
        return [
            joined_once(stage.world.truto.calls(JOIN), meeting),
            status_is(status, "live"),
            said(words.SEEN, self.says(stage, words.SEEN)),
        ]


class Intercept(_Told):
    """A rep in an unplanned call wants the recorder, now."""

    title = "Intercept"
    about = "Ben is in an unplanned call and wants the recorder there, now."

    async def play(self, stage: Stage) -> None:
        thread = self.thread = await stage.say(stage.person("ben"), words.INTERCEPT)
        await stage.until(lambda: self.is_over(stage))
        await stage.until(lambda: says(stage.messages(thread), words.SEEN))

    def checks(self, stage: Stage) -> list[Check]:
        return [*self.recorder_checks(stage, words.ZOOM_MEETING), answered(self.is_over(stage))]


class Offer(_Told):
    """A link, and nothing else, gets an offer; one click sends the recorder."""

    title = "Offer"
    about = "Chloé posts nothing but a meeting link, and mentions nobody."
    calls_before_click = -1

    async def play(self, stage: Stage) -> None:
        who = stage.person("chloe")
        thread = self.thread = await stage.say(who, words.LINK)
        button = await stage.button(thread, words.SEND)
        self.calls_before_click = len(self._calls(stage))
        await stage.press(who, thread, button)
        await stage.until(lambda: says(stage.messages(thread), words.SEEN))

    def checks(self, stage: Stage) -> list[Check]:
        quiet = (
            "" if self.calls_before_click == 0 else "there was no offer, or a call went out before the click"
        )
        return [
            Check("nothing was sent before the click", quiet),
            *self.recorder_checks(stage, words.MEET_MEETING),
        ]

    def _calls(self, stage: Stage) -> list[Any]:
        return [call for call in stage.world.truto.calls(JOIN) if words.MEET_MEETING in str(call.body)]


class WriteBack(_Told):
    """A rep's last call goes to the CRM: a proposal, the owner's click, one write."""

    title = "Write back"
    about = "Ana wants her last call in the CRM. Nothing is written before somebody approves it."
    wanted: Wanted | None = None

    async def play(self, stage: Stage) -> None:
        ana = stage.person("ana")
        meeting = stage.world.company.last_finished(ana)
        assert meeting.deal is not None
        record = stage.world.truto.crm.records[meeting.deal.id]
        before = dict(record.fields)
        stage.screen.show(Text(), record_table(f"The CRM record before · {meeting.deal.name}", before))
        thread = self.thread = await stage.say(ana, words.WRITE_BACK)
        button = await stage.button(thread, words.APPROVE)
        await stage.until(lambda: is_resting(stage.messages(thread)))
        self.wanted = Wanted(meeting, frozenset(ticked(button.message)), before)
        await stage.press(meeting.owner, thread, button)
        await stage.until(lambda: self.is_closed(stage) and self.is_over(stage))
        stage.settle()
        stage.screen.show(Text(), record_table("The CRM record after", record.fields, before))

    def checks(self, stage: Stage) -> list[Check]:
        wanted = self.wanted
        if wanted is None or wanted.meeting.deal is None:
            return [Check("a card was shown and approved", "there was no card to approve")]
        record = stage.world.truto.crm.records[wanted.meeting.deal.id]
        written = written_once(wanted, stage.world.truto.calls(WRITE), record.history, record.fields)
        return [*written, said(words.WRITTEN, self.is_closed(stage)), answered(self.is_over(stage))]

    def is_closed(self, stage: Stage) -> bool:
        """Whether the card shows that its changes were written, and can be pressed no more."""
        messages = stage.messages(self.thread) if self.thread else []
        return says(messages, f": {words.WRITTEN}") and find_button(messages, words.APPROVE) is None


class Review(_Told):
    """A manager has the day's long calls reviewed."""

    title = "Review"
    about = "Sam wants to know which of today's long calls have no economic buyer."

    async def play(self, stage: Stage) -> None:
        self.thread = await stage.say(stage.person("sam"), words.REVIEW)
        await stage.until(lambda: self.is_over(stage), 2 * stage.patience)

    def checks(self, stage: Stage) -> list[Check]:
        company, sam = stage.world.company, stage.person("sam")
        truth = to_be_alerted(company.meetings, company.today, sam.tz, words.FIELD, words.LONGER_THAN)
        replies = stage.messages(self.thread)[1:] if self.thread else []
        named = alert_checks([text for message in replies for text in paragraphs(message)], truth)
        return [*named, answered(self.is_over(stage))]


class Ask(_Told):
    """One message to a Chorister whose Chorus is a real one: it gets an answer, and nobody clicks anything."""

    def __init__(self, title: str, who: str, text: str) -> None:
        self.title, self.who, self.text = title, who, text
        self.about = f"{who.title()} asks; what comes is up to the real Chorus. Nothing is approved or sent by the tour."

    async def play(self, stage: Stage) -> None:
        self.thread = await stage.say(stage.person(self.who), self.text)
        await stage.until(lambda: self.is_over(stage) or self.waits(stage))

    def checks(self, stage: Stage) -> list[Check]:
        return [answered(self.is_over(stage) or self.waits(stage))]

    def waits(self, stage: Stage) -> bool:
        """Whether a card waits for somebody's decision."""
        return self.thread is not None and find_button(stage.messages(self.thread), words.APPROVE) is not None
