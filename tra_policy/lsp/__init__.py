"""The editor's door: what stands where in a policy that is being written, and what may stand there.

Every module but two takes texts and gives values, and knows nothing of editors. `server.py` holds what
is open; `wire.py` says values in the words of the Language Server Protocol. Only those two need pygls.
"""
