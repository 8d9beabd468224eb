"""The command line: what is typed is carried out; the only place where errors are displayed."""

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from ozon_returns.app import NAME, App
from ozon_returns.errors.base import ReturnsError, StoppedError
from ozon_returns.errors.file import PathUnusableError, reason
from ozon_returns.errors.usage import UsageError
from ozon_returns.subcommands import COMMANDS, commands
from ozon_returns.typer_words import COMPLETION, SYNTAX, common, common_words, complaint, without_common
from ozon_returns.views.answer import Answer
from ozon_returns.views.progress import patience
from ozon_returns.views.safe_text import replace_unencodable
from ozon_returns.views.streams import mute, open_closed_streams
from ozon_returns.vocabulary.command import command_line
from ozon_returns.words import _, readable, speak

__all__ = ["COMMANDS", "program"]

UNEXPECTED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a row that another program has damaged makes a command fail with; where no row is damaged it is a bug."""


def main(arguments: Sequence[str], app: App) -> Any:  # noqa: ANN401  an `Answer`, or Click's exit code
    """Run a command line and return its answer. Raise `ReturnsError` if it is refused."""
    speak(app.locale_language)
    speak(app.language)
    group = commands()
    if not without_common(arguments):
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
    asked = os.getenv(COMPLETION)
    given = common(os.getenv("COMP_WORDS", "").split() if asked else typed)
    app = App(
        home=given.get("--home"),
        lang=given.get("--lang"),
        as_json="--json" in given,
        colour="--no-color" not in given,
    )
    return complete(asked, app) if asked else carry_out(typed, app)


def complete(asked: str, app: App) -> int:
    """Answer a shell that asks for completions; nothing is ever said where something is wrong."""
    from ozon_returns.completion import completed  # noqa: PLC0415  only then

    replace_unencodable(sys.stdout)
    with suppress(ReturnsError):
        speak(app.language)
        sys.stdout.write(completed(commands(), app, asked) + "\n")
    return 0


def carry_out(typed: Sequence[str], app: App) -> int:
    """Carry out what was typed, show its answer or its error, and return the exit code."""
    replace_unencodable(sys.stdout)
    replace_unencodable(sys.stderr)
    app.line = typed
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
        command = command_line([*common_words(typed), *_not_asked(without_common(app.typed or typed), app.asked), *app.asked])
        app.screen.note(_("To repeat it: {command}").format(command=command), wraps=False)
    if broken:
        mute()
    return error.exit


def _not_asked(words: Sequence[str], asked: Sequence[str]) -> list[str]:
    """Return the words of a command without the photos of which the role was asked: they are among the answers with it."""
    photos = {path for word in asked for role, _sign, path in [word.partition("=")] if not role.startswith("-") and os.path.lexists(path)}
    return [word for word in words if word not in photos]


def _answered(typed: Sequence[str], app: App) -> int:
    """Carry out what was typed, show what it answers, and return the exit code; as JSON only the last answer is shown."""
    answer = Answer(silent=True)
    for answer in _answers(typed, app):
        if not app.as_json:
            app.screen.show(answer, app.told)
            app.told.clear()
    if app.as_json:
        app.screen.show(answer, app.told)
    return answer.exit


def _answers(typed: Sequence[str], app: App) -> Iterator[Answer]:
    """Yield the answer to what was typed; of questions, the answers of the commands they lead to, each printed to be typed next time."""
    with patience(without_common(typed)[:1], can_go_back=app.can_go_back):
        answer = main(typed, app)
    if answer == StoppedError.exit:  # Click has caught KeyboardInterrupt
        raise StoppedError
    answer = answer if isinstance(answer, Answer) else Answer(silent=True, exit=int(answer or 0))
    carried = False
    for words in answer.commands:
        carried = True
        if not app.as_json:
            app.screen.note("$ " + command_line([*common_words(app.line), *words]), wraps=False)
        app.typed[:], app.refused = words, None
        app.asked.clear()
        try:
            yield from _answers(words, app)
        except ReturnsError as error:
            if not answer.goes_on or isinstance(error, StoppedError):
                raise
            app.screen.refuse(error)
            app.refused = error
    if not carried:
        yield answer
