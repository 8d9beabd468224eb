"""The only package that opens pictures and writes to the case folders."""
