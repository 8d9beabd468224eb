"""Draws a picture in terminals that can show one: kitty, and those that know sixels (iTerm2, Windows Terminal, WezTerm, foot)."""

from collections.abc import Callable
from io import BytesIO

_ROWS = 10
"""Height of a picture in lines of the terminal."""


def pictured(make: Callable[[], bytes]) -> str:
    """Return what makes the terminal show a picture (PNG); empty where it cannot, or the extra `images` is not installed."""
    try:
        from textual_image.renderable import Image, SixelImage, TGPImage  # noqa: PLC0415  asks the terminal what it can do
    except ImportError:
        return ""
    if not issubclass(Image, SixelImage | TGPImage):
        return ""
    from rich.console import Console  # noqa: PLC0415  needed only here

    console = Console(force_terminal=True)
    with console.capture() as captured:
        console.print(Image(BytesIO(make()), width="auto", height=_ROWS))
    return captured.get()
