"""The base of every error, and interruptions."""

from inspect import get_annotations
from typing import ClassVar, dataclass_transform

from ozon_returns.words import N_, _


@dataclass_transform(eq_default=False)
class ReturnsError(Exception):
    """Base class of errors that are refusals, not bugs.

    The fields of a subclass are its parameters, as for a dataclass; without generated code, which for all of them would take 10 ms
    of every command.
    """

    code: ClassVar[str] = "refused"
    exit: ClassVar[int] = 5
    what: ClassVar[str] = ""
    then: ClassVar[str] = ""

    _fields: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        """Collect the fields of a subclass, those of its base first."""
        super().__init_subclass__()
        cls._fields = (*cls._fields, *get_annotations(cls))

    def __init__(self, *values: object, **named: object) -> None:
        """Take the values of the fields, in their order or by name. Raise `TypeError` if one is missing, unknown or given twice."""
        super().__init__(*values)
        defaults = {name: getattr(type(self), name) for name in self._fields if hasattr(type(self), name)}
        given = [*zip(self._fields, values, strict=False), *named.items()]
        known = defaults | dict(given)
        if len(given) != len(values) + len(named) or len(given) != len(dict(given)) or known.keys() != set(self._fields):
            told = f"{type(self).__name__} takes {', '.join(self._fields)}"
            raise TypeError(told)
        vars(self).update(known)

    def message(self) -> str:
        """Return what is wrong and why, in the language of this run."""
        told = _(self.what).format_map(vars(self)).replace("?. ", "? ")
        return told[:-1] if told.endswith("?.") else told

    def hint(self) -> str:
        """Return what to type next, or an empty string if nothing helps."""
        return _(self.then).format_map(vars(self)) if self.then else ""

    def __str__(self) -> str:
        """Return the message, for logs and tests."""
        return self.message()


class StoppedError(ReturnsError):
    """An interruption from the keyboard."""

    code, exit = "interrupted", 130
    what = N_("Interrupted. Unfinished work was not saved.")


class DeclinedError(StoppedError):
    """A command that the user did not confirm."""

    code = "declined"
    what = N_("Nothing was changed.")
