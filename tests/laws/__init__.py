"""The laws of the meaning, held against the real evaluator and a second, slow reading of the design."""
