"""What checks of the evidence see, and what they leave alone."""
