"""One lint rule a file; the file name is the rule name."""
