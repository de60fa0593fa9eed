"""
`make image-check`: plays the Dockerfile where no engine runs. Its steps are done in a folder with a plain venv; then what it
starts runs there without any privilege and with nothing but /data to write to, against the sandbox.
"""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from asyncio.subprocess import Process
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from sandbox.world import World
from tests.image.dockerfile import ROOT, Stage, Step, ours

FOLDERS = ("/opt/chorister", "/src", "/data")
"""What the image has in these places is here below one folder."""
DATA = "data"
ASKED = 100
"""How often the health check is asked at most; each takes a fraction of a second."""


async def main() -> int:
    build, final = ours()
    with tempfile.TemporaryDirectory() as made:
        root = Path(made)
        for step in build.steps:
            built(step, root)
        kept = {path.lstrip("/") for step in final.all("COPY") for path in step.paths[:-1]}
        shutil.rmtree(root / "src")
        assert all((root / path).exists() for path in kept), kept
        before = freeze(root)
        await runs(final, root)
        assert files(root) == before, "something outside of /data was written"
    sys.stdout.write("The image's steps work, and what it starts lives, answers and stops as it should.\n")
    return 0


def here(text: str, root: Path) -> str:
    """The image's paths as they are here."""
    for folder in FOLDERS:
        text = text.replace(folder, f"{root}{folder}")
    return text


def built(step: Step, root: Path) -> None:
    """One step of the stage that builds, in its folder /src."""
    source = root / "src"
    source.mkdir(exist_ok=True)
    if step.word == "COPY":
        for path in step.paths[:-1]:
            copied(ROOT / path, source)
    if step.word == "RUN":
        python = Path(sys.executable).resolve().parent  # not that of a venv
        env = os.environ | {"PATH": f"{python}:{os.environ['PATH']}"}
        env = {name: value for name, value in env.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
        sys.stdout.write(f"{step.rest}\n")
        quiet = f"PIP_QUIET=1 {here(step.rest, root)}"
        subprocess.run(["sh", "-ec", quiet], cwd=source, env=env, check=True)


def copied(path: Path, to: Path) -> None:
    if path.is_dir():
        hidden = shutil.ignore_patterns("__pycache__", "pictures", ".env*")
        shutil.copytree(path, to / path.name, ignore=hidden)
    else:
        shutil.copy(path, to)


def freeze(root: Path) -> dict[str, float]:
    """Takes the right to write from all that the image holds but /data."""
    for path in inside(root):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~0o222)
    return files(root)


def inside(root: Path) -> Iterator[Path]:
    return (path for path in root.rglob("*") if path.relative_to(root).parts[0] != DATA)


def files(root: Path) -> dict[str, float]:
    """What is there, and when it was changed last."""
    return {str(path): path.lstat().st_mtime for path in inside(root)}


UNPRIVILEGED = ("setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs")
"""Takes from root what makes it root: it keeps to a file's rights like anybody."""


def environment(final: Stage, root: Path, world: World) -> dict[str, str]:
    """The image's own, with the sandbox in the place of the services and signed HTTP on free ports."""
    ports = dict(zip(("PORT", "CHORISTER_OPS_PORT"), free(2), strict=True))
    settings = {name: value for name, value in world.env().items() if name != "SLACK_APP_TOKEN"}
    own = {name: here(value, root) for name, value in final.last("ENV").pairs.items()}
    own["PATH"] = own["PATH"].replace("$PATH", "/usr/bin:/bin")
    return own | settings | {"SLACK_SIGNING_SECRET": world.slack.signing_secret, **ports}


def free(count: int) -> list[str]:
    """Ports that nobody has."""
    with ExitStack() as doors:
        opened = [doors.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [str(door.getsockname()[1]) for door in opened]


async def runs(final: Stage, root: Path) -> None:
    """Starts it, waits until it is healthy, and stops it as an engine does."""
    rights = UNPRIVILEGED if os.geteuid() == 0 else ()
    async with World(seed=1) as world:
        env = environment(final, root, world)
        command = final.last("ENTRYPOINT").listed + final.last("CMD").listed
        process = await started(*rights, *command, root=root, env=env)
        try:
            await healthy(final, root, env, process)
            process.send_signal(getattr(signal, final.last("STOPSIGNAL").rest))
            assert await asyncio.wait_for(process.wait(), 30) == 0
        finally:
            if process.returncode is None:
                process.kill()


async def healthy(final: Stage, root: Path, env: dict[str, str], bot: Process) -> None:
    for _ in range(ASKED):
        asked = await started(*final.last("HEALTHCHECK").listed, root=root, env=env, quiet=True)
        if await asked.wait() == 0:
            return
        assert bot.returncode is None, "it ended by itself"
    raise AssertionError("it never said that it lives")


async def started(*command: str, root: Path, env: dict[str, str], quiet: bool = False) -> Process:
    where = shutil.which(command[0], path=env["PATH"])
    err = asyncio.subprocess.DEVNULL if quiet else None
    return await asyncio.create_subprocess_exec(
        where or command[0], *command[1:], cwd=root / DATA, env=env, stderr=err
    )


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
