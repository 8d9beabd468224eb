"""The standard streams of the program where they were closed, or lead nowhere any more."""

import os
import sys

__all__ = ["mute", "open_closed_streams"]


def open_closed_streams() -> None:
    """Open what was closed of stdin, stdout and stderr, so that no file of ours gets its number.

    What is written to them fails as on a device that cannot be written; stdin is empty.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            opened = os.open(os.devnull, os.O_RDONLY)
            if opened != number:
                os.dup2(opened, number)
            setattr(sys, name, os.fdopen(number, "w" if number else "r", encoding="utf-8"))


def mute() -> None:
    """Send what is still buffered for stdout nowhere, so that leaving does not fail on it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
