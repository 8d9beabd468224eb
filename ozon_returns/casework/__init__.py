"""What is done to a case: each change one transaction, told in one event."""
