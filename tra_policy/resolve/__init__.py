"""From trees to a policy: names resolved, types made sure."""

from tra_policy.resolve.policies import resolve

__all__ = ["resolve"]
