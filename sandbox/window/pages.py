"""The window's pages: what is shown at an address, and what is done when a form is posted."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox.window import knobs, panels
from sandbox.window.acts import Acts, one
from sandbox.window.cast import Place, Player, places, players
from sandbox.window.held import Held
from sandbox.window.installed import installed
from sandbox.window.pulse import Pulse
from sandbox.window.seen import Eyes, shown_place
from sandbox.world import World

HERE = Path(__file__).parent
FIRST = "/ana/deals"
STILL_THERE = 15.0
"""Seconds without news after which a page looks again all the same: time has passed."""


class Pages:
    """Reads the world for a page, and hands what is posted to the acts."""

    def __init__(self, world: World, pulse: Pulse) -> None:
        self._world, self._pulse, self._held = world, pulse, Held()
        self._installed = installed()
        self._acts = Acts(world, self._held, self._installed.commands)
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "frame"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def app(self) -> Starlette:
        """Return the application that serves them."""
        posts = [Route(address, self.do, methods=["POST"]) for address in self._acts.all]
        return Starlette(
            routes=[
                Route("/", self.first),
                Route("/events", self.events),
                Mount("/static", StaticFiles(directory=HERE / "static")),
                *posts,
                Route("/{who}/{place}", self.show),
                Route("/{who}/{place}/{thread}", self.show),
            ]
        )

    async def first(self, request: Request) -> Response:
        """Send a visitor to the first page, or to the same page of somebody else."""
        who, at = request.query_params.get("who"), request.query_params.get("at", "deals")
        return RedirectResponse(f"/{who}/{at}" if who in players(self._world) else FIRST, 303)

    async def show(self, request: Request) -> Response:
        """Show a place, and perhaps a thread in it, as somebody sees it."""
        everybody = players(self._world)
        player = everybody.get(request.path_params["who"])
        if player is None:
            raise HTTPException(404, "There is nobody of that name.")
        there = places(self._world, player)
        place = shown_place(there, request.path_params["place"])
        if place is None:
            return RedirectResponse(f"/{player.key}/{there[0].key}", 303)
        if request.headers.get("sec-fetch-mode") == "navigate":
            self._held.went_to(player.id, request.url.path)
            if place.channel and place.kind != "im":
                await self._world.slack.people.look_at(player.id, place.channel.id)
        page = self._page(player, place, request.path_params.get("thread", ""))
        shown = page | {"players": everybody.values(), "places": there}
        return HTMLResponse(self._templates.get_template("page.html").render(shown))

    def _page(self, player: Player, place: Place, thread: str) -> dict[str, object]:
        eyes = Eyes(self._world, player, self._held)
        channel = place.channel
        modal = self._world.slack.modal(player.id)
        return {
            "player": player,
            "place": place,
            "team": self._world.slack.me.team_name,
            "notice": self._held.notices.get(player.id, ""),
            "home": eyes.home() if channel is None else None,
            "entries": eyes.entries(channel, thread) if channel else [],
            "session": eyes.session(channel, thread) if channel else None,
            "prompts": self._prompts(eyes, place, thread),
            "thread": thread,
            "modal": eyes.view(modal) if modal else None,
            "modal_title": f"{modal['id']}-title" if modal else "",
            "installed": self._installed,
            **self._beside(),
        }

    def _prompts(self, eyes: Eyes, place: Place, thread: str) -> list[tuple[str, str]]:
        if place.channel is None:
            return []
        pinned = eyes.prompts(place.channel, None) or list(self._installed.prompts)
        of_thread = eyes.prompts(place.channel, thread) if thread else []
        return of_thread or (pinned if place.kind == "im" and not thread else [])

    def _beside(self) -> dict[str, object]:
        world = self._world
        return {
            "opportunities": panels.touched(world),
            "recorders": panels.recorders(world),
            "wire": panels.on_the_wire(world),
            "now": panels.today(world),
            "runs": world.clock.speed > 0,
            "steps": knobs.STEPS,
            "mishaps": knobs.MISHAPS,
            "pending": knobs.pending(world),
        }

    async def do(self, request: Request) -> Response:
        """Do what a form asks for, and show the page it came from, or the thread that was begun."""
        form = parse_qs((await request.body()).decode(errors="replace"), keep_blank_values=True)
        player = self._who(one(form, "viewer"))
        back = one(form, "back") or urlsplit(request.headers.get("referer", "")).path
        if not back.startswith(f"/{player.key}/"):
            back = FIRST
        self._held.went_to(player.id, back)
        begun = await self._acts.do(request.url.path, player, form)
        self._pulse.happened()
        return RedirectResponse(f"{back}/{begun}" if begun else back, 303)

    def _who(self, user: str) -> Player:
        for player in players(self._world).values():
            if player.id == user:
                return player
        raise HTTPException(400, "Nobody of the workspace posted this.")

    async def events(self, request: Request) -> Response:
        """Tell the page, as long as it is open, whenever something changed."""

        async def beats() -> AsyncIterator[str]:
            beat: int | None = self._pulse.beat
            while beat is not None:
                yield f"data: {json.dumps(beat)}\n\n"
                beat = await self._pulse.after(beat, STILL_THERE)

        return StreamingResponse(beats(), media_type="text/event-stream")
