"""Self-contained HTML pages: blocks as HTML, the style and the script inside, nothing loaded from anywhere."""

from collections.abc import Iterable, Sequence
from html import escape

from ozon_returns import __version__
from ozon_returns.files import shipped_file
from ozon_returns.views.answer import Block, Entries, Facts, Table, Verbatim
from ozon_returns.views.safe_text import clean
from ozon_returns.views.spoken import spoken
from ozon_returns.words import language

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
"""What a page may load: nothing but what it contains."""

_SHORT = 20
"""A cell of so many letters is not broken."""


def text(told: str) -> str:
    """Return a text for a page: without control characters, escaped, its lines kept."""
    return escape(clean(told)).replace("\n", "<br>")


def html_page(title: str, parts: Iterable[str]) -> str:
    """Return a page of parts that are HTML."""
    style, script = (shipped_file(f"views/page.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    head = (
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><meta name="generator" content="ozon-returns {__version__}">'
        f'<link rel="icon" href="data:,"><title>{text(title)}</title><style>{style}</style>'
    )
    body = "\n".join(parts)
    return f'<!DOCTYPE html>\n<html lang="{language()}"><head>{head}</head>\n<body>\n{body}\n<script>{script}</script></body></html>\n'


def section(title: str, *parts: str) -> str:
    """Return a section under a heading."""
    return f"<section><h2>{text(title)}</h2>{''.join(parts)}</section>"


def block_html(block: Block) -> str:
    """Return a block as HTML."""
    if isinstance(block, str):
        return f"<p>{text(block)}</p>" if block else ""
    if isinstance(block, Verbatim):
        return f"<pre>{escape(clean(block.text))}</pre>"
    if isinstance(block, Facts):
        rows = "".join(f"<tr><th scope='row'>{text(label)}</th><td>{text(value)}</td></tr>" for label, value in block.pairs)
        return f'<table class="facts"><tbody>{rows}</tbody></table>'
    if isinstance(block, Entries):
        return section(block.title, items(["\n".join(each.lines) for each in block.entries]))
    return table(block) if isinstance(block, Table) else ""


def items(told: Iterable[str], *, alarm: bool = False) -> str:
    """Return a list; its entries are texts."""
    return f'<ul class="list{" alarm" if alarm else ""}">{"".join(f"<li>{text(each)}</li>" for each in told)}</ul>'


def commands(told: Iterable[tuple[str, str]], *, alarm: bool = False) -> str:
    """Return a list of texts with the command for each."""
    entries = "".join(f"<li>{text(what)}<br><code>{escape(clean(spoken(command)))}</code></li>" for what, command in told)
    return f'<ul class="list{" alarm" if alarm else ""}">{entries}</ul>'


def table(shown: Table, keys: Sequence[Sequence[object]] = ()) -> str:
    """Return a table that can be sorted by its columns; `keys` are the values to sort by, where the texts do not do."""
    heads = "".join(
        f'<th scope="col" class="{"right" if place in shown.right else ""}"><button type="button">{text(each)}</button></th>'
        for place, each in enumerate(shown.columns)
    )
    rows = []
    for no, row in enumerate(shown.rows):
        cells = []
        for place, cell in enumerate(row):
            key = keys[no][place] if keys else None
            told = f' data-key="{key}"' if isinstance(key, int | float) else ""
            kind = "right" if place in shown.right else "short" if len(cell) <= _SHORT else "long"
            cells.append(f'<td{told} class="{kind}">{text(cell)}</td>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    grid = f"<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody>"
    return f'<div class="scroll" tabindex="0"><table class="sortable">{grid}</table></div>'


def picture(source: bytes, caption: str) -> str:
    """Return a JPEG with a caption, inside the page."""
    from base64 import b64encode  # noqa: PLC0415  only where there are pictures

    data = b64encode(source).decode("ascii")
    return (
        f'<figure><img src="data:image/jpeg;base64,{data}" alt="{escape(clean(caption))}"><figcaption>{text(caption)}</figcaption></figure>'
    )
