"""Deadlines: dated rules, the occurrences in a case, and when each deadline ends."""
