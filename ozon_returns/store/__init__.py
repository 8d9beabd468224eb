"""Database access, the only package with SQL: schema, writing, reading and migrations."""
