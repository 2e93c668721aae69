"""A small world's policy in the words of the language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from .reference import world as w
from .rendering import METRIC, key_of, percent


def text(world: w.World) -> str:
    """The policy of a small world as a `.tra` text."""
    lines = ["tra 1", f"policy small version 1 effective {world.effective}"]
    lines.append(f"  developer {world.developer}")
    for party in world.parties:
        lines.append(f"party {party.name}")
        lines += [f"  {line}" for line in party_lines(party)]
    for benchmark in world.benchmarks:
        lines.append(f"benchmark {benchmark.name}")
        lines += [f"  {line}" for line in benchmark_lines(benchmark)]
    for told in (world.threshold, *world.others):
        lines.append(f"threshold {told.name}")
        lines += headed("reached when", told.reached_when)
        if told.ruled_out_when is not None:
            lines += headed("ruled out when", told.ruled_out_when)
        for need in told.needs:
            tests = ", ".join(f"{role} by {holder}" for role, holder in need.where)
            lines.append(f"  needs at least {need.count} measurement where {tests}")
        if told.treat_as_reached:
            lines.append("  if unknown treat as reached")
        if told.report_to:
            lines.append(f"  report result to {', '.join(told.report_to)}")
    for one in world.commitments:
        lines.append(f"commitment {one.name}")
        lines += headed("when", one.when)
        if one.block:
            lines.append("  if unknown block")
        if one.unless is not None:
            lines += headed("unless", one.unless)
        lines.append(f"  {world.developer} {one.modal} halt training")
    return "\n".join(lines) + "\n"


def between(since: date | None, until: date | None, last: str = "to", first: str = "from") -> str:
    start = f" {first} {since}" if since else ""
    return start + (f" {last} {until}" if until else "")


def party_lines(party: w.Party) -> Iterator[str]:
    for tie in party.ties:
        share = f"owned {percent(tie.share)} by" if tie.share is not None else tie.kind
        yield f"{share} {tie.other}{between(tie.since, tie.until)}"
    for stated in party.no_ties:
        quote = f' "{stated.source}"' if stated.source else ""
        days = between(stated.since, stated.as_of, "as of", "since")
        yield f"no ties to {stated.other}{days}{quote}"
    if party.authority:
        yield "is a public authority"
    if party.unnamed:
        yield "is unnamed"
    if party.key:
        yield f"key {key_of(party.name)}"


def benchmark_lines(benchmark: w.Benchmark) -> Iterator[str]:
    if benchmark.designed_by:
        names = ", ".join(benchmark.designed_by)
        yield f"designed by {names}{between(benchmark.designed_from, None)}"
    for head, names_ in (
        ("design funded by", benchmark.design_funded_by),
        ("final say", benchmark.final_say),
        ("items held by", benchmark.items_held_by),
    ):
        if names_:
            yield f"{head} {', '.join(names_)}"
    if benchmark.items_visible_to is not None:
        yield f"items visible to {', '.join(benchmark.items_visible_to) or 'nobody'}"
    worse = "higher" if benchmark.higher_is_worse else "lower"
    yield f"measures {METRIC} as percent, {benchmark.statistic}, {worse} is worse"


def atom(told: w.Condition) -> str:
    match told:
        case w.Comparison():
            limit = "unpublished" if told.limit is None else percent(told.limit)
            point = " at point estimate" if told.point else ""
            by = f", run by {told.run_by}" if told.run_by else ""
            return f"{told.benchmark}.{METRIC} {told.op} {limit}{point}{by}"
        case w.Judges():
            return f'{told.judge} judges "{told.question}"'
        case w.Said():
            return f'"{told.sentence}"'
        case w.Is():
            return f"{told.threshold} is {told.state}"
        case w.Group():
            raise ValueError("a list within a list goes by the name of a define")


def headed(head: str, told: w.Condition) -> Iterator[str]:
    if not isinstance(told, w.Group):
        yield f"  {head} {atom(told)}"
        return
    kind = f"at least {told.count}" if told.kind == "at least" else told.kind
    yield f"  {head} {kind} of"
    yield from (f"    - {atom(member)}" for member in told.members)
