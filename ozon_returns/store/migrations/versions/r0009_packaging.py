"""An action may change all products in a packaging."""

from alembic import op

from ozon_returns.store.migrations.rebuilding import rebuild

revision = "0009"
down_revision = "0008"

_BEFORE, _NOW = "scope IN ('product', 'supplier', 'batch', 'shop')", "scope IN ('product', 'supplier', 'batch', 'packaging', 'shop')"


def upgrade() -> None:
    """Upgrade the schema from revision 0008: one more scope is allowed."""
    rebuild(op.get_bind(), "action", lambda made: made.replace(_BEFORE, _NOW))
