"""Claude's call of the join tool: the link must be the asker's, and what speaks against a recording is asked about first."""

from dataclasses import replace

from bot.recorder.consent import doubt
from bot.slack import recorder_words as words
from bot.workflows.checking import look_again
from bot.workflows.house import house
from bot.workflows.recorder import ask_for_recorder, link_argument, wish
from bot.workflows.run import Result, Run, tool_result
from bot.workflows.steps import post
from tools.catalog import request_for
from tools.desk import Ticket, failed, told
from tools.meeting_links import Link, RefusedLink, find_links

NOT_ASKED = (
    "The recorder goes to one link at a time, and only to one that the asker wrote or the thread begins with."
)
NEEDS_YES = "This call needs a person's second confirmation. The thread asks for it; nothing was sent yet."


async def join_for_claude(run: Run, call_id: str, ticket: Ticket) -> Result:
    """Answer Claude's call of the join tool."""
    link = _link_of(run, ticket)
    if isinstance(link, str):
        return tool_result(call_id, told(error=link), is_error=True)
    against = doubt(run.written, link, house().settings.no_go)
    run.progress.show(call_id, "Asking Chorus to send the recorder", "in_progress")
    # Chorus takes free text and reads any link in it, so nothing but the asker's link is passed on.
    request = request_for(ticket.offer, ticket.arguments | {link_argument(ticket.offer): link.url})
    request = replace(request, account=run.asker.account)
    wanted = await wish(f"{run.id}:{call_id}", link, run.asker.slack_id, run.place)
    outcome = await ask_for_recorder(wanted, request, run.asker.zone, run.notice, against=against)
    run.resumed()
    if outcome.get("doubt"):
        run.progress.show(call_id, "A person has to confirm this recording", "complete")
        said = words.offer(link.key, link.url, outcome["doubt"])
        await post(f"offer:{run.id}:{call_id}", run.place.channel, run.place.thread, *said)
        return tool_result(call_id, told(state="needs confirmation", known=NEEDS_YES))
    if not outcome["ok"]:
        run.progress.show(call_id, "Asked Chorus to send the recorder", "error")
        (changed,) = await look_again(run.conversation, [ticket.offer.name])
        return tool_result(call_id, failed(outcome["say"], changed), is_error=True)
    before = outcome["state"] == "asked before"
    run.deeds += [] if before else [f"the recorder for {words.meeting_name(link.key)} was asked for"]
    title = "A recorder was asked for before" if before else "Asked Chorus to send the recorder"
    run.progress.show(call_id, title, "complete")
    return tool_result(call_id, told(state=outcome["state"], known=words.for_claude(outcome)))


def _link_of(run: Run, ticket: Ticket) -> Link | str:
    """The one link that the call is about, or why no recorder is asked for."""
    found = find_links(" ".join(str(v) for v in ticket.arguments.values()))
    links = {link.key: link for link in found if isinstance(link, Link)}
    if not links:
        refused = (link.reason for link in found if isinstance(link, RefusedLink))
        return next(refused, "There is no meeting link in it.")
    if not links.keys() <= run.links or len(links) > 1:
        return NOT_ASKED
    return next(iter(links.values()))
