"""What the commands of the prompt show: people, threads, boxes, help - values in, renderables out."""

from collections.abc import Iterable, Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from sandbox.company import Company, Deal, Person
from sandbox.tour.commands import HELP
from sandbox.tour.spelling import Said


def help_table() -> Table:
    """Return the commands."""
    return _listed(HELP)


def people_table(people: Iterable[Person]) -> Table:
    """Return everybody, by the name they are called here."""
    return _listed((person.key, f"{person.name}, {person.title}") for person in people)


def thread_table(messages: Sequence[Said]) -> Table:
    """Return each thread with its first words and the number of replies."""
    roots = [said for said in messages if not said.is_reply]
    rows = []
    for n, root in enumerate(roots, 1):
        first = next((line for group in root.groups for line in group), "")
        rows.append((str(n), f"{root.author}: {first}"))
    return _listed(rows)


def find_deal(company: Company, name: str, person: Person) -> Deal | None:
    """Return the deal whose name holds `name`, or without one the deal of the person's last call."""
    if name:
        return next((deal for deal in company.deals if name.lower() in deal.name.lower()), None)
    own = (m.deal for m in company.meetings if m.owner == person and m.status == "done" and not m.private)
    return next((deal for deal in own if deal), None)


def hint(text: str) -> Text:
    """Return a word of the demo's own, not of Slack."""
    return Text(f"  {text}", "yellow")


def _listed(rows: Iterable[tuple[str, str]]) -> Table:
    table = Table(box=box.SIMPLE, show_header=False)
    table.add_column(no_wrap=True, style="bold")
    table.add_column()
    for left, right in rows:
        table.add_row(Text(left), Text(right))
    return table
