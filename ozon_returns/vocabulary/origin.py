"""How defects come about, as far as figures can tell."""

from enum import StrEnum


class DefectOrigin(StrEnum):
    """The ways in which defects come about."""

    PRODUCTION = "production"
    TRANSPORT = "transport"
    STORAGE = "storage"
    PICKING = "picking"
    LISTING = "listing"
    RESALE = "resale"
