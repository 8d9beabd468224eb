"""The command line: the list of subcommands, and the only place where errors are displayed."""

import gc
import importlib
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from typer.core import TyperGroup

from ozon_returns import __version__
from ozon_returns.app import NAME, App
from ozon_returns.errors.base import ReturnsError, StoppedError
from ozon_returns.errors.file import PathUnusableError, reason
from ozon_returns.errors.usage import UsageError
from ozon_returns.typer_words import SYNTAX, command_of, common, common_options, complaint, spoken, version_option
from ozon_returns.views.answer import Answer
from ozon_returns.views.progress import patience
from ozon_returns.views.safe_text import replace_unencodable
from ozon_returns.words import N_, _, readable, speak

COMMANDS = {
    "inspect": ("inspect:inspect", N_("Inspect an item and store its photos; opens a case.")),
    "contact": ("contact:contact", N_("Message the buyer, record the reply, ask whether the buyer is satisfied.")),
    "ticket": ("ticket:ticket", N_("File a claim with Ozon, a supplier or a carrier and track it.")),
    "resolve": ("resolve:resolve", N_("Record the outcome, costs and cause; close the case.")),
    "analyze": ("analyze:analyze", N_("Reports: what breaks, why, and what it costs.")),
    "list": ("list:list_cases", N_("List cases, one per line.")),
    "show": ("show:show", N_("Show everything about a case.")),
    "due": ("due:due", N_("What must be done now, the most urgent first.")),
    "advise": ("advise:advise", N_("What each way open for a case would probably cost.")),
    "products": ("products:products", N_("What is known of products and lots: costs, commission, packaging.")),
    "fix": ("fix:fix", N_("Put right what was recorded wrongly.")),
    "undo": ("undo:undo", N_("Undo the last change, then the one before it; --redo puts back.")),
    "import": ("import_:import_cases", N_("Import cases and deliveries from files.")),
    "export": ("export:export", N_("Export all cases for re-import.")),
    "check": ("check:check", N_("Verify every photo and record.")),
    "backup": ("backup:backup", N_("Back up all data into one file.")),
    "restore": ("restore:restore", N_("Restore a backup; the old data folder is kept next to it.")),
    "settings": ("settings:settings", N_("Show paths and settings, or set one.")),
    "demo": ("demo:demo", N_("Run the five steps on an example, in a temporary data folder.")),
}
"""All subcommands: module and function, and the help text."""


WRONG_USAGE = 2
"""Exit code of a usage error."""


UNEXPECTED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a row that another program has damaged makes a command fail with; where no row is damaged it is a bug."""


class Commands(TyperGroup):
    """The subcommands, each imported only when it is used."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002  Click's signature
        """Return the names of the subcommands in display order."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002
        """Return the command of that name, or `None` if there is none."""
        if cmd_name not in COMMANDS:
            return None
        place, about = COMMANDS[cmd_name]
        module, function = place.split(":")
        return command_of(getattr(importlib.import_module(f"ozon_returns.commands.{module}"), function), cmd_name, about)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401
        """Resolve the command name. Raise `UsageError` with the closest match if it is unknown."""
        meant = "" if args[0] in COMMANDS else ctx.obj.nearest(args[0], COMMANDS)
        if meant:
            told = _("Unknown command “{name}”.").format(name=args[0])
            raise UsageError(told, _("Did you mean “{meant}”?").format(meant=meant))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401, ARG002
        """Write the list of subcommands to the help, without importing them."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(about)) for name, (_place, about) in COMMANDS.items()])


def main(arguments: Sequence[str], app: App) -> Any:  # noqa: ANN401  an `Answer`, or Click's exit code
    """Run a command line and return its answer. Raise `ReturnsError` if it is refused."""
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
    """Run the command line and exit with its exit code.

    The process exits with `os._exit`: the interpreter's teardown of all loaded modules takes a quarter of the run time of
    a command that writes. By then all data is on disk and the output is flushed.
    """
    open_closed_streams()
    gc.set_threshold(400_000, 50, 1000)  # garbage collection after the imports would take a tenth of a run
    code = run(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # where it could be told, it has been
            stream.flush()
    os._exit(code)


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


def run(typed: Sequence[str]) -> int:
    """Run a command line in the current environment and return the exit code."""
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
    broken = False
    try:
        return _answered(typed, app)
    except BrokenPipeError:  # the reader has closed the pipe
        _mute()
        return 0
    except ReturnsError as refused:
        error = refused
    except KeyboardInterrupt:
        error = StoppedError()
    except OSError as failed:
        error, broken = PathUnusableError(str(failed.filename or "stdout"), reason(failed)), True
    except UNEXPECTED:
        if (damage := app.damage()) is None:
            raise
        error = damage
    app.screen.refuse(error)
    if broken:
        _mute()
    return error.exit


def _answered(typed: Sequence[str], app: App) -> int:
    """Carry out what was typed, show its answer, and return the exit code."""
    with patience(spoken(typed)[:1], can_go_back=app.can_go_back):
        answer = main(typed, app)
    if answer == StoppedError.exit:  # Click has caught KeyboardInterrupt
        raise StoppedError
    if not isinstance(answer, Answer):
        return int(answer or 0)
    for told in () if answer.silent else app.told:
        app.screen.note(told)
    try:
        app.screen.show(answer)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as failed:
        if not answer.saved:
            raise
        app.screen.note(_("It was saved, but the result cannot be shown: {why}").format(why=reason(failed) + "."))
        _mute()
    return answer.exit


def _mute() -> None:
    """Send what is still buffered for stdout nowhere, so that leaving does not fail on it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
