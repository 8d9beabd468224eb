"""The tests: one file for each door, one in `flow/` for each subcommand."""
