"""Adaptation of Typer: the common options of all commands, translated help, and conversion of errors.

Typer up to 0.25 is built on Click, whose messages are translated by the standard `gettext`; `words.speak` selects the
catalog for it. Help texts that Typer reads from our annotations are translated here, once the language is known.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import partial
from inspect import signature
from typing import Any, get_args

import typer
from typer.core import TyperOption
from typer.main import get_command

from ozon_returns.errors.usage import UsageError
from ozon_returns.files import shipped_file
from ozon_returns.typed import likely, listed, meant
from ozon_returns.words import N_, _, language

SYNTAX: type[Exception] = typer.BadParameter.__mro__[2]
"""Click's base class of command-line errors, which Typer does not export."""

COMMON = {
    "--home": ("DIR", N_("Folder where all data is stored.")),
    "--lang": ("ru|en", N_("Language of messages.")),
    "--json": ("", N_("Output as one JSON document.")),
    "--no-color": ("", N_("No colors.")),
}
"""Options common to all commands: metavar and help text."""


PLAIN = {"text": N_("TEXT"), "integer": N_("NUMBER"), "integer range": N_("NUMBER")}
"""Default metavars in help, by Click's name of the type."""


def common(arguments: Sequence[str]) -> dict[str, str]:
    """Return the common options anywhere among the arguments; they are needed before Typer parses the rest."""
    found: dict[str, str] = {}
    words = iter(arguments)
    for word in words:
        option, sign, value = word.partition("=")
        if word == "--":
            break
        if option in COMMON:
            takes = COMMON[option][0]
            found[option] = (value if sign else next(words, "")) if takes else "yes"
    return found


def without_common(arguments: Sequence[str]) -> list[str]:
    """Return the arguments without the common options and their values."""
    left, words = [], iter(arguments)
    for word in words:
        option, sign, _value = word.partition("=")
        if option not in COMMON:
            left.append(word)
        elif COMMON[option][0] and not sign:
            next(words, "")
    return left


def common_words(arguments: Sequence[str]) -> list[str]:
    """Return the options that name the home and the language, as they were typed, for a command that is to be repeated."""
    return [word for option, value in common(arguments).items() if option in ("--home", "--lang") for word in (option, value)]


def command_of(function: Any, name: str, about: str) -> Any:  # noqa: ANN401  Typer does not export Click's classes
    """Return the command of a function, with the common options, in the language of this run."""
    program = typer.Typer(rich_markup_mode=None, add_completion=False)
    program.command(name, help=_(about))(function)
    made = get_command(program)
    setattr(made, "format_help_text", partial(_with_examples, name, made.format_help_text))  # noqa: B010  Click has no other hook
    for parameter in made.params:
        if about_it := getattr(parameter, "help", None):
            setattr(parameter, "help", _(about_it))  # noqa: B010  Click's common base class has no `help`
        if vocabulary := vocabulary_of(function, parameter.name):
            setattr(parameter.type, "convert", partial(_convert, vocabulary, parameter.type))  # noqa: B010  Typer has no hook for it
            setattr(parameter, "help", _with_choices(getattr(parameter, "help", None), vocabulary))  # noqa: B010
            parameter.metavar = parameter.metavar or N_("KIND")
        named = parameter.metavar or PLAIN.get(parameter.type.name if parameter.nargs != 0 else "")
        if named and not getattr(parameter, "is_flag", False):
            parameter.metavar = _(named)
    setattr(made, "format_options", partial(_in_groups, name, made))  # noqa: B010
    made.options_metavar = _("[OPTIONS]")
    made.params.extend(common_options())
    return made


def _with_examples(name: str, about: Callable[[Any, Any], None], context: Any, formatter: Any) -> None:  # noqa: ANN401  Click's types
    """Write the help text of a command, and below it its examples in the language of this run, one a line."""
    import tomli  # noqa: PLC0415  only help needs it

    about(context, formatter)
    told = tomli.loads(shipped_file("commands/examples.toml").read_text(encoding="utf-8"))
    formatter.write("\n" + "".join(f"    ozon-returns {each}\n" for each in told[name][language()]))


def _in_groups(name: str, command: Any, context: Any, formatter: Any) -> None:  # noqa: ANN401  Click's types
    """Write the options of a command in their groups, and the rest below them."""
    import tomli  # noqa: PLC0415  only help needs it

    told = tomli.loads(shipped_file("commands/panels.toml").read_text(encoding="utf-8"))
    every = {each.name: record for each in command.get_params(context) if (record := each.get_help_record(context))}
    for group in told.get(name, ()):
        with formatter.section(group[language()]):
            formatter.write_dl([every.pop(each) for each in group["options"]])
    with formatter.section(_("Options")):
        formatter.write_dl(list(every.values()))


def vocabulary_of(function: Any, parameter: str) -> type[StrEnum] | None:  # noqa: ANN401  any command
    """Return the vocabulary from which a parameter of a command takes its values, if it does."""
    return _vocabulary(signature(function).parameters[parameter].annotation) if parameter in signature(function).parameters else None


def _vocabulary(annotation: Any) -> type[StrEnum] | None:  # noqa: ANN401  whatever a parameter is annotated with
    """Return the vocabulary among the types of an annotation, such as `Annotated[list[Defect] | None, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return annotation
    return next((found for each in get_args(annotation) if (found := _vocabulary(each))), None)


def _with_choices(about: str | None, vocabulary: type[StrEnum]) -> str:
    """Return the help of an option with the words that can be typed, in the language of this run."""
    words = _("One of: {names}.").format(names=listed(vocabulary))
    return f"{about} {words}" if about else words


def _convert(vocabulary: type[StrEnum], choice: Any, value: Any, parameter: Any, context: Any) -> str:  # noqa: ANN401  Click's types
    """Convert what was typed to the value of a member. Fail as Click does, with what was probably meant."""
    found = meant(str(value), vocabulary)
    if found is None:
        near = likely(str(value), vocabulary)
        told = _("“{word}” is not one of {names}.").format(word=value, names=listed(vocabulary))
        choice.fail(told + (" " + _("Did you mean “{meant}”?").format(meant=near) if near else ""), parameter, context)
    return str(found)


def common_options() -> list[TyperOption]:
    """Return the options common to all commands; `common` reads their values."""
    return [
        TyperOption(
            param_decls=[option],
            help=_(about),
            metavar=_(takes) if takes else None,
            is_flag=not takes,
            expose_value=False,
        )
        for option, (takes, about) in COMMON.items()
    ]


def version_option(version: str) -> TyperOption:
    """Return the option that prints the version and exits."""

    def say(_context: object, _option: object, asked: bool) -> None:  # noqa: FBT001  Click's signature
        if asked:
            typer.echo(version)
            raise typer.Exit

    return TyperOption(
        param_decls=["--version"], help=_("Show the version."), is_flag=True, is_eager=True, expose_value=False, callback=say
    )


COMPLETION = "_OZON_RETURNS_COMPLETE"
"""The environment variable with which a shell asks for completions, such as `bash_complete`."""


def complaint(error: Any) -> UsageError:  # noqa: ANN401
    """Convert a Click error to a `UsageError`."""
    path = error.ctx.command_path if getattr(error, "ctx", None) else "ozon-returns"
    return UsageError(error.format_message(), _("See: {command}").format(command=f"{path} --help"))
