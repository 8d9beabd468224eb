"""One module per subcommand: options in, one call, one answer."""
