"""Every question of a training-run assessment to its records and its policy, with where it is asked.

The list is the project's own derivation from published audit standards and cases. A question is asked
by a check of the evidence, by a requirement of the library in `policies/tra/`, by a rule of the linter,
or by the evaluator itself, in a reason, a flag or a finding. What is not asked says why.
"""

from __future__ import annotations

from collections.abc import Iterator

from tra_policy.words.noun import Noun


class Question(Noun):
    """One question. A check of the evidence is found by its `id` and is not named again here."""

    id: str
    asks: str
    requirements: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    note: str = ""


GROUPS = {
    "C": "population and coverage",
    "I": "integrity",
    "T": "time",
    "L": "links",
    "R": "superficial fixes",
    "M": "measurement",
    "N": "third parties",
    "P": "the policy's text",
    "X": "cross-consistency",
}


def _coverage() -> Iterator[Question]:
    yield Question(
        "C1",
        "gaps between the checkpoints that were kept; deletions after a sign",
        requirements=("CKPT-3",),
    )
    yield Question(
        "C2",
        "a population whose completeness rests on nothing",
        requirements=("CKPT-2", "RWD-1", "ENV-1", "DATA-1", "WARN-1"),
        findings=("TRE106",),
        flags=("selection-possible",),
    )
    yield Question(
        "C3",
        "too few rollouts of an RL environment to see a rare behaviour",
        requirements=("ROLL-1",),
    )
    yield Question(
        "C4", "measured at the end of training only", requirements=("CKPT-4",), rules=("TRA409",)
    )
    yield Question("C5", "the developer drew the sample", requirements=("ROLL-2",))
    yield Question("C6", "a deployed variant that nothing measured, or that a fix did not reach")
    yield Question("C7", "a stage that the run does not declare", requirements=("CKPT-1",))
    yield Question("C8", "a sample whose numbers exclude each other", reasons=("suspect-counts",))


def _integrity() -> Iterator[Question]:
    yield Question(
        "I1",
        "a file or artefact is not the one that its digest is of",
        findings=("TRB030",),
        reasons=("digest-mismatch", "signature-bad"),
    )
    yield Question("I2", "the line of checkpoints does not fit together", requirements=("CKPT-2",))
    yield Question(
        "I3",
        "what was measured is not what was deployed",
        requirements=("CKPT-5",),
        reasons=("inherited", "wrong-subject"),
    )
    yield Question("I4", "the same weights under another configuration", requirements=("CKPT-6",))
    yield Question("I5", "words of an incident that the published history never held")
    yield Question("I6", "something is named that a claim of completeness does not know")


def _time() -> Iterator[Question]:
    yield Question(
        "T1",
        "evidence that came after the decision",
        requirements=("TIME-3",),
        reasons=("after-decision",),
    )
    yield Question("T2", "records written long after what they tell of", requirements=("TIME-3",))
    yield Question("T3", "evidence older than the policy allows", reasons=("stale",))
    yield Question(
        "T4",
        "a deadline that has passed",
        reasons=("missing", "no-representation"),
        note="the outcome of each duty and requirement, printed with its due time and basis",
    )
    yield Question("T5", "too little time for the assessor", requirements=("ASSR-4",))
    yield Question("T6", "decided before the outside report was there", requirements=("TIME-2",))
    yield Question(
        "T7",
        "published later than the deployment that it should accompany",
        note="the outcome of a duty such as `must publish … before deployment`",
    )
    yield Question("T8", "written before what it tells of", reasons=("missing",))
    yield Question("T9", "measured before it was made", reasons=("missing",))


def _links() -> Iterator[Question]:
    yield Question(
        "L1", "a warning sign that nobody is shown to have looked into", requirements=("WARN-2",)
    )
    yield Question("L2", "an investigation closed without a cause", requirements=("WARN-3",))
    yield Question("L3", "a cause that nothing tells from the others", requirements=("WARN-3",))
    yield Question("L4", "a fix without a change that can be told", requirements=("WARN-4",))
    yield Question("L5", "a fix that nobody is shown to have tested", requirements=("WARN-5",))
    yield Question(
        "L6", "a re-test of a checkpoint that does not have the fix", requirements=("WARN-5",)
    )
    yield Question(
        "L7", "found outside, tested again by the developer alone", requirements=("WARN-5",)
    )
    yield Question("L8", "an open warning sign that a ruling does not weigh")
    yield Question("L9", "a re-test that says otherwise than its measurement")
    yield Question("L10", "a fix whose change is told in words alone", requirements=("WARN-4",))
    yield Question("L11", "found and tested again by the developer alone", requirements=("WARN-5",))


def _fixes() -> Iterator[Question]:
    yield Question("R1", "trained on the test", requirements=("DATA-2", "WARN-5"))
    yield Question("R2", "a sign that fades without a reason", requirements=("ENV-3",))
    yield Question("R3", "the detector was changed, not the model")
    yield Question("R4", "the symptom was treated")
    yield Question("R5", "some of the causes were treated")
    yield Question("R6", "the sign came back in a later run")
    yield Question("R7", "the sign faded while awareness of the test rose")
    yield Question("R8", "the fix was undone")
    yield Question("R9", "a reward was changed without review", requirements=("RWD-3",))
    yield Question("R10", "a reward sees what no reward may see", requirements=("RWD-2",))
    yield Question("R11", "a risk accepted by nobody who may")


