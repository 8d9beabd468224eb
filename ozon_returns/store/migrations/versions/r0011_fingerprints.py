"""Photos are recognized by fingerprints of their content; `check --repair` works out those of photos that are there already."""

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Upgrade the schema from revision 0010: two tables in place of two columns."""
    for shift in (0, 16, 32, 48):
        op.execute(f"DROP INDEX ix_photo_look_{shift}")
    op.execute("ALTER TABLE photo DROP COLUMN look")
    op.execute("ALTER TABLE photo DROP COLUMN look_fine")
    op.execute("""CREATE TABLE fingerprint (
        id INTEGER NOT NULL, sha256 VARCHAR NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, thumbnail VARCHAR NOT NULL,
        PRIMARY KEY (id), CONSTRAINT width_is_positive CHECK (width > 0 AND height > 0)
    )""")
    op.execute("CREATE INDEX ix_fingerprint_sha256 ON fingerprint (sha256)")
    op.execute("""CREATE TABLE keypoint (
        id INTEGER NOT NULL, fingerprint INTEGER NOT NULL, descriptor INTEGER NOT NULL, place INTEGER NOT NULL,
        PRIMARY KEY (id), FOREIGN KEY(fingerprint) REFERENCES fingerprint (id)
    )""")
    op.execute("CREATE INDEX ix_keypoint_descriptor ON keypoint (descriptor, fingerprint, place)")
