"""What the evidence tells of a run: what happened when, and what was measured on which checkpoint.

It is there to be drawn and looked up. No answer of a report rests on it.
"""

from __future__ import annotations

from typing import Literal

from tra_policy.model.evidence.bundle import Drawn
from tra_policy.words.noun import Noun


class StageTold(Noun):
    """One stage of a training run. Days as stated, empty where they are not; steps are of the run."""

    record: str
    run: str
    stage: str
    type: str
    since: str = ""
    until: str = ""
    start_step: int | None = None
    end_step: int | None = None


class RecordTold(Noun):
    """One record in a line that a person can read.

    `date` is when what it tells of happened, `recorded` when it was written; both as stated, empty
    where they are not. `checkpoint` is the model that it is about. `counts` is the kind of records
    that a claim says are all there are. `place` is where it stands in the bundle. `drawn` says where
    each value was found, if it was read from a foreign log.
    """

    id: str
    kind: str
    title: str
    date: str = ""
    recorded: str = ""
    run: str = ""
    stage: str = ""
    checkpoint: str = ""
    step: int | None = None
    party: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    counts: str = ""
    retracted: bool = False
    source: str = ""
    place: str = ""
    drawn: tuple[Drawn, ...] = ()


class Limit(Noun):
    """A limit of a threshold on a metric, as the policy words it; `value` is in the unit of the series.

    `side` is the clause that it stands in.
    """

    threshold: str
    side: Literal["reached", "ruled out"]
    operator: str
    value: str
    shown: str


class Point(Noun):
    """One value that was measured.

    `value`, `lower` and `upper` are decimal numbers in the unit of the series. The bounds are one-sided
    at 95% each, or as they were published; empty where nothing is stated to compute them from.
    `run` is the class of who ran it.
    """

    record: str
    checkpoint: str
    value: str
    shown: str
    run: str
    lower: str = ""
    upper: str = ""
    date: str = ""
    step: int | None = None


class Series(Noun):
    """What was measured of one metric, in one unit, in the order of the steps or else of the days."""

    benchmark: str
    metric: str
    unit: str
    points: tuple[Point, ...]
    limits: tuple[Limit, ...] = ()


class Besides(Noun):
    """How many more records of a kind there are, which nothing in the report names."""

    kind: str
    records: int


class Story(Noun):
    """The stages of the runs, the records, and the series of what was measured.

    `records` are those that a proof, an answer or a finding of the report names, and those that tell of
    something that happened; reviewed samples of rollouts only where they are named. Of a kind with very
    many records the rest are only counted, in `besides`; what was measured is in the series all the same.
    """

    stages: tuple[StageTold, ...] = ()
    records: tuple[RecordTold, ...] = ()
    series: tuple[Series, ...] = ()
    besides: tuple[Besides, ...] = ()
