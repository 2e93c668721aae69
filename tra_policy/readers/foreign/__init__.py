"""Readers of foreign files, one a module or package. A reader joins by being here; `given.py` says how."""
