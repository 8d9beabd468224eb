"""What a command asks a person who typed nothing but the case: one file per command, whose answers are options of it."""
