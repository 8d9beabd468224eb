"""Show the paths and settings in use, or set one."""

from typing import Annotated

import typer

from ozon_returns.app import App
from ozon_returns.errors.usage import UsageError
from ozon_returns.views.answer import Answer, Block, Facts
from ozon_returns.words import N_, _


def settings(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar=N_("[set NAME VALUE]"), help=N_("Set a value, with an empty one its default; without arguments: show all.")),
    ] = None,
) -> Answer:
    """Run the command."""
    app: App = ctx.obj
    return _set(app, words) if words else _shown(app)


_MEANINGS = {
    "language": N_("language of messages"),
    "timezone": N_("time zone of dates and deadlines"),
    "max_megapixels": N_("larger photos are refused, megapixels"),
    "attachment_mb": N_("size of a photo attached to a ticket, megabytes"),
    "attachment_pixels": N_("longest side of a photo attached to a ticket, pixels"),
    "photo_brightness": N_("darker photos are named, 0 to 255"),
    "photo_sharpness": N_("more blurred photos are named"),
    "photo_pixels": N_("smaller photos are named, pixels"),
    "follow_up_days": N_("days until the buyer is asked whether all is well"),
    "labour_rate": N_("roubles an hour of your own work"),
    "letter_language": N_("language of letters to buyers"),
    "rules": N_("deadlines of your own, or changed"),
    "calendar": N_("days off and working days beside the official ones"),
    "letters": N_("values for letters, such as your name and city"),
    "offers": N_("what can be offered to a buyer in each scheme"),
    "ozon_key_file": N_("file with the key of Ozon's Seller API"),
    "ozon_calls_per_second": N_("how often Ozon is called at most"),
    "headings": N_("columns of Ozon's report of returns that have other headings"),
    "reasons": N_("what Ozon's reasons of a return mean: about quality or not"),
}
"""What each setting is for."""


def _with_meaning(name: str, value: object) -> str:
    """Return a value with what it is for."""
    shown = ", ".join(value) if isinstance(value, list) else str(value)
    return " · ".join(part for part in (shown, _(_MEANINGS[name]) if name in _MEANINGS else "") if part)


def _set(app: App, words: list[str]) -> Answer:
    """Set one value."""
    from zoneinfo import ZoneInfo

    from ozon_returns.clocks.rules import Rulebook
    from ozon_returns.letters.own_values import placeholder_value
    from ozon_returns.letters.value_check import check
    from ozon_returns.set_setting import EXAMPLE, set_setting

    if len(words) != 3 or words[0] != "set":  # noqa: PLR2004  set, a name, a value
        raise UsageError(_("A setting is set by its name and its value."), _("Write it like {example}.").format(example=EXAMPLE))
    file, (_what, name, text) = app.places.settings_file, words
    table, _dot, placeholder = name.partition(".")
    if table == "letters" and text:
        check(placeholder, placeholder_value(placeholder, text, app.now))
    value = set_setting(file, name, text, lambda chosen: Rulebook(chosen, ZoneInfo(chosen.timezone), str(file)).rules)
    told = _("{name} = {value}, in {file}") if value is not None else _("{name} has its default again, in {file}")
    return Answer({"name": name, "value": value}, [told.format(name=name, value=value, file=file)], saved=True)


def _shown(app: App) -> Answer:
    """Show the paths and the settings."""
    places, chosen = app.places, app.settings
    with app.reading() as reading:
        count = reading.count()
    paths = {"home": places.home, "store": places.store, "cases": places.cases, "backups": places.backups, "settings": places.settings_file}
    choices = {each: sorted(value) if isinstance(value, dict) else value for each, value in vars(chosen).items()}
    choices["language"] = app.language
    names = {
        "home": _("Data folder"),
        "store": _("Database"),
        "cases": _("Case folders"),
        "backups": _("Backups"),
        "settings": _("Settings file"),
        **{each: each for each in choices},
    }
    shown = [(names[each], _with_meaning(each, value)) for each, value in (paths | choices).items()]
    written = (
        ""
        if places.settings_file.exists()
        else _("There is no settings file; these are the defaults. Change one: ozon-returns settings set language ru")
    )
    key = _key(app)
    facts = [*shown, *([(_("Key of Ozon"), key[0])] if key else []), (_("Cases"), str(count))]
    blocks: list[Block] = [Facts(facts), *([written] if written else [])]
    return Answer({"paths": paths, "settings": choices, "cases": count, "ozon": key[1] if key else None}, blocks)


def _key(app: App) -> tuple[str, dict[str, object]] | None:
    """Return whether the key of Ozon's Seller API works, in words and as a document; `None` where there is none."""
    from datetime import datetime

    from ozon_returns.errors.base import ReturnsError
    from ozon_returns.ozon.seller import access
    from ozon_returns.words import format_day

    if not (any(app.ozon_named[:2]) or app.settings.ozon_key_file):
        return None
    try:
        with app.ozon(patient=False) as client:
            found = access(client)
    except ReturnsError as error:
        return f"{error.message()} {error.hint()}", {"works": False, "why": error.message()}
    until = _("until {day}").format(day=format_day(datetime.fromisoformat(found.expires_at))) if found.expires_at else ""
    told = " · ".join(part for part in (_("works"), found.shop, found.subscription, until) if part)
    return told, {"works": True, "shop": found.shop, "subscription": found.subscription, "expires_at": found.expires_at or None}
