"""The manual pages, made of the help: one for the program and one for each command, in every language."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from ozon_returns import __version__
from ozon_returns.environment import NAME
from ozon_returns.subcommands import COMMANDS, commands
from ozon_returns.words import LANGUAGES, N_, _, speaking

_EXITS = {
    0: N_("done"),
    2: N_("wrong usage"),
    3: N_("partly done"),
    4: N_("not found"),
    5: N_("refused"),
    6: N_("findings (with --fail-on)"),
    7: N_("confirmation needed, but there is no terminal"),
    10: N_("settings or home unusable"),
    11: N_("store busy, or changed meanwhile"),
    12: N_("damaged"),
    13: N_("written by a newer version"),
}
_VARIABLES = {
    "OZON_RETURNS_HOME": N_("Folder where all data is stored."),
    "OZON_RETURNS_LANG": N_("Language of messages."),
    "NO_COLOR": N_("No colors."),
}


class _Page(click.HelpFormatter):
    """Writes help as a manual page (man(7))."""

    def __init__(self, name: str, about: str) -> None:
        """Begin a page."""
        super().__init__()
        self.buffer = [f'.TH {_escaped(name.upper())} 1 "" "{NAME} {__version__}"\n']
        self.write_heading(_("Name"))
        self.buffer.append(f"{_escaped(name)} \\- {_escaped(about)}\n")

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:  # noqa: ARG002  Click's signature
        """Write how the command is typed."""
        self.write_heading(_("Synopsis"))
        self.buffer.append(f"\\fB{_escaped(prog)}\\fR {_escaped(args)}\n")

    def write_heading(self, heading: str) -> None:
        """Begin a section."""
        self.buffer.append(f".SH {_escaped(heading)}\n")

    def write_paragraph(self) -> None:
        """Leave paragraphs to the sections."""

    def write_text(self, text: str) -> None:
        """Write what the command does."""
        self.write_heading(_("Description"))
        self.buffer.append(f"{_escaped(text)}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:  # noqa: ARG002
        """Write what options, or the like, mean."""
        self.buffer += [f".TP\n\\fB{_escaped(term)}\\fR\n{_escaped(about) or '.br'}\n" for term, about in rows]

    def write(self, string: str) -> None:
        """Write examples, a line each."""
        lines = [_escaped(line.strip()) for line in string.splitlines() if line.strip()]
        if lines:
            self.write_heading(_("Examples"))
            self.buffer.append("\n".join([".nf", *lines, ".fi"]) + "\n")


def _escaped(text: str) -> str:
    """Return a text as roff takes it literally."""
    told = " ".join(text.split()).replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{told}" if told[:1] in (".", "'") else told


def pages() -> Iterator[tuple[Path, str]]:
    """Yield the place of each page below `share/man`, and its text; English pages need no folder of the language."""
    for language in LANGUAGES:
        with speaking(language):
            folder = Path("man1") if language == "en" else Path(language) / "man1"
            group = commands()
            context = click.Context(group, info_name=NAME)
            yield folder / f"{NAME}.1", _page(NAME, str(group.help), group, context)
            for name, (_place, about) in COMMANDS.items():
                made = group.get_command(context, name)
                inner = click.Context(made, info_name=name, parent=context)
                yield folder / f"{NAME}-{name}.1", _page(f"{NAME}-{name}", _(about), made, inner)


def _page(name: str, about: str, command: Any, context: click.Context) -> str:  # noqa: ANN401  Typer does not export Click's classes
    """Return the page of a command."""
    page = _Page(name, about.rstrip("."))
    command.format_help(context, page)
    with page.section(_("Exit status")):
        page.write_dl([(str(code), _(what)) for code, what in _EXITS.items()])
    with page.section(_("Environment")):
        page.write_dl([(variable, _(what)) for variable, what in _VARIABLES.items()])
    with page.section(_("See also")):
        others = [NAME, *(f"{NAME}-{each}" for each in COMMANDS)]
        page.buffer.append(",\n".join(f"\\fB{_escaped(each)}\\fR(1)" for each in others if each != name) + "\n")
    return page.getvalue()


def write_pages(folder: Path) -> dict[str, str]:
    """Write the pages below a folder and return the place of each in an installation, by its path."""
    found = {}
    for place, text in pages():
        file = folder / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        found[str(file)] = f"share/man/{place.as_posix()}"
    return found
