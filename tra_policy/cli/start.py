"""The `tra` command, before anything is imported for it."""

from __future__ import annotations

import gc

# A run makes values, which hold no circles: looking for some every few hundred values finds nothing, also
# while modules are imported. What faults leave in circles is small.
VALUES_BETWEEN_LOOKS = 1_000_000


def main() -> None:
    """Carry out the command line, and end the process."""
    gc.set_threshold(VALUES_BETWEEN_LOOKS)
    from tra_policy.cli.main import main as carry_out

    carry_out()