def _measurement() -> Iterator[Question]:
    yield Question(
        "M1",
        "no number of items and no interval",
        requirements=("TIME-3",),
        rules=("TRA403",),
        reasons=("no-uncertainty", "suspect-counts"),
        note="without them a comparison never shows that a limit was missed",
    )
    yield Question(
        "M2",
        "elicitation not stated, or weaker than another",
        requirements=("TIME-4",),
        rules=("TRA406",),
    )
    yield Question("M3", "contamination not checked", requirements=("DATA-2", "DATA-3"))
    yield Question("M4", "a saturated test used to rule out")
    yield Question("M5", "a limit that was not fixed beforehand", requirements=("TIME-4",))
    yield Question("M6", "asked again only where the answer had been unwelcome")
    yield Question("M7", "graded by the same family of models", requirements=("ROLL-3",))
    yield Question("M8", "the model changed what it was measured with")
    yield Question(
        "M9",
        "an inconclusive result counted as support",
        findings=("TRE112",),
        reasons=("inconclusive",),
    )
    yield Question("M10", "a result that turns with a choice of grading")
    yield Question(
        "M11", "more items than the test has, or a part that nobody is said to have chosen"
    )
    yield Question("M12", "a value over another total than was scored")
    yield Question("M13", "contamination denied, and stated by a dataset")


def _third_parties() -> Iterator[Question]:
    yield Question(
        "N1",
        "an assessor without a name",
        requirements=("ASSR-1",),
        rules=("TRA801",),
        flags=("unidentified-party",),
    )
    yield Question("N2", "terms not disclosed", requirements=("ASSR-2",))
    yield Question("N3", "payment not stated", requirements=("ASSR-2",), rules=("TRA802",))
    yield Question("N4", "pay that depends on the result", requirements=("ASSR-2",))
    yield Question("N5", "the developer approves or vetoes", requirements=("ASSR-3",))
    yield Question("N6", "an affiliated assessor", requirements=("ASSR-1", "ASSR-5"))
    yield Question("N7", "too large a share of the assessor's income")
    yield Question("N8", "assessors of their own work", requirements=("ASSR-5",))
    yield Question("N9", "one organisation in every role", requirements=("ASSR-5",))
    yield Question("N10", "evidence gone from a later version", reasons=("retracted",))
    yield Question("N11", "access too shallow for the claim", requirements=("ASSR-4",))
    yield Question("N12", "a review counted as an evaluation")


def _text() -> Iterator[Question]:
    yield Question("P1", "no instrument", rules=("TRA401", "TRA306"))
    yield Question("P2", "no rule-in or rule-out", rules=("TRA402", "TRA414"))
    yield Question("P3", "an action without owner or deadline", rules=("TRA301", "TRA302"))
    yield Question("P4", "amended by the developer alone", rules=("TRA909", "TRA910"))
    yield Question("P5", "the developer can clear it alone", rules=("TRA810", "TRA811", "TRA812"))
    yield Question("P6", "an independent measurement that changes nothing", rules=("TRA813",))
    yield Question(
        "P7",
        "contradictory or unreachable",
        rules=("TRA313", "TRA705", "TRA706", "TRA708"),
        note="the patterns that policies show; a general search over all clauses is not done: duties "
        "on free-text judgements leave it nothing to decide",
    )
    yield Question("P8", "hedges in a must", rules=("TRA303", "TRA308", "TRA311", "TRA806"))
    yield Question("P9", "proceeds when nothing is known", rules=("TRA814", "TRA601"))
    yield Question(
        "P10",
        "a trigger that no record could show",
        rules=("TRA306", "TRA312"),
        note="what a policy asks for can be listed beforehand with `tra request`",
    )
    yield Question(
        "P11",
        "capability and safeguard mixed in one threshold",
        note="not done: a benchmark does not say whether the safeguards were part of what it measured",
    )
    yield Question("P12", "an exemption without evidence", rules=("TRA305", "TRA306", "TRA307"))


def _consistency() -> Iterator[Question]:
    yield Question("X1", "one quantity, two values", findings=("TRB043",))
    yield Question("X2", "a summary that differs from the raw table")
    yield Question(
        "X3",
        "the ruling is not what the records show",
        findings=("TRE103", "TRE112"),
        flags=("contradicted",),
    )
    yield Question("X4", "cited before it existed")
    yield Question("X5", "figures over different totals", reasons=("incomparable",))


QUESTIONS: tuple[Question, ...] = (
    *_coverage(),
    *_integrity(),
    *_time(),
    *_links(),
    *_fixes(),
    *_measurement(),
    *_third_parties(),
    *_text(),
    *_consistency(),
)
