"""Fills the gaps of a letter; a gap without a value is an error, never an empty place in a letter."""

from collections.abc import Mapping
from importlib import resources

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ozon_returns.money import show
from ozon_returns.words import day, speaking

LANGUAGE = "ru"
"""The language the letters are in: Ozon's buyers and its support read Russian."""


def _quoted(text: str) -> str:
    """Put a name in quotation marks; those that stand in it become the inner ones."""
    inner = text.replace("«", "„").replace("»", "“")
    return f"«{inner}»"


def write(letter: str, facts: Mapping[str, object]) -> str:
    """Write a letter with these facts; amounts are `Decimal` roubles, dates are moments in the seller's zone."""
    folder = resources.files("ozon_returns.letters") / LANGUAGE
    environment = ImmutableSandboxedEnvironment(  # letters are plain text
        loader=FileSystemLoader(str(folder)),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(money=show, day=day, quoted=_quoted)
    with speaking(LANGUAGE):
        text = environment.get_template(f"{letter}.txt").render(facts)
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
