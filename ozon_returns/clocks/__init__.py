"""Terms: dated rules, what happened to a case, and when what is due."""
