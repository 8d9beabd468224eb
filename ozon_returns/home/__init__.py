"""The store and the case folders as a whole: check, repair, backup, restore."""
