"""Show the paths and settings in use."""

import typer

from ozon_returns.app import App
from ozon_returns.views.answer import Answer, Block, Facts
from ozon_returns.words import _


def settings(ctx: typer.Context) -> Answer:
    """Run the command."""
    app: App = ctx.obj
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
    shown = [(names[each], ", ".join(value) if isinstance(value, list) else str(value)) for each, value in (paths | choices).items()]
    written = (
        ""
        if places.settings_file.exists()
        else _('There is no settings file; these are the defaults. To change them, create it, e.g.: language = "ru"')
    )
    blocks: list[Block] = [Facts([*shown, (_("Cases"), str(count))]), *([written] if written else [])]
    return Answer({"paths": paths, "settings": choices, "cases": count}, blocks)
