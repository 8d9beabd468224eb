"""Preventive actions: their kinds, what they change, and whether they have worked."""

from enum import StrEnum


class ActionKind(StrEnum):
    """A measure to prevent a recurrence."""

    CHANGE_SUPPLIER = "change_supplier"
    SUPPLIER_CLAIM = "supplier_claim"
    IMPROVE_PACKAGING = "improve_packaging"
    IMPROVE_STORAGE = "improve_storage"
    FIX_LISTING = "fix_listing"
    INBOUND_CHECK = "inbound_check"
    TRAINING = "training"
    STOP_SELLING = "stop_selling"
    OTHER = "other"


class ActionScope(StrEnum):
    """What a preventive action changes: all of it is expected to have fewer defects afterwards."""

    PRODUCT = "product"
    SUPPLIER = "supplier"
    BATCH = "batch"
    PACKAGING = "packaging"
    SHOP = "shop"


class EffectVerdict(StrEnum):
    """Whether an action has worked: the rate is surely lower, not lower by half, surely higher, or it cannot be known yet."""

    EFFECTIVE = "effective"
    NOT_EFFECTIVE = "not_effective"
    WORSE = "worse"
    NOT_YET = "not_yet"
