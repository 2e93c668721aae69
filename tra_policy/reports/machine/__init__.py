"""Formats that programs read: each a module with `render(runs, page)`, all of the same rows."""
