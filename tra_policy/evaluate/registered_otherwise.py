"""Where the registry says otherwise than the policy or the bundle: findings, never outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tra_policy.evaluate.between import BETWEEN
from tra_policy.evaluate.ground.designers import organisation, roles_in_evidence
from tra_policy.evaluate.ground.world import World
from tra_policy.logic.clearing import design_of
from tra_policy.model.evidence.measuring import BenchmarkRecord, Measurement
from tra_policy.model.policy import Benchmark, Party
from tra_policy.model.registry import BenchmarkRow, OrganisationRow, Sourced
from tra_policy.model.wording import listed
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun
from tra_policy.words.source import Place, Span

_CODE = next(code for code in BETWEEN if code.code == "TRE115")
_HAND = {"funded": "paid for", "holds_items": "holds the items of"}


class _Registered(Noun):
    """What the registry says, in the words of a message, and the statements that it rests on."""

    words: str
    rests_on: tuple[Sourced, ...]


def contradictions(world: World) -> Iterator[Diagnostic]:
    """Yield every statement of the policy or the bundle that a row of the registry contradicts."""
    if not world.registry.benchmarks and not world.registry.organisations:
        return
    for benchmark in world.policy.benchmarks:
        row = world.registry.benchmark(benchmark.name)
        if row is not None:
            yield from _on_line(world, benchmark, row)
    yield from _on_records(world)
    for party in world.policy.parties:
        known = world.registry.organisation(party.name)
        if known is not None and not (party.is_anyone or party.is_unnamed):
            yield from _on_party(world, party, known)


def _on_line(world: World, benchmark: Benchmark, row: BenchmarkRow) -> Iterator[Diagnostic]:
    design = design_of(world.policy, benchmark)
    if not design.designed_by:
        return
    here = _same(world, design.designed_by)
    there = _same(world, (r.party for r in row.designers))
    name = benchmark.name
    if there and here != there:
        registered = _Registered(f"{_quoted(there)} as designers of `{name}`", row.designers)
        against = f"the policy {_quoted(here)}"
        yield _said(registered, "names", against, span=benchmark.span, subject=name)
    told = {
        "funded": design.funded_by,
        "holds_items": design.items_held_by,
    }
    for role in row.roles:
        party = organisation(world, role.party)
        own = party == world.parties.developer
        if own and role.role in told and party not in told[role.role]:
            registered = _Registered(f"`{party}` {_HAND[role.role]} `{name}`", (role,))
            against = "which the policy's line leaves out"
            yield _said(registered, "says that", against, span=benchmark.span, subject=name)


def _on_records(world: World) -> Iterator[Diagnostic]:
    seen: set[tuple[str, tuple[str, ...]]] = set()
    rows: dict[str, BenchmarkRow | None] = {}
    for filed in world.visible:
        record = filed.record
        if not isinstance(record, (Measurement, BenchmarkRecord)):
            continue
        if record.benchmark not in rows:
            rows[record.benchmark] = _row_alone(world, record.benchmark)
        row = rows[record.benchmark]
        if row is None:
            continue
        roles = (
            roles_in_evidence(world, record) if isinstance(record, Measurement) else record.roles
        )
        here = _same(world, roles.designed)
        there = _same(world, (r.party for r in row.designers))
        key = (record.benchmark, here)
        if not here or not there or here == there or key in seen:
            continue
        seen.add(key)
        words = f"{_quoted(there)} as designers of `{record.benchmark}`"
        against = f"`{record.id}` {_quoted(here)}"
        registered = _Registered(words, row.designers)
        yield _said(registered, "names", against, place=filed.place, subject=record.id)


def _row_alone(world: World, name: str) -> BenchmarkRow | None:
    """The row of a benchmark of which the policy names no designers. Where it does, policy and bundle are
    held against each other.
    """
    declared = world.policy.benchmark(name)
    if declared is not None and design_of(world.policy, declared).designed_by:
        return None
    return world.registry.benchmark(name)


def _on_party(world: World, party: Party, row: OrganisationRow) -> Iterator[Diagnostic]:
    for none in party.no_ties:
        for words, other, sourced in _ties(world, row):
            if other == none.other:
                registered = _Registered(f"`{party.name}` is {words} `{other}`", (sourced,))
                against = f"the policy that it has no ties to `{other}`"
                yield _said(registered, "says that", against, span=none.span, subject=party.name)
    if party.is_authority and row.verified and row.kind != "authority":
        registered = _Registered(f"`{party.name}` is of the kind `{row.kind}`", (row,))
        against = "the policy that it is a public authority"
        yield _said(registered, "says that", against, span=party.span, subject=party.name)


def _ties(world: World, row: OrganisationRow) -> Iterator[tuple[str, str, Sourced]]:
    for parent in row.parents:
        words = "owned in part by" if parent.share is not None else "controlled by"
        yield words, organisation(world, parent.organisation), parent
    for tie in row.ties:
        words = "sharing leadership with" if tie.kind == "shares leadership with" else tie.kind
        yield words, organisation(world, tie.other), tie


def _same(world: World, names: Iterable[str]) -> tuple[str, ...]:
    """Names in the one form that this world has for them, in order, each once."""
    return tuple(sorted({organisation(world, name) for name in names}))


def _quoted(names: Iterable[str]) -> str:
    return listed([f"`{name}`" for name in names])


def _said(
    registered: _Registered,
    verb: str,
    against: str,
    *,
    span: Span | None = None,
    place: Place | None = None,
    subject: str = "",
) -> Diagnostic:
    sure = all(one.verified for one in registered.rests_on)
    doubt = "" if sure else " (not all of it verified)"
    sources = "; ".join(dict.fromkeys(one.source for one in registered.rests_on))
    return Diagnostic(
        _CODE.code,
        f"the registry {verb} {registered.words}{doubt}, {against}",
        span=span,
        place=place,
        severity=_CODE.severity,
        help=f"by {sources}; {_CODE.remedy}",
        subject=subject,
    )
