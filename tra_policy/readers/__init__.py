"""Readers: bytes in, records out. Every mistake has its place; nothing is lost silently.

Evidence is hostile input. Nothing here opens a file, follows an address or unpickles; sizes, depths,
counts and ratios are bounded; a bad record is reported and the others are still read.
"""
