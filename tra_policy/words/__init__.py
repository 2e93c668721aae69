"""Places in a text, and what is said about them."""
