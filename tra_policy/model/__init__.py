"""The nouns: what a policy, a bundle of evidence and a report are made of.

Import the modules themselves; this package imports none of them, so that a door which needs only the
policy nouns does not pay for the evidence nouns.
"""
