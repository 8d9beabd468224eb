"""The command line: the list of subcommands, and the only place where errors are displayed."""

import gc
import importlib
import os
import sys
from collections.abc import Iterator, Sequence
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
from ozon_returns.views.streams import mute, open_closed_streams
from ozon_returns.vocabulary.command import command_line
from ozon_returns.vocabulary.nearest import nearest
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
    "work": ("work:work", N_("The morning: what is due, one task at a time, each settled with a key.")),
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
        meant = "" if args[0] in COMMANDS else nearest(args[0], COMMANDS)
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
    group.params += [*common_options(), version_option(f"{NAME} {__version__}")]
    if not spoken(arguments):
        group.main([*arguments, "--help"], NAME, standalone_mode=False, obj=app)
        return UsageError.exit
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
        mute()
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
    if app.asked:
        command = command_line([*spoken(app.typed or typed), *app.asked])
        app.screen.note(_("To repeat it: {command}").format(command=command), wraps=False)
    if broken:
        mute()
    return error.exit


def _answered(typed: Sequence[str], app: App) -> int:
    """Carry out what was typed, show what it answers, and return the exit code; as JSON only the last answer is shown."""
    answer = Answer(silent=True)
    for answer in _answers(typed, app):
        if not app.as_json:
            app.screen.show(answer, app.told)
    if app.as_json:
        app.screen.show(answer, app.told)
    return answer.exit


def _answers(typed: Sequence[str], app: App) -> Iterator[Answer]:
    """Yield the answer to what was typed; of questions, the answers of the commands they lead to, each printed to be typed next time."""
    with patience(spoken(typed)[:1], can_go_back=app.can_go_back):
        answer = main(typed, app)
    if answer == StoppedError.exit:  # Click has caught KeyboardInterrupt
        raise StoppedError
    answer = answer if isinstance(answer, Answer) else Answer(silent=True, exit=int(answer or 0))
    if not answer.commands:
        yield answer
    for words in answer.commands:
        app.screen.note("$ " + command_line(words), wraps=False)
        app.typed[:], app.refused = words, None
        app.asked.clear()
        try:
            yield from _answers(words, app)
        except ReturnsError as error:
            if not answer.goes_on:
                raise
            app.screen.refuse(error)
            app.refused = error
