"""What can be typed: the table of contents, and the one place where an error is shown."""

import gc
import importlib
import os
import sqlite3
import sys
from collections.abc import Sequence
from typing import Any

from typer.core import TyperGroup

from ozon_returns import __version__
from ozon_returns.app import NAME, App
from ozon_returns.errors.base import ReturnsError, StoppedError
from ozon_returns.errors.file import PathUnusableError, reason
from ozon_returns.errors.usage import UsageError
from ozon_returns.typer_words import SYNTAX, command_of, common, common_options, complaint, spoken, version_option
from ozon_returns.views.answer import Answer
from ozon_returns.views.safe_text import replace_unencodable
from ozon_returns.words import N_, _, readable, speak

COMMANDS = {
    "inspect": ("inspect:inspect", N_("Look at an item and keep its photos: opens a case.")),
    "contact": ("contact:contact", N_("Write to the buyer, keep the answer, ask whether all is well.")),
    "ticket": ("ticket:ticket", N_("Claim from Ozon, a supplier or a carrier, and follow it up.")),
    "resolve": ("resolve:resolve", N_("Say how it ended, what it cost, why it happened; close the case.")),
    "analyze": ("analyze:analyze", N_("Figures: what breaks, why, and what it costs.")),
    "list": ("list:list_cases", N_("The cases, one a line.")),
    "show": ("show:show", N_("The whole of a case.")),
    "due": ("due:due", N_("What must be done now, the most urgent first.")),
    "undo": ("undo:undo", N_("Take back the last change, of everything or of one case.")),
    "import": ("import_:import_cases", N_("Take in cases and deliveries from files.")),
    "export": ("export:export", N_("Put out all cases, such that import gives them again.")),
    "check": ("check:check", N_("Prove that every photo and every row is as it was kept.")),
    "backup": ("backup:backup", N_("Make one file of everything that is kept.")),
    "restore": ("restore:restore", N_("Put back what a backup holds; the old home is kept aside.")),
    "settings": ("settings:settings", N_("Where things lie, and what is chosen.")),
    "demo": ("demo:demo", N_("Walk the five steps with an example, in a home of its own.")),
}
"""Every subcommand: where it is carried out, and what it is for."""


WRONG_USAGE = 2
"""The exit code of a command that was typed wrongly."""


UNEXPECTED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, sqlite3.Error)
"""What a row that another program has damaged makes a command fail with; where no row is damaged it is a bug."""


class Commands(TyperGroup):
    """The subcommands, each read from its file only when it is typed."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002  Click's signature
        """Name the subcommands in their order."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002
        """Make the command of that name; nothing where there is none."""
        if cmd_name not in COMMANDS:
            return None
        place, about = COMMANDS[cmd_name]
        module, function = place.split(":")
        return command_of(getattr(importlib.import_module(f"ozon_returns.commands.{module}"), function), cmd_name, about)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401
        """Find the command that was typed, or say which was probably meant."""
        meant = "" if args[0] in COMMANDS else ctx.obj.nearest(args[0], COMMANDS)
        if meant:
            told = _("There is no command “{name}”.").format(name=args[0])
            raise UsageError(told, _("Did you mean “{meant}”?").format(meant=meant))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401, ARG002
        """List the subcommands in the help, without reading their files."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(about)) for name, (_place, about) in COMMANDS.items()])


def main(arguments: Sequence[str], app: App) -> Any:  # noqa: ANN401  an `Answer`, or Click's exit code
    """Carry out what was typed and give the answer; `ReturnsError` where it is refused."""
    speak(app.locale_language)
    speak(app.language)
    group = Commands(
        name=NAME,
        help=_("Defective returns on Ozon: evidence, letters, tickets, costs and causes of every case."),
        rich_markup_mode=None,
        options_metavar=_("[OPTIONS]"),
        subcommand_metavar=_("COMMAND ..."),
    )
    group.params.extend(common_options())
    group.params.append(version_option(f"{NAME} {__version__}"))
    if not spoken(arguments):
        group.main([*arguments, "--help"], NAME, standalone_mode=False, obj=app)
        return WRONG_USAGE
    try:
        return group.main(list(arguments), NAME, standalone_mode=False, obj=app)
    except SYNTAX as error:
        raise complaint(error) from error


def program() -> None:
    """Be the program: run, and leave with the exit code.

    It leaves at once. Python would first take apart, one by one, all the modules that were loaded, which is a quarter
    of the time of a command that writes; what has to be on the disk is there, and what was said is flushed.
    """
    gc.set_threshold(100_000, 50, 1000)  # a run is short: collecting what its imports leave costs a tenth of it
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def run(typed: Sequence[str]) -> int:
    """Carry out what was typed, in this environment, and give the exit code."""
    typed = [word if os.path.lexists(word.rpartition("=")[2]) else readable(word) for word in typed]
    given = common(typed)
    app = App(
        home=given.get("--home"),
        lang=given.get("--lang"),
        as_json="--json" in given,
        colour="--no-color" not in given,
    )
    return carry_out(typed, app)


def carry_out(typed: Sequence[str], app: App) -> int:
    """Carry out what was typed, show its answer or its error, and return the exit code."""
    replace_unencodable(sys.stdout)
    replace_unencodable(sys.stderr)
    error: ReturnsError
    try:
        return _answered(typed, app)
    except BrokenPipeError:  # whoever was reading has seen enough
        _mute()
        return 0
    except ReturnsError as refused:
        error = refused
    except KeyboardInterrupt:
        error = StoppedError()
    except OSError as failed:
        error = PathUnusableError(str(failed.filename or "stdout"), reason(failed))
    except UNEXPECTED:
        if (damage := app.damage()) is None:
            raise
        error = damage
    app.screen.refuse(error)
    if isinstance(error, PathUnusableError):
        _mute()
    return error.exit


def _answered(typed: Sequence[str], app: App) -> int:
    """Carry out what was typed, show its answer, and return the exit code."""
    answer = main(typed, app)
    if answer == StoppedError.exit:  # Click has caught the interruption
        raise StoppedError
    if not isinstance(answer, Answer):
        return int(answer or 0)
    for told in () if answer.silent else app.told:
        app.screen.note(told)
    app.screen.show(answer)
    return answer.exit


def _mute() -> None:
    """Send what is still buffered for stdout nowhere, so that leaving does not fail on it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
