"""What is asked of photos: which of those in a folder become cases, and what each of them shows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from ozon_returns.errors.base import DeclinedError
from ozon_returns.errors.file import PathNotFoundError
from ozon_returns.errors.usage import UsageError
from ozon_returns.evidence.intake import JudgedPhoto, Named
from ozon_returns.evidence.occasions import TakenFile, files_in, occasions
from ozon_returns.evidence.seen import SeenPhoto
from ozon_returns.prompts import optional, say
from ozon_returns.typed import likely, listed, meant, spelled
from ozon_returns.vocabulary.case import Role
from ozon_returns.words import _, format_moment, n_, name

_SHOWN = 9
"""The latest groups of photos, of which there can be years in the folder of a phone."""

_ALL = ("all", "все")


def told(group: Sequence[TakenFile]) -> str:
    """Return a group of photos in one line: how many, from when to when, their names."""
    first, last = group[0].at, group[-1].at
    names = ", ".join(each.path.name for each in group[:4]) + (" …" if len(group) > 4 else "")  # noqa: PLR2004  a line's worth
    until = "" if first == last else f"–{last:%H:%M}"
    return n_("{n} photo", "{n} photos", len(group)) + f" · {format_moment(first)}{until} · {names}"


def ask_groups(groups: Sequence[list[TakenFile]], *, one: bool) -> list[list[TakenFile]]:
    """Ask which groups of photos are meant, each of them one case, or with `one` all of them one; Enter is the latest."""
    shown = groups[:_SHOWN]
    for position, group in enumerate(shown, 1):
        say(f"  {position:>2}  {told(group)}")
    question = _("Which of them belong to the case") if one else _("Which of them become cases, one each")

    def read(answer: str) -> list[list[TakenFile]]:
        """Parse numbers separated by commas, or all."""
        if answer.casefold() in _ALL:
            return list(shown)
        words = [each.strip() for each in answer.split(",") if each.strip()]
        wrong = next((each for each in words if not (each.isascii() and each.isdigit() and 0 < int(each) <= len(shown))), None)
        if wrong or not words:
            raise UsageError(_("Type numbers from 1 to {most}, or “all”.").format(most=len(shown)))
        return [shown[int(each) - 1] for each in dict.fromkeys(words)]

    return optional(question, read, "1") or []


def groups_of(files: Sequence[Named], zone: ZoneInfo, home: Path, *, bare: bool, can_ask: bool) -> list[list[Named]]:
    """Return the photos of folders, or those of several occasions, in the groups that are meant; empty if there is nothing to divide.

    Those in the home are of other cases.

    Raise `PathNotFoundError` for what is not there, `UsageError` for a folder without photos, or several groups and nobody to ask,
    `DeclinedError` where none is chosen.
    """
    folders = [each for each in files if each.path.is_dir()]
    if not folders and not (bare and can_ask and len(files) > 1):
        return []
    missing = next((each.path for each in files if not each.path.exists()), None)
    if missing is not None:
        raise PathNotFoundError(str(missing))
    groups = occasions(files_in([each.path for each in files], zone, home))
    if not folders and len(groups) < 2:  # noqa: PLR2004  one occasion: nothing to divide
        return []
    if not groups:
        raise UsageError(_("There are no photos in {folder}.").format(folder=folders[0].path), _("Specify the photos, or their folder."))
    if len(groups) > 1 and not can_ask:
        among = "; ".join(told(each) for each in groups[:2])
        sentence = _("The photos were taken on {n} occasions: {among} ...").format(n=len(groups), among=among)
        raise UsageError(sentence, _("Specify the photos of one item."))
    chosen = ask_groups(groups, one=not bare) if len(groups) > 1 else groups
    if not chosen:
        raise DeclinedError
    roles = {each.path: each.role for each in files}
    return [[Named(each.path, _role_of(each.path, roles)) for each in group] for group in chosen]


def _role_of(path: Path, roles: Mapping[Path, Role | None]) -> Role | None:
    """Return the role that was typed for a file, or for the folder it is in."""
    return next((roles[each] for each in (path, *path.parents) if each in roles), None)


def with_roles(seen: Sequence[SeenPhoto], words: list[str], *, can_ask: bool) -> list[JudgedPhoto]:
    """Return photos with their roles: as said, else that of a label by its barcode, else as answered.

    `words` are those of the command to repeat, to which the roles are added.
    """
    known = {at: each.photo.role for at, each in enumerate(seen) if each.photo.role}
    known |= {at: Role.LABEL for at, each in enumerate(seen) if each.codes.is_label and at not in known}
    open_ones = [at for at in range(len(seen)) if at not in known]
    if can_ask and open_ones:
        guesses = {at: role for at in open_ones if (role := _guessed(seen[at].photo.path))}
        known = _ask_roles([each.photo.path for each in seen], {**known, **guesses})
        words += [f"{role}={seen[at].photo.path}" for at, role in known.items() if at in open_ones]
    return [replace(each.photo, role=known.get(at)) for at, each in enumerate(seen)]


def _guessed(path: Path) -> Role | None:
    """Return the role that the name of a file tells, such as `label.jpg`; a name never makes a video."""
    found = meant(path.stem.rstrip("-_ 0123456789()"), Role)
    return None if found is Role.VIDEO else found


def _ask_roles(files: Sequence[Path], known: Mapping[int, Role]) -> dict[int, Role]:
    """Ask in one line what each of some photos shows, with what is known already to accept; return the roles by position."""
    for position, file in enumerate(files):
        say(f"  {position + 1:>2}  {file.name}" + (f"  [{name(known[position])}]" if position in known else ""))
    say(_("Roles: {names}.").format(names=listed(Role)))
    question = _("What do they show, such as “2 {first}, 3 {second}”").format(first=name(Role.PACKAGING), second=name(Role.DEFECT))
    return {**known, **(optional(question, partial(_roles, most=len(files))) or {})}


def _roles(answer: str, *, most: int) -> dict[int, Role]:
    """Parse `2 packaging, 3 defect`; a role may be shortened as long as it is clear which is meant."""
    found = {}
    for part in _PARTS.split(answer.strip(", ")):
        number, _space, word = part.strip().partition(" ")
        if not (number.isascii() and number.isdigit() and 0 < int(number) <= most and word):
            raise UsageError(_("“{text}” is no number of a photo with a role.").format(text=part.strip()))
        role = meant(word, Role) or _beginning(word.strip())
        if role is None:
            near = likely(word, Role)
            told = _("“{word}” is not one of {names}.").format(word=word, names=listed(Role))
            raise UsageError(told, _("Did you mean “{meant}”?").format(meant=near) if near else "")
        found[int(number) - 1] = role
    return found


_PARTS = re.compile(r"\s*,\s*|\s+(?=\d)")
"""What stands between the answers: a comma, or a blank before the next number."""


def _beginning(word: str) -> Role | None:
    """Return the only role of which a word begins with these letters."""
    among = {role for role in Role if any(each.startswith(word.casefold()) for each in spelled(role))}
    return among.pop() if len(among) == 1 else None
