"""Build hook: the manual pages, made of the help, are part of the wheel (`share/man`)."""

import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ManualPages(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the manual pages to a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the pages; an editable installation has none."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from ozon_returns.manual import write_pages  # noqa: PLC0415  the package is found only now

        build_data["shared_data"] |= write_pages(Path(mkdtemp(prefix="manual-")))
