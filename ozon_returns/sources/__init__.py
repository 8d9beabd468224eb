"""Import sources: each source yields the same records."""
