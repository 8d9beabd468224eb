"""Completion in the shell: commands, options, values, and from the store cases, products and suppliers.

Click speaks with bash, zsh and fish; PowerShell is added here. A shell asks with an environment variable.
"""

import os
import shutil
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from click.shell_completion import CompletionItem, ShellComplete, add_completion_class, get_completion_class, split_arg_string

from ozon_returns.app import App
from ozon_returns.environment import NAME
from ozon_returns.errors.usage import UsageError
from ozon_returns.files import save
from ozon_returns.typer_words import COMPLETION, vocabulary_of
from ozon_returns.words import _, language, name

_STORED = frozenset({"case", "sku", "supplier"})
"""Parameters whose values are in the store."""

SHELLS = ("bash", "zsh", "fish", "powershell")

_POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($word, $ast, $cursor)
    $line = $ast.ToString()
    $env:COMP_WORDS = $line.Substring(0, [Math]::Min($cursor, $line.Length))
    $env:COMP_WORD = $word
    $env:%(complete_var)s = "powershell_complete"
    [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
    %(prog_name)s | ForEach-Object {
        $value, $about = $_ -split "`t", 2
        if (-not $about) { $about = $value }
        [System.Management.Automation.CompletionResult]::new($value, $value, "ParameterValue", $about)
    }
    Remove-Item Env:COMP_WORDS, Env:COMP_WORD, Env:%(complete_var)s
}
"""


class PowerShellComplete(ShellComplete):
    """Completion for PowerShell: a value a line, what explains it after a tab."""

    name: ClassVar[str] = "powershell"
    source_template: ClassVar[str] = _POWERSHELL

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words typed before the one that is completed, and that one."""
        incomplete = os.getenv("COMP_WORD", "")
        words = split_arg_string(os.getenv("COMP_WORDS", ""))[1:]
        return (words[:-1] if incomplete and words else words), incomplete.strip("'\"")

    def format_completion(self, item: CompletionItem[str]) -> str:
        """Return the line of one value; one with blanks is quoted."""
        value = f"'{item.value}'" if " " in item.value else item.value
        return f"{value}\t{item.help or ''}"


add_completion_class(PowerShellComplete)


def completed(group: Any, app: App, asked: str) -> str:  # noqa: ANN401  Click's group
    """Return what a shell asks for: `bash_complete` the completions of a line, `bash_source` the script for the shell."""
    shell, _sign, what = asked.partition("_")
    found = get_completion_class(shell)
    if found is None:
        return ""
    made = found(group, {"obj": app}, NAME, COMPLETION)
    return made.complete() if what == "complete" else made.source_template % made.source_vars()


def with_values(command: Any, function: Any) -> None:  # noqa: ANN401  Click's command and the function it is made of
    """Let the arguments and options of a command be completed from vocabularies, letters and the store."""
    for parameter in command.params:
        vocabulary = vocabulary_of(function, parameter.name)
        if vocabulary:
            parameter.shell_complete = partial(_members, vocabulary)
        elif parameter.name in _STORED:
            parameter.shell_complete = partial(_stored, parameter.name)
        elif parameter.name == "letter":
            parameter.shell_complete = _letters


def _members(vocabulary: Any, _context: Any, incomplete: str) -> list[CompletionItem[str]]:  # noqa: ANN401  Click's signature
    """Return the members of a vocabulary that begin with what was typed, in the language of the run where that is typed."""
    words = [(name(each) if language() != "en" and " " not in name(each) else each.value, name(each)) for each in vocabulary]
    words += [(each.value, name(each)) for each in vocabulary if incomplete and each.value.startswith(incomplete)]
    return [CompletionItem(word, help=about) for word, about in dict(words).items() if word.startswith(incomplete)]


def _stored(kind: str, context: Any, incomplete: str) -> list[CompletionItem[str]]:  # noqa: ANN401  Click's signature
    """Return what the store has that begins with what was typed."""
    from ozon_returns.store.suggestions import suggestions  # noqa: PLC0415  only the store needs sqlite3

    app = context.find_root().obj
    return [CompletionItem(value, help=about) for value, about in suggestions(app.places.store, kind, incomplete)]


def _letters(_context: Any, incomplete: str) -> list[CompletionItem[str]]:  # noqa: ANN401  Click's signature
    """Return the letters that begin with what was typed."""
    from ozon_returns.letters.catalogue import letters  # noqa: PLC0415  only letters need the catalogue

    return [CompletionItem(each.name, help=each.title) for each in letters().values() if each.name.startswith(incomplete)]


_PROFILES = {"bash": ".bashrc", "zsh": ".zshrc"}
"""What these shells read when they begin, in the user's folder."""


def install(shell: str, group: Any, app: App) -> str:  # noqa: ANN401  Click's group
    """Write the script for a shell and the line in its profile that loads it; return what was done.

    Raise `UsageError` for a shell that is not known.
    """
    user = Path.home()
    script = source(shell, group, app)
    if shell == "fish":
        file = into = user / ".config/fish/completions" / f"{NAME}.fish"
        _write(file, script)
    else:
        file = app.places.settings_file.parent / f"completion.{'ps1' if shell == 'powershell' else shell}"
        _write(file, script)
        into = _powershell_profile() if shell == "powershell" else user / _PROFILES[shell]
        told = into.read_text(encoding="utf-8") if into.exists() else ""
        line = f". '{file}'"
        if line not in told:
            _write(into, told + ("" if told.endswith("\n") or not told else "\n") + line + "\n")
    return _("Completion for {shell} is installed in {file}; open a new terminal to use it.").format(shell=shell, file=into)


def source(shell: str, group: Any, app: App) -> str:  # noqa: ANN401  Click's group
    """Return the script for a shell. Raise `UsageError` for one that is not known."""
    if shell not in SHELLS:
        told = _("Completion is not known for the shell “{shell}”.").format(shell=shell)
        raise UsageError(told, _("Choose one of {names}: ozon-returns --show-completion SHELL").format(names=", ".join(SHELLS)))
    return completed(group, app, f"{shell}_source")


def current_shell() -> str:
    """Return the name of the shell that runs this program, or an empty string."""
    import shellingham  # noqa: PLC0415  only to install

    try:
        found = str(shellingham.detect_shell()[0])
    except shellingham.ShellDetectionFailure:
        return ""
    return "powershell" if found == "pwsh" else found


def _powershell_profile() -> Path:
    """Return what PowerShell reads when it begins, as it tells it."""
    import subprocess  # noqa: PLC0415  only to install

    program = shutil.which("pwsh") or shutil.which("powershell") or "powershell"
    asked = [program, "-NoProfile", "-Command", "$PROFILE.CurrentUserAllHosts"]
    return Path(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip())  # noqa: S603  a program of the system


def _write(file: Path, text: str) -> None:
    """Write a file and the folders it is in."""
    file.parent.mkdir(parents=True, exist_ok=True)
    save(str(file), text)
