"""One check looking at records that stand below the manual's standard manifest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from manual.pages import the_block
from manual.running import AS_OF, POLICY

from tra_policy import driver
from tra_policy.evaluate.assembly import world_of
from tra_policy.evaluate.checks.check import Seen
from tra_policy.evaluate.checks.every import LOADED
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.bundle import Defect
from tra_policy.readers.bundle import read_bundle
from tra_policy.words.diagnostic import Severity
from tra_policy.words.source import Source

THRESHOLD = "threshold T-1\n  reached when outer.score >= 50%\n"


def world(
    records: str, policy: str = "", as_of: date = AS_OF, defects: dict[str, Defect] | None = None
) -> World:
    """Return the world of some records; `defects` are what is wrong with the files of some of them."""
    text = driver.read(Source(POLICY, the_block("tra opening") + policy), {})
    assert [d.message for d in text.diagnostics if d.severity is Severity.ERROR] == []
    assert text.policy is not None
    manifest = the_block("yaml manifest") + "records:\n"
    manifest += "".join(f"  {line}\n" for line in records.splitlines())
    evidence, said = read_bundle({"bundle.yaml": manifest.encode()})
    assert [d.message for d in said if d.severity is Severity.ERROR] == []
    assert evidence is not None
    held = defects or {}
    filed = tuple(replace(f, defects=(held[f.id],)) if f.id in held else f for f in evidence.filed)
    return world_of(text.policy, replace(evidence, filed=filed), as_of, {})


def look(
    name: str,
    records: str,
    policy: str = "",
    as_of: date = AS_OF,
    defects: dict[str, Defect] | None = None,
) -> list[Seen]:
    """Return what one check, named by its pattern such as `T5`, sees in some records."""
    one = next(loaded for loaded in LOADED if loaded.check.id == name)
    return list(one.look(world(records, policy, as_of, defects)))


def seen(
    name: str,
    records: str,
    policy: str = "",
    as_of: date = AS_OF,
    defects: dict[str, Defect] | None = None,
) -> list[str]:
    """Return the records that one check reports."""
    return [what.record for what in look(name, records, policy, as_of, defects)]
