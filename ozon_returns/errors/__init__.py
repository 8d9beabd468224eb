"""Everything a user can fix, each with its sentence, what to type and an exit code."""
