"""The table of subcommands, each imported only when it is used."""

import importlib
from typing import Any

import typer
from typer.core import TyperGroup, TyperOption

from ozon_returns import __version__
from ozon_returns.environment import NAME
from ozon_returns.errors.usage import UsageError
from ozon_returns.typer_words import command_of, common_options, version_option
from ozon_returns.vocabulary.nearest import nearest
from ozon_returns.words import N_, _

COMMANDS = {
    "inspect": ("inspect:inspect", N_("Inspect an item and store its photos; opens a case.")),
    "contact": ("contact:contact", N_("Message the buyer, record the reply, ask whether the buyer is satisfied.")),
    "ticket": ("ticket:ticket", N_("File a claim with Ozon, a supplier or a carrier and track it.")),
    "resolve": ("resolve:resolve", N_("Record the outcome, costs and cause; close the case.")),
    "analyze": ("analyze:analyze", N_("Reports: what breaks, why, and what it costs.")),
    "list": ("list:list_cases", N_("List cases, one per line.")),
    "show": ("show:show", N_("Show everything about a case.")),
    "due": ("due:due", N_("What must be done now, the most urgent first.")),
    "work": ("work:work", N_("The morning: what is due, one task at a time, each settled with a key.")),
    "advise": ("advise:advise", N_("What each way open for a case would probably cost.")),
    "products": ("products:products", N_("What is known of products and lots: costs, commission, packaging.")),
    "fix": ("fix:fix", N_("Put right what was recorded wrongly.")),
    "undo": ("undo:undo", N_("Undo the last change, then the one before it; --redo puts back.")),
    "sync": ("sync:sync", N_("Bring in from Ozon what it knows of returns.")),
    "import": ("import_:import_cases", N_("Import cases and deliveries from files.")),
    "export": ("export:export", N_("Export all cases for re-import.")),
    "check": ("check:check", N_("Verify every photo and record.")),
    "backup": ("backup:backup", N_("Back up all data into one file.")),
    "restore": ("restore:restore", N_("Restore a backup; the old data folder is kept next to it.")),
    "settings": ("settings:settings", N_("Show paths and settings, or set one.")),
    "demo": ("demo:demo", N_("Run the five steps on an example, in a temporary data folder.")),
}
"""All subcommands: module and function, and the help text."""


class Commands(TyperGroup):
    """The subcommands, each imported only when it is used."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002  Click's signature
        """Return the names of the subcommands in display order."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401
        """Return the command of that name, or `None` if there is none."""
        if cmd_name not in COMMANDS:
            return None
        place, about = COMMANDS[cmd_name]
        module, function = place.split(":")
        called = getattr(importlib.import_module(f"ozon_returns.commands.{module}"), function)
        made = command_of(called, cmd_name, about)
        if ctx.resilient_parsing:  # a shell asks what can be typed
            from ozon_returns.completion import with_values  # noqa: PLC0415  only then

            with_values(made, called)
        return made

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401
        """Resolve the command name. Raise `UsageError` with the closest match if it is unknown."""
        meant = "" if args[0] in COMMANDS else nearest(args[0], COMMANDS)
        if meant:
            told = _("Unknown command “{name}”.").format(name=args[0])
            raise UsageError(told, _("Did you mean “{meant}”?").format(meant=meant))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401, ARG002
        """Write the list of subcommands to the help, without importing them."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(about)) for name, (_place, about) in COMMANDS.items()])


def completion_options() -> list[TyperOption]:
    """Return the options that install completion in the shell, or print its script."""

    def install(context: Any, _option: object, asked: bool) -> None:  # noqa: ANN401, FBT001  Click's signature
        if asked:
            from ozon_returns import completion  # noqa: PLC0415  only then

            typer.echo(completion.install(completion.current_shell(), context.command, context.obj))
            raise typer.Exit

    def show(context: Any, _option: object, shell: str | None) -> None:  # noqa: ANN401  Click's signature
        if shell:
            from ozon_returns import completion  # noqa: PLC0415  only then

            typer.echo(completion.source(shell, context.command, context.obj))
            raise typer.Exit

    about = _("Complete words in this shell from now on.")
    wide = _("Print what makes a shell (bash, zsh, fish, powershell) complete words.")
    return [
        TyperOption(param_decls=["--install-completion"], help=about, is_flag=True, is_eager=True, expose_value=False, callback=install),
        TyperOption(param_decls=["--show-completion"], help=wide, metavar=_("SHELL"), is_eager=True, expose_value=False, callback=show),
    ]


def commands() -> Commands:
    """Return the command line in the language of the run."""
    group = Commands(
        name=NAME,
        help=_("Defective returns on Ozon: evidence, letters, tickets, costs and causes of every case."),
        rich_markup_mode=None,
        options_metavar=_("[OPTIONS]"),
        subcommand_metavar=_("COMMAND ..."),
    )
    group.params += [*common_options(), version_option(f"{NAME} {__version__}"), *completion_options()]
    return group


METAVARS = [
    N_("CASE"),
    N_("[CASE]"),
    N_("DIR"),
    N_("[FILE]"),
    N_("SPAN"),
    N_("WHO"),
    N_("NAME=VALUE"),
    N_("[NAME]"),
    N_("KIND"),
    N_("KIND=WHEN"),
    N_("MONEY"),
    N_("WHEN"),
    N_("WHY"),
    N_("TEXT"),
    N_("NAME"),
    N_("[REPORT]"),
    N_("FIELD"),
    N_("[FILTER]..."),
    N_("FILE"),
    N_("FILE..."),
    N_("NO"),
    N_("SHELL"),
    N_("KIND=AMOUNT"),
    N_("FROM=AMOUNT"),
    N_('"KIND: TEXT"'),
    N_("[ROLE=]PHOTO..."),
]
"""Metavars in help, marked for translation."""
