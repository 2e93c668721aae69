"""Every tampering and omission that the bundle of the made-up training run is put through."""

from __future__ import annotations

from . import (
    assessors,
    consistency,
    coverage,
    fixes,
    integrity,
    links,
    measuring,
    omissions,
    relabelling,
    time,
)
from .mutation import Group, Mutation

GROUPS: tuple[Group, ...] = (
    coverage.GROUP,
    integrity.GROUP,
    time.GROUP,
    links.GROUP,
    fixes.GROUP,
    measuring.GROUP,
    assessors.GROUP,
    consistency.GROUP,
    omissions.LEFT_OUT,
    omissions.COVERED_UP,
    relabelling.NAMES,
    relabelling.FIELDS,
)
MUTATIONS: tuple[Mutation, ...] = tuple(one for group in GROUPS for one in group.mutations)
