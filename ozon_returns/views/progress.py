"""A sign of life on a terminal for what takes over a second."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from ozon_returns.words import _

if TYPE_CHECKING:
    from threading import Event

SLOW = frozenset({"analyze", "check", "import", "export", "backup"})
"""The commands that may take long and ask nothing."""

AFTER, EVERY = 1.0, 0.5
"""From when on and how often the sign is shown, in seconds."""


@contextmanager
def patience(command: Sequence[str], *, can_go_back: bool) -> Iterator[None]:
    """Tell on stderr that a command is still working, and since how many seconds; it is wiped off at the end.

    Nothing is told where stderr is no terminal, or one that cannot go back on a line.
    """
    if SLOW.isdisjoint(command) or not (can_go_back and sys.stderr.isatty()):
        yield
        return
    from threading import Event, Thread  # noqa: PLC0415  only on a terminal

    done = Event()
    sign = Thread(target=_tell, args=(done,), daemon=True)
    sign.start()
    try:
        yield
    finally:
        done.set()
        sign.join()


def _tell(done: "Event") -> None:
    """Show the sign until it is done."""
    waited, shown = AFTER, 0
    with suppress(OSError):
        while not done.wait(EVERY if shown else AFTER):
            told = _("Working, {seconds} s ...").format(seconds=int(waited))
            shown = max(shown, len(told))
            sys.stderr.write(f"\r{told}")
            sys.stderr.flush()
            waited += EVERY
        if shown:
            sys.stderr.write(f"\r{' ' * shown}\r")
            sys.stderr.flush()
