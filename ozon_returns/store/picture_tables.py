"""The tables of how pictures look, by which the same one is recognized; worked out from the files, so no journal has them."""

from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from ozon_returns.store.columns import Row


class FingerprintRow(Row, table=True):
    """How a picture with a SHA-256 looks (`evidence.fingerprint`): as a whole, or the photo within it if it is a screenshot.

    Width and height are those in pixels without the page of a screenshot, the thumbnail is one of 32 x 32 levels of grey in base64.
    """

    __tablename__ = "fingerprint"
    __table_args__: tuple[Any, ...] = (CheckConstraint("width > 0 AND height > 0", name="width_is_positive"),)

    id: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(index=True)
    width: int
    height: int
    thumbnail: str


class KeypointRow(Row, table=True):
    """A keypoint of a fingerprint, by which pictures that look alike are found."""

    __tablename__ = "keypoint"
    __table_args__: tuple[Any, ...] = (Index("ix_keypoint_descriptor", "descriptor", "fingerprint", "place"),)

    id: int | None = Field(default=None, primary_key=True)
    fingerprint: int = Field(foreign_key="fingerprint.id")
    descriptor: int
    place: int
