"""Where cases come from: each source yields the same records."""
