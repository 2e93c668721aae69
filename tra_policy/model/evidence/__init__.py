"""Evidence: what a bundle holds. The classes are the border and, through it, the JSON Schemas."""
