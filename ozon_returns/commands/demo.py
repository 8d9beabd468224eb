"""Run the five steps on an example in a temporary home."""

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ozon_returns.app import NAME, App
from ozon_returns.views.answer import Answer
from ozon_returns.words import N_, _, language

if TYPE_CHECKING:
    from ozon_returns.views.answer import Block


_WALK = (
    (N_("Ten weeks of a seller's records"), "import CASES"),
    ("", "list status:open --limit 5"),
    (
        N_("1. Inspect: record the defect, with photos"),
        """inspect PHOTOS --product 'Чайник керамический «Лето», 1,2 л' --sku 1580412233 --supplier 'ООО «Гжель-Посуда»'
        --posting 64100233-0071-1 --price 1990 --stage buyer --defect crack --suspect transport""",
    ),
    (N_("2. Contact: answer the buyer at once"), "contact @last --offer refund_keep --offer bonus --amount 500"),
    ("", "contact @last --reply 'Лучше деньги, чайник течёт.' --choice refund_keep --text 'Хорошо, вернём деньги.'"),
    ("", "contact @last --decide keep --done refund"),
    (
        N_("3. Ticket: the item was damaged in Ozon's logistics"),
        "ticket @last --to ozon --ask 1990 --until +10d --set 'damage_signs=смят угол коробки'",
    ),
    ("", "ticket @last --number 31999001 --answer 'Компенсация согласована.' --outcome approved --paid-at today"),
    (
        N_("4. Resolve: outcome, cause and actions"),
        """resolve @last --outcome refund --cause transport --liable ozon
        --action 'improve_packaging: вкладыш под носик'""",
    ),
    (N_("5. Feedback: is the buyer satisfied"), "contact @last --follow-up"),
    ("", "contact @last --satisfied yes --score 5 --again yes"),
    ("", "resolve @last --close"),
    (N_("The week"), "analyze --weekly"),
)
"""Headings and commands of the demo; CASES and PHOTOS are replaced by file paths."""


_WITH_OZON = (
    (N_("Returns, claims and chats come in from Ozon"), "sync"),
    ("", "list status:new"),
    (N_("What a buyer wrote in a chat of their own"), "show 1"),
    (N_("Answer in that chat"), "contact 1 --send --text 'Простите за разбитый чайник: вернём деньги сегодня, товар оставьте себе.'"),
    (N_("A claim of rFBS, with the buyer's photo"), "show 3"),
    (N_("Decide it at Ozon"), "contact 3 --decide keep --send --yes"),
    (N_("What the buyer answered comes by itself"), "sync"),
    (N_("The morning"), "due"),
)
"""Headings and commands of the demo with a shop of Ozon's: the numbers are those of its cases."""


def demo(
    ctx: typer.Context,
    with_ozon: Annotated[
        bool, typer.Option("--with-ozon", help=N_("Show what comes from Ozon and goes there, on a shop on this machine."))
    ] = False,
) -> Answer:
    """Run the command."""
    import tempfile

    app: App = ctx.obj
    home = Path(tempfile.mkdtemp(prefix=f"{NAME}-demo-"))
    program: Any = ctx.find_root().command
    if with_ozon:
        return _walk_with_ozon(app, program, home)
    inner = App(home=str(home / "home"), lang=language(), as_json=app.as_json, colour=app.colour)
    return _walked(program, inner, home, _steps(app, home))


def _walk_with_ozon(app: App, program: Any, home: Path) -> Answer:  # noqa: ANN401
    """Run the steps with a shop of Ozon's, which is open until the last one is shown."""
    from ozon_returns.files import private

    private(home / "home")
    (home / "home" / "settings.toml").write_text("ozon_calls_per_second = 1000\n", encoding="utf-8")
    steps = [(_(heading) if heading else "", shlex.split(step)) for heading, step in _WITH_OZON]
    if not app.as_json:
        return Answer(blocks=_told_with_ozon(app, program, home, steps))
    with _shop(app, home) as inner:
        return _walked(program, inner, home, steps)


def _told_with_ozon(app: App, program: Any, home: Path, steps: list[tuple[str, list[str]]]) -> Iterator["Block"]:  # noqa: ANN401
    """Run the steps one by one while the shop is open, and yield each command and its answer."""
    with _shop(app, home) as inner:
        yield from _told(program, inner, home, steps)


@contextmanager
def _shop(app: App, home: Path) -> Iterator[App]:
    """Open the shop, and yield the parts of a run with its key."""
    from ozon_returns.evidence import sketch
    from ozon_returns.ozon.demo_shop import demo_shop
    from ozon_returns.ozon.shop import KEY, OWNER

    inner = App(home=str(home / "home"), lang=language(), as_json=app.as_json, colour=app.colour)
    with demo_shop(inner.now, sketch.photo("defect", inner.now, seed=9)) as shop:
        inner.ozon_named = (OWNER, KEY, shop.url)
        yield inner


def _walked(program: Any, inner: App, home: Path, steps: list[tuple[str, list[str]]]) -> Answer:  # noqa: ANN401
    """Run the steps and return their answers; for a person as they are made."""
    if not inner.as_json:
        return Answer(blocks=_told(program, inner, home, steps))
    answers = [(step, program.main(step, NAME, standalone_mode=False, obj=inner)) for _heading, step in steps]
    documents = [{"command": _typed(step), "exit": answer.exit, "answer": answer.document} for step, answer in answers]
    return Answer({"home": str(home / "home"), "steps": documents})


def _told(program: Any, inner: App, home: Path, steps: list[tuple[str, list[str]]]) -> Iterator["Block"]:  # noqa: ANN401  Click's group
    """Run the steps one by one and yield each command and its answer."""
    yield _("Temporary data folder, safe to delete: {home}").format(home=home / "home")
    for heading, step in steps:
        if heading:
            yield f"\n=== {heading}"
        yield f"\n$ {_typed(step)}"
        answer: Answer = program.main(step, NAME, standalone_mode=False, obj=inner)
        yield from answer.notes
        yield from answer.blocks
    yield "\n" + _("Explore the result: {command}").format(command=f"{NAME} --home {home / 'home'} list")
    yield _("Your own first case: {command}").format(command=f'{NAME} inspect PHOTO --product "..." --defect crack')


def _typed(step: list[str]) -> str:
    """Return a command line as it would be typed."""
    return " ".join([NAME, *(each if each.startswith("-") else shlex.quote(each) for each in step)])


def _steps(app: App, folder: Path) -> list[tuple[str, list[str]]]:
    """Return the commands of the demo with their headings."""
    from ozon_returns import example

    cases = folder / "cases.example.yaml"
    cases.write_text(example.moved_to(app.now.date()), encoding="utf-8")
    filled = {"CASES": [str(cases)], "PHOTOS": _photos(app, folder)}
    return [
        (_(heading) if heading else "", [word for each in shlex.split(step) for word in filled.get(each, [each])])
        for heading, step in _WALK
    ]


def _photos(app: App, folder: Path) -> list[str]:
    """Draw sample phone photos into a folder and return them as arguments of `inspect`."""
    from ozon_returns.evidence import sketch

    named = []
    for role in ("label", "packaging", "overall", "defect"):
        photo = folder / f"{role}.jpg"
        photo.write_bytes(sketch.photo(role, app.now, seed=9))
        named.append(f"{role}={photo}")
    return named
