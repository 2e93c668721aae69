"""The answer for a threshold: the truth of its conditions, its state, and what that relies on."""
