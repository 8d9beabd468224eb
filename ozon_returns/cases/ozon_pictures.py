"""Photos of buyers that Ozon names, downloaded and judged as any other photo."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from ozon_returns.cases.synced import Synced
from ozon_returns.errors.file import PhotosRefusedError
from ozon_returns.errors.ozon import OzonUnreachableError, PhotoGoneError
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
    def of(self, client: Client, addresses: Sequence[str], synced: Synced) -> Iterator[tuple[Incoming, bool]]:
        """Yield the photos at some addresses, on their way into a case, and whether one may be had later; what is no photo is noted."""
        with TemporaryDirectory() as folder:
            found = [self._photo(client, address, Path(folder), no, synced) for no, address in enumerate(addresses, 1)]
            with taking([photo for photos in found for photo in photos or ()], self.home) as incoming:
                yield incoming, None in found

    def _photo(self, client: Client, address: str, folder: Path, no: int, synced: Synced) -> Sequence[JudgedPhoto] | None:
        """Return a photo; none for what is no photo, `None` if it cannot be had now."""
        suffix = PurePosixPath(address.partition("?")[0]).suffix.lower()
        file = folder / f"buyer-{no}{suffix if suffix.isascii() and suffix[1:].isalnum() else '.jpg'}"
        try:
            file.write_bytes(client.download(address))
            return judge([Named(file, None)], max_megapixels=self.max_megapixels, zone=self.zone)
        except (OzonUnreachableError, PhotosRefusedError) as error:
            synced.lost.append(error.message())
            passes = isinstance(error, OzonUnreachableError) and not isinstance(error, PhotoGoneError)
            return None if passes else ()
