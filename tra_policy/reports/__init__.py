"""What a person or a program reads of a check: one file a format, one line in the table of formats."""
