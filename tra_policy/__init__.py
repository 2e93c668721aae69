"""Policy as code for frontier-AI safety commitments."""

__version__ = "0.1.0"
