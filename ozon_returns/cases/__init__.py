"""A case from found to closed."""
