"""Photos of buyers that Ozon names, downloaded and judged as any other photo."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from ozon_returns.cases.synced import Synced
from ozon_returns.errors.file import PhotosRefusedError
from ozon_returns.errors.ozon import OzonUnreachableError
from ozon_returns.evidence.intake import JudgedPhoto, Named, judge
from ozon_returns.evidence.shelf import Incoming, taking
from ozon_returns.ozon.client import Client


@dataclass(frozen=True)
class Pictures:
    """Where photos go, and how they are judged."""

    home: Path
    max_megapixels: int
    zone: ZoneInfo

    @contextmanager
    def of(self, client: Client, addresses: Sequence[str], synced: Synced) -> Iterator[Incoming]:
        """Yield the photos at some addresses, on their way into a case; what cannot be had, or is no photo, is noted."""
        with TemporaryDirectory() as folder:
            photos = [photo for no, address in enumerate(addresses, 1) for photo in self._photo(client, address, Path(folder), no, synced)]
            with taking(photos, self.home) as incoming:
                yield incoming

    def _photo(self, client: Client, address: str, folder: Path, no: int, synced: Synced) -> Sequence[JudgedPhoto]:
        """Return a photo, if it can be had."""
        suffix = PurePosixPath(urlsplit(address).path).suffix.lower()
        file = folder / f"buyer-{no}{suffix if suffix.isascii() and suffix[1:].isalnum() else '.jpg'}"
        try:
            file.write_bytes(client.download(address))
            return judge([Named(file, None)], max_megapixels=self.max_megapixels, zone=self.zone)
        except (OzonUnreachableError, PhotosRefusedError) as error:
            synced.lost.append(error.message())
            return ()
