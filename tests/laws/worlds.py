"""Hypothesis strategies for small worlds: a policy of one threshold, and evidence for it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from .reference import world as w

LAB = "lab"
OTHERS = ("sister", "maker", "tester", "office", "nobody-known")
NAMES = (LAB, *OTHERS)
DAYS = (
    date(2024, 1, 1),
    date(2025, 1, 1),
    date(2025, 7, 1),
    date(2026, 1, 1),
    date(2026, 4, 10),
    date(2026, 5, 1),
    date(2026, 5, 15),
)
EFFECTIVE = date(2026, 3, 1)
BUNDLED = date(2026, 6, 1)
AS_OF = date(2026, 7, 1)
LIMITS = tuple(Decimal(n) / 100 for n in (10, 20, 50))
VALUES = tuple(Decimal(n) / 100 for n in (0, 5, 9, 10, 15, 20, 30, 60))
QUESTIONS = ("the uplift is substantial", "the panel is worried")

days = st.one_of(st.none(), st.sampled_from(DAYS))
some_names = st.lists(st.sampled_from(NAMES), max_size=2, unique=True).map(tuple)
mostly = st.integers(0, 3).map(bool)
rarely = st.integers(0, 5).map(lambda n: n == 0)


@st.composite
def ties(draw: st.DrawFn, name: str) -> w.Tie:
    """A tie to somebody else."""
    kinds = ("controlled by", "owned by", "shares leadership with", "employed by", "paid by")
    kind = draw(st.sampled_from(kinds))
    other = draw(st.one_of(st.just(LAB), st.sampled_from(NAMES)).filter(lambda n: n != name))
    shares = tuple(Decimal(n) / 100 for n in (5, 15, 20, 40, 51))
    share = draw(st.sampled_from(shares)) if kind == "owned by" else None
    since = draw(days)
    until = draw(days.filter(lambda d: d is None or since is None or d >= since))
    return w.Tie(kind, other, share, since, until)


@st.composite
def parties(draw: st.DrawFn, name: str) -> w.Party:
    """A party in one of the usual stations, with something odd about it now and then."""
    stated = (w.NoTies(LAB, source="its own site"),)
    usual: dict[str, w.Party] = {
        "sister": w.Party(name, ties=(w.Tie("controlled by", LAB),)),
        "maker": w.Party(name, no_ties=stated),
        "tester": w.Party(name, ties=(w.Tie("paid by", LAB),), no_ties=stated),
        "office": w.Party(name, authority=True),
        "nobody-known": w.Party(name, unnamed=True),
    }
    if draw(mostly):
        found = usual[name]
        return w.Party(**{**vars(found), "key": draw(rarely)})
    since = draw(days)
    as_of = draw(days.filter(lambda d: d is None or since is None or d >= since))
    source = draw(st.sampled_from(("", "its own site")))
    return w.Party(
        name,
        ties=tuple(draw(st.lists(ties(name), max_size=2))),
        no_ties=(w.NoTies(LAB, since, as_of, source),) if draw(st.booleans()) else (),
        authority=draw(rarely),
        key=draw(rarely),
    )


@st.composite
def rosters(draw: st.DrawFn) -> tuple[w.Party, ...]:
    """The developer and everybody else."""
    own = tuple(draw(st.lists(ties(LAB), max_size=1))) if draw(rarely) else ()
    return (w.Party(LAB, ties=own), *(draw(parties(name)) for name in OTHERS))


@st.composite
def benchmarks(draw: st.DrawFn, name: str) -> w.Benchmark:
    plain = draw(mostly)
    designers = draw(some_names) if not plain else (draw(st.sampled_from(NAMES)),)
    return w.Benchmark(
        name,
        designed_by=designers,
        designed_from=draw(st.sampled_from((None, *DAYS[:4]))) if designers else None,
        design_funded_by=() if plain else draw(some_names),
        final_say=() if plain else draw(some_names),
        items_held_by=() if plain else draw(some_names),
        items_visible_to=None if plain else draw(st.one_of(st.none(), some_names)),
        higher_is_worse=draw(mostly),
    )


@st.composite
def comparisons(
    draw: st.DrawFn, told: tuple[w.Benchmark, ...], adverse: bool, text: bool
) -> w.Comparison:
    """A comparison; on the adverse side of its metric, or on the other."""
    benchmark = draw(st.sampled_from(told))
    ops = (">=", ">") if benchmark.higher_is_worse == adverse else ("<=", "<")
    limit = None if draw(rarely) else draw(st.sampled_from(LIMITS))
    by = draw(st.sampled_from(("tester", "office", "independent"))) if text and draw(rarely) else ""
    return w.Comparison(benchmark.name, draw(st.sampled_from(ops)), limit, draw(rarely), by)


@st.composite
def conditions(
    draw: st.DrawFn, told: tuple[w.Benchmark, ...], adverse: bool, text: bool
) -> w.Condition:
    """One atom or a short headed list; under `none of` the members face the other way."""
    if draw(st.booleans()):
        return draw(comparisons(told, adverse, text))
    judged = st.builds(w.Judges, st.sampled_from(NAMES), st.sampled_from(QUESTIONS))
    none = draw(rarely)
    compared = comparisons(told, adverse != none, text)
    atom = st.one_of(compared, compared, judged)
    members = tuple(draw(st.lists(atom, min_size=2, max_size=3, unique=True)))
    if none:
        return w.Group("none", members)
    if draw(rarely):
        return w.Group("at least", members, draw(st.integers(1, len(members))))
    return w.Group(draw(st.sampled_from(("any", "all"))), members)


needs = st.builds(
    w.Need,
    st.integers(1, 2),
    st.lists(
        st.tuples(
            st.sampled_from(("designed", "run", "graded")),
            st.sampled_from(("independent", "authority", "tester", "independent")),
        ),
        min_size=1,
        max_size=2,
        unique_by=lambda pair: pair[0],
    ).map(tuple),
)


@st.composite
def thresholds(draw: st.DrawFn, told: tuple[w.Benchmark, ...], text: bool = False) -> w.Threshold:
    return w.Threshold(
        "T",
        draw(conditions(told, True, text)),
        draw(conditions(told, False, text)) if draw(rarely) or draw(rarely) else None,
        needs=tuple(draw(st.lists(needs, max_size=1))) if draw(st.booleans()) else (),
        treat_as_reached=draw(st.booleans()),
        report_to=draw(some_names) if draw(st.booleans()) else (),
    )


@st.composite
def commitments(draw: st.DrawFn, name: str) -> w.Commitment:
    """A commitment that reads the threshold, or only the other one."""
    when: w.Condition = draw(
        st.sampled_from(
            (
                w.Is("T"),
                w.Is("T"),
                w.Is("S"),
                w.Group("any", (w.Is("T"), w.Is("S"))),
                w.Group("all", (w.Is("T"), w.Said("deployment is wide"))),
            )
        )
    )
    unless = draw(
        st.sampled_from((None, None, w.Judges("office", "it is safe"), w.Said("others do worse")))
    )
    modal = draw(st.sampled_from(("must", "must", "should")))
    return w.Commitment(name, when, modal, draw(st.booleans()), unless)


@st.composite
def measurements(draw: st.DrawFn, at: int, told: tuple[w.Benchmark, ...]) -> w.Measurement:
    """A measurement that is mostly in order."""
    value = None if draw(rarely) else draw(st.sampled_from(VALUES))
    counts, from_counts, interval = None, False, None
    if value is not None and draw(mostly):
        scored = draw(st.sampled_from((20, 100, 1000)))
        errored = draw(st.sampled_from((0, 0, 0, 10))) if draw(rarely) else 0
        odd = 1 if draw(rarely) and draw(rarely) else 0
        counts = w.Counts(scored + errored + odd, scored, errored, 0)
        from_counts = draw(mostly)
    elif value is not None and draw(st.booleans()):
        margin = draw(st.sampled_from((Decimal("0.02"), Decimal("0.06"))))
        interval = w.Interval(
            max(value - margin, Decimal(0)),
            value + margin,
            draw(st.sampled_from((Decimal("0.95"), Decimal("0.9"), Decimal("0.8")))),
            draw(st.sampled_from(("one", "two"))),
        )
    clean = draw(mostly)
    started = draw(st.sampled_from((None, *DAYS[:5])))
    ended = draw(days.filter(lambda d: d is None or started is None or d >= started))
    run = draw(some_names) if not clean else (draw(st.sampled_from(NAMES)),)
    author = draw(st.sampled_from((None, *run))) if clean else draw(st.sampled_from((None, *NAMES)))
    stated = value is None or draw(rarely)
    return w.Measurement(
        id=f"m{at}",
        benchmark=draw(st.sampled_from(told)).name,
        subject="model-a" if draw(mostly) else draw(st.sampled_from(("ckpt-1", "other-model"))),
        value=value,
        statistic="mean" if clean or draw(mostly) else "max",
        counts=counts,
        from_counts=from_counts,
        interval=interval,
        reading=draw(st.sampled_from((None, "above", "below", "inconclusive"))) if stated else None,
        finding="some help in one place" if value is None and draw(rarely) else None,
        inconclusive=not clean and draw(rarely),
        withheld=not clean and draw(rarely),
        run=run,
        graded=draw(some_names),
        run_funded=(LAB,) if draw(rarely) else (),
        derived_by=(LAB,) if not clean and draw(rarely) else (),
        started=started,
        ended=ended,
        recorded=None if draw(rarely) else date(2026, 4, 20),
        author=author,
        signed=draw(st.booleans()),
        defect="digest-mismatch" if not clean and draw(rarely) else None,
        retracted_by=author if not clean and draw(rarely) else None,
    )


@st.composite
def evidence_for(draw: st.DrawFn, world: w.World) -> w.World:
    """The same policy with evidence."""
    count = draw(st.integers(0, 4))
    told = tuple(draw(measurements(at, world.benchmarks)) for at in range(count))
    ids = [m.id for m in told]
    cites = st.lists(st.sampled_from(ids), max_size=2, unique=True) if ids else st.just([])
    wanted = [
        a
        for place in (world.threshold.reached_when, world.threshold.ruled_out_when)
        for a in (place.members if isinstance(place, w.Group) else (place,))
        if isinstance(a, w.Judges)
    ]
    judgements = tuple(
        w.Judgement(
            f"j{at}",
            atom.judge,
            atom.question,
            draw(st.sampled_from(("affirmed", "denied", "denied", "undecided"))),
            tuple(draw(cites)),
            draw(st.sampled_from(DAYS[3:6])),
            draw(st.booleans()),
        )
        for at, atom in enumerate(dict.fromkeys(wanted))
        if draw(mostly)
    )
    decision = None
    if draw(mostly):
        ruling = draw(st.sampled_from(("reached", "not-reached", "cannot-rule-out")))
        cited = draw(cites) + ([judgements[0].id] if judgements and draw(st.booleans()) else [])
        minuted = draw(st.sampled_from(DAYS[3:5])) if draw(rarely) else None
        decision = w.Decision("d1", ruling, date(2026, 5, 1), tuple(cited), minuted)
    made = {
        name: draw(st.sampled_from(DAYS[1:]))
        for name in ("model-a", "ckpt-1", "other-model")
        if draw(rarely)
    }
    fields: dict[str, Any] = vars(world) | {
        "measurements": told,
        "judgements": judgements,
        "decision": decision,
        "made": made,
    }
    return w.World(**fields)


@st.composite
def policies(draw: st.DrawFn, text: bool = False) -> w.World:
    """A policy without evidence; with `text`, also what only the text's own verdict needs."""
    names = ("quiz", "trial", "probe")[: draw(st.integers(1, 3))]
    told = tuple(draw(benchmarks(name)) for name in names)
    count = draw(st.integers(0, 2)) if text else 0
    return w.World(
        developer=LAB,
        effective=EFFECTIVE,
        as_of=AS_OF,
        bundle_date=BUNDLED,
        subject="model-a",
        parties=draw(rosters()),
        benchmarks=told,
        threshold=draw(thresholds(told, text)),
        others=(w.Threshold("S", w.Comparison("quiz", ">=", LIMITS[1])),),
        commitments=tuple(draw(commitments(f"C{at}")) for at in range(count)),
        parents={"model-a": ("ckpt-1",)},
    )


worlds = policies().flatmap(evidence_for)

dutiful_worlds = policies(text=True).flatmap(evidence_for)
