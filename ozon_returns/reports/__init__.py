"""Reports on the cases: built from rows and a period, independent of the output format."""
