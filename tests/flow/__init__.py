"""One file for each subcommand: words typed, then what is said, what is kept, which exit code."""
