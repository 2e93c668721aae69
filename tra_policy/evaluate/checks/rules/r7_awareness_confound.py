"""A warning sign faded while the model showed more often that it knew of the test."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import TYPE_CHECKING

from tra_policy.evaluate.checks.check import Check, Seen
from tra_policy.evaluate.checks.counting import Tally, differ, out_of
from tra_policy.evaluate.checks.falling import Fall, falls
from tra_policy.evaluate.checks.raising import raising
from tra_policy.evaluate.ground.world import World
from tra_policy.model.evidence.measuring import Measurement
from tra_policy.words.diagnostic import Severity

if TYPE_CHECKING:
    from fractions import Fraction

CHECK = Check(
    code="TRE307",
    id="R7",
    name="awareness-confound",
    severity=Severity.WARNING,
    group="superficial fixes",
    summary="the rate of a sign fell while awareness of being tested rose significantly",
    why="A model that knows that it is tested may behave better because of that; then the lower rate "
    "says little of how it behaves otherwise. Precedent: a behaviour became rarer in the final "
    "model, while signs that it inwardly tells tests from real use remain. Source: Claude Opus "
    "4.6 system card (2026-02), pp. 128-129.",
    remedy="measure again where the model does not know, or with its awareness held down",
    shows="""\
- {id: ck-1, kind: checkpoint, step: 1000, parents: []}
- {id: ck-2, kind: checkpoint, step: 2000, parents: [ck-1]}
- id: w-1 #! TRE307
  kind: warning
  class: deceit
  severity: high
  checkpoint: ck-1
  detector: own
  detected: 2026-01-05
- id: m-1
  kind: measurement
  benchmark: own
  metric: score
  subject: ck-1
  statistic: mean
  value: 40 of 2000
  awareness: {verbalised: 12 of 300}
- id: m-2
  kind: measurement
  benchmark: own
  metric: score
  subject: ck-2
  statistic: mean
  value: 9 of 2000
  awareness: {verbalised: 20%, of: 300}
""",
    near_miss="""\
- {id: ck-1, kind: checkpoint, step: 1000, parents: []}
- {id: ck-2, kind: checkpoint, step: 2000, parents: [ck-1]}
- id: w-1
  kind: warning
  class: deceit
  severity: high
  checkpoint: ck-1
  detector: own
  detected: 2026-01-05
- id: m-1
  kind: measurement
  benchmark: own
  metric: score
  subject: ck-1
  statistic: mean
  value: 40 of 2000
  awareness: {verbalised: 12 of 300, unverbalised: 4%}
- id: m-2
  kind: measurement
  benchmark: own
  metric: score
  subject: ck-2
  statistic: mean
  value: 9 of 2000
  awareness: {verbalised: 18 of 300, unverbalised: 20%}
""",
)


def check(world: World) -> Iterator[Seen]:
    """Yield warning signs whose rate fell between checkpoints between which awareness rose."""
    told: set[str] = set()
    measured: dict[str, list[Measurement]] = {}
    for one in raising(world, Measurement, "awareness"):
        if one.awareness is not None:
            measured.setdefault(one.subject, []).append(one)
    stated = {subject: _told(held) for subject, held in measured.items()}
    for fall in falls(world) if measured else ():
        if fall.warning.id in told:
            continue
        for rise, names in _rises(fall, stated):
            told.add(fall.warning.id)
            message = f"{fall}, while the transcripts in which the model {rise}"
            yield Seen(fall.warning.id, message, fall.warning.id, rests_on=(*fall.rests_on, *names))
            break


def _rises(fall: Fall, stated: dict[str, _Told]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield how awareness rose from one checkpoint to the other, with the records that say so."""
    before = stated.get(fall.before.checkpoint.id, {})
    after = stated.get(fall.after.checkpoint.id, {})
    both = [key for key in before if key in after]
    for key in both:
        # Of several figures the two that show the rise least have to show it.
        (low, first), (high, last) = max(before[key], key=_share), min(after[key], key=_share)
        rose = low.below(high)
        if rose and differ(low, high, len(both)):
            yield f"{_SHOWED[key[0]]} rose from {low} to {high}", (first, last)


_Key = tuple[str, Hashable, Hashable, Hashable]
_Told = dict[_Key, list[tuple[Tally, str]]]
_SHOWED = {
    "verbalised": "said that it was being tested",
    "unverbalised": "showed without saying so that it knew of the test",
}


def _told(measured: list[Measurement]) -> _Told:
    found: _Told = {}
    for one in measured:
        said = one.awareness
        if said is None:
            continue
        for how, value in (("verbalised", said.verbalised), ("unverbalised", said.unverbalised)):
            rate = out_of(value, said.of)
            if rate is not None:
                key = (how, said.method, one.benchmark, one.benchmark_version)
                found.setdefault(key, []).append((rate, one.id))
    return found


def _share(told: tuple[Tally, str]) -> Fraction:
    from fractions import Fraction

    return Fraction(told[0].hits, told[0].of)
