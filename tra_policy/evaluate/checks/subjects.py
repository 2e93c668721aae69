"""Which records are about one model, under the several names that it goes by."""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.evaluate.checks.leaning import showing
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.acts import Deployment
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.model.evidence.run import Checkpoint


def checkpoint_of(world: World) -> dict[str, str]:
    """Return the checkpoint that stands behind each name under which one was deployed."""
    return {
        name: one.id
        for one in showing(world, Checkpoint)
        for name in (*one.deployed_as, one.id)
        if name == one.id or name not in world.checkpoints
    }


def deployments(world: World) -> dict[str, list[Deployment]]:
    """Return the deployments of each model, by its checkpoint's name where that is known."""
    deployed = list(showing(world, Deployment))
    names = checkpoint_of(world) if deployed else {}
    found: dict[str, list[Deployment]] = {}
    for one in deployed:
        found.setdefault(names.get(one.subject, one.subject), []).append(one)
    return found


def measured(world: World) -> dict[str, list[Measurement]]:
    """Return the measurements of each model, by its checkpoint's name where that is known."""
    names = checkpoint_of(world)
    found: dict[str, list[Measurement]] = {}
    for one in showing(world, Measurement):
        found.setdefault(names.get(one.subject, one.subject), []).append(one)
    return found


def weights_named(world: World, digest: str, but: str) -> Iterator[str]:
    """Yield the checkpoints that have a digest, one of them left out."""
    key = ("checkpoints by digest",)
    if key not in world.memo:
        index: dict[str, list[str]] = {}
        for one in showing(world, Checkpoint):
            if one.digest is not None:
                index.setdefault(one.digest, []).append(one.id)
        world.memo[key] = index
    found: dict[str, list[str]] = world.memo[key]
    return (name for name in found.get(digest, ()) if name != but)
