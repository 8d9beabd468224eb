"""Alembic environment: runs the migrations on the connection that `store.migration` gives it; Alembic requires this file name."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
