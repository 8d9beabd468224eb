"""What a terminal shows of a block that Rich draws."""

from ozon_returns.views.answer import Entries, Picture, Table


def rendered(block: Table | Entries | Picture, *, colour: bool, width: int) -> str:
    """Return a table, a list whose lines fit, or a picture, for a terminal `width` columns wide."""
    if isinstance(block, Picture):
        from ozon_returns.views.terminal_picture import pictured  # noqa: PLC0415  only for pictures

        return pictured(block.make) if colour else ""
    from ozon_returns.views.terminal_table import drawn, listed  # noqa: PLC0415  loads Rich

    return drawn(block, colour=colour, width=width) if isinstance(block, Table) else listed(block, colour=colour)
