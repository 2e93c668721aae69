"""What moved between two versions of a policy, or between two bundles of the same developer.

Nothing here asks whether a threshold is reached: it holds two texts, or two sets of records, side by side.
"""

from __future__ import annotations

from tra_policy.evaluate.drift.bundles import between_bundles
from tra_policy.evaluate.drift.policies import between_policies

__all__ = ["between_bundles", "between_policies"]
