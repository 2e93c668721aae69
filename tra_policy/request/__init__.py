"""The evidence request list: what a policy's text asks for before there is any evidence."""

from tra_policy.request.listing import parties, requested, share_of

__all__ = ["parties", "requested", "share_of"]
