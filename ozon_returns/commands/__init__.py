"""One file for each subcommand: options in, one call, one answer."""
