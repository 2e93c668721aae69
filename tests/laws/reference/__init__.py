"""A second reading of the rules of meaning: slow, obvious, written without the real evaluator.

It shares no code and no classes with `tra_policy`. Where both readings meet, the text was clear.
"""
