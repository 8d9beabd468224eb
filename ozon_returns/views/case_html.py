"""One case as a self-contained HTML page, with its photos, to look at, to print or to hand on."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from ozon_returns.store.read_models import Case
from ozon_returns.views.answer import Block, Verbatim
from ozon_returns.views.cases import headline
from ozon_returns.views.html import block_html, html_page, picture, section, text
from ozon_returns.vocabulary.case import Role
from ozon_returns.words import _, name


def case_text(case: Case, blocks: Sequence[Block], pictures: Mapping[str, bytes]) -> str:
    """Return a page of the blocks that show a case, with the pictures by the files of its photos."""
    return html_page(headline(case), _parts(case, blocks, pictures))


def _parts(case: Case, blocks: Sequence[Block], pictures: Mapping[str, bytes]) -> Iterator[str]:
    """Yield the parts of the page: a text after an empty line is a heading."""
    yield f"<h1>{text(headline(case))}</h1>"
    shown = [picture(pictures[each["file"]], _caption(each["role"], each["file"])) for each in case["photos"] if each["file"] in pictures]
    for before, block in pairwise(blocks):
        is_heading = before == "" and isinstance(block, str)
        yield f"<h2>{text(str(block))}</h2>" if is_heading else block_html(block)
        if shown and block == _("Photos"):
            yield f'<div class="photos">{"".join(shown)}</div>'
    tickets = _("Tickets")
    for ticket in case["tickets"]:
        yield section(f"{tickets}: {ticket['no']}", block_html(Verbatim(ticket["text"])))


def _caption(role: str | None, file: str) -> str:
    """Return the caption of a photo."""
    return f"{name(Role(role))}: {file}" if role else file
