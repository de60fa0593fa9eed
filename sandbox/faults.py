"""Faults a test or a demo orders from a sandbox server: what goes wrong, where, and how often."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Match = str | Callable[[Any], bool] | None


@dataclass
class Fault:
    """One thing that shall go wrong. `times` counts down; None means for ever."""

    kind: str
    match: Match = None
    times: int | None = 1
    after: int = 0
    params: dict[str, Any] = field(default_factory=dict)

    def get(self, name: str, default: Any = None) -> Any:
        """Return the parameter `name` that the fault was ordered with."""
        return self.params.get(name, default)

    def fits(self, keys: tuple[str, ...], request: Any) -> bool:
        """Tell whether this fault is meant for a request known by `keys`."""
        if self.match is None:
            return True
        if callable(self.match):
            return bool(self.match(request if request is not None else keys[0]))
        wanted = self.match
        return any(wanted == key or ("/" in wanted and wanted in key) for key in keys)


class Faults:
    """The scripted list of faults of one server. The first that fits a request is used up first."""

    def __init__(self) -> None:
        self.pending: list[Fault] = []
        self.taken: list[tuple[str, Fault]] = []

    def add(
        self, kind: str, *, match: Match = None, times: int | None = 1, after: int = 0, **params: Any
    ) -> Fault:
        """Order a fault; the first `after` fitting requests are let through.

        A string matches a tool or method name exactly, or, when it contains a slash, any part of
        "METHOD /path". A callable gets the server's request entry, else the first key.
        """
        fault = Fault(kind, match, times, after, params)
        self.pending.append(fault)
        return fault

    def take(self, *keys: str, request: Any = None) -> Fault | None:
        """Return the fault for this request and count it, or None when all shall go well."""
        for fault in list(self.pending):
            if not fault.fits(keys, request):
                continue
            if fault.after > 0:
                fault.after -= 1
                continue
            self._count(fault)
            self.taken.append((keys[0], fault))
            return fault
        return None

    def clear(self) -> None:
        """Forget every fault that has not happened yet."""
        self.pending.clear()

    def _count(self, fault: Fault) -> None:
        if fault.times is None:
            return
        fault.times -= 1
        if fault.times <= 0:
            self.pending.remove(fault)
