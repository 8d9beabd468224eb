"""Runs the migrations on the connection that `migrating` hands in; Alembic looks for this file by its name."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
