"""What can be known without evidence: truth, the class of a party, and what a policy text decides."""

from tra_policy.logic.legs import text_verdicts

__all__ = ["text_verdicts"]
