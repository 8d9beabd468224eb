"""What is asked of the cases: rows and a period in, a report out, whatever it will be shown as."""
