"""The only room with SQL: what is kept, how it is written, how it is read, how old files become new."""
