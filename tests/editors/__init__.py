"""The extension for editors, and the hooks for commits."""
