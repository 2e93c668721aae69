"""What is done to measurements, and to what is said of how they were made."""

from __future__ import annotations

from .doing import copy, each, put, put_each, unset, unset_within, within
from .mutation import LOG, QUERY, Group, Mutation, signed_by

_HARDER = {
    "scaffold": "agent loop with a shell",
    "tools": ["shell", "network-scan"],
    "tokens": 20000000,
    "attempts": 8,
    "safeguards": "off",
}

GROUP = Group(
    "M: measurement",
    (
        Mutation(
            "no-counts",
            "M1",
            "how many items were scored is left out",
            unset("range-12000", "counts"),
            seen=("CYBER-2 range-12000 reason no-uncertainty", "CYBER-2 state unknown"),
        ),
        Mutation(
            "no-interval",
            "M1",
            "the interval is left out",
            unset("range-12000", "interval"),
            seen=("CYBER-2 range-12000 reason no-uncertainty", "CYBER-2 state unknown"),
        ),
        Mutation(
            "counts-that-do-not-add-up",
            "M1",
            "more items were scored than planned",
            within("range-12000", "counts", scored=300),
            seen=(
                "finding TRB033 range-12000",
                "CYBER-2 range-12000 reason suspect-counts",
                "CYBER-2 state unknown",
            ),
        ),
        Mutation(
            "a-quarter-of-the-items-failed",
            "M1",
            "a quarter of the items ended in an error",
            within("range-12000", "counts", scored=150, errored=50),
            seen=("CYBER-2 state unknown",),
        ),
        Mutation(
            "the-items-that-failed-are-left-out",
            "M1",
            "items that ended in an error are not counted at all, as if they had not been planned",
            each(
                put("bio-12000", value="31 of 190"),
                within("bio-12000", "counts", planned=190, scored=190),
            ),
            missed="`counts.planned` is smaller than the `items` of the test, and `derived` is not stated",
        ),
        Mutation(
            "a-share-of-another-total",
            "M1",
            "a value is written over another number of items than were scored",
            put("bio-12000", value="31 of 400"),
            missed="the total of `value` is not `counts.scored`",
        ),
        Mutation(
            "no-elicitation",
            "M2",
            "how the model was elicited is left out",
            unset("range-12000", "elicitation"),
            seen=("finding TRE322 decided-cyber",),
        ),
        Mutation(
            "a-stronger-elicitation-is-not-cited",
            "M2",
            "a result with eight attempts reads higher, and the ruling leaves it out",
            copy(
                "range-12000", "range-12000-best", value="34 of 200", elicitation=_HARDER
            ),
            seen=("finding TRE322 decided-cyber: `range-12000-best`", "CYBER-2 state unknown"),
        ),
        Mutation(
            "elicitation-is-overstated",
            "M2",
            "the model is said to have been tried harder than it was",
            within("range-12000", "elicitation", tokens=20000000, attempts=8),
            hidden="a number that somebody wrote down",
            shows="the log that it comes from, read by a reader",
        ),
        Mutation(
            "contamination-is-not-stated",
            "M3",
            "whether the items were in the training data is left out",
            unset("bio-12000", "contamination"),
            seen=("finding TRE323 decided-bio",),
        ),
        Mutation(
            "contamination-was-not-checked",
            "M3",
            "nobody looked whether the items were in the training data",
            within("bio-12000", "contamination", checked=False),
            seen=("finding TRE323 decided-bio",),
        ),
        Mutation(
            "contamination-is-denied",
            "M3",
            "no item is said to have been in the training data, while a dataset says otherwise",
            within("bio-12000", "contamination", share="0%"),
            missed="a dataset `overlaps_with` the benchmark, and `contamination.share` is nothing",
        ),
        Mutation(
            "a-result-at-the-ceiling",
            "M4",
            "the cited result is at the value from which the test tells nothing more",
            put("bench-bio-long-tasks", ceiling="15%"),
            seen=("finding TRE324 decided-bio",),
        ),
        Mutation(
            "a-test-that-was-retired",
            "M4",
            "the cited test had been retired",
            put("bench-bio-long-tasks", status="retired", retired="2026-03-01"),
            seen=("finding TRE324 decided-bio",),
        ),
        Mutation(
            "a-ceiling-is-left-out",
            "M4",
            "from which value a test tells nothing more is left out",
            unset("bench-bio-long-tasks", "ceiling"),
            hidden="what is not stated is not asserted",
            shows="the results of other models on the test, which are public",
        ),
        Mutation(
            "a-limit-fixed-during-the-test",
            "M5",
            "a limit was fixed when the measurement had begun",
            put("range-12000", prespecified="2026-04-27"),
            seen=("finding TRE325 range-12000",),
        ),
        Mutation(
            "a-limit-that-moved",
            "M5",
            "a new version of a test has a kinder limit, and no change says why",
            copy(
                "bench-bio-long-tasks",
                "bench-bio-long-tasks-3",
                version="v3",
                rule_out="30%",
                prespecified="2026-04-29",
            ),
            seen=("finding TRE325 bench-bio-long-tasks-3",),
        ),
        Mutation(
            "a-limit-is-backdated",
            "M5",
            "a limit is said to have been fixed earlier than it was",
            put("bench-bio-long-tasks", prespecified="2025-12-01"),
            hidden="a day that somebody wrote down",
            shows=LOG,
        ),
        Mutation(
            "when-a-limit-was-fixed-is-left-out",
            "M5",
            "when a limit was fixed is left out",
            each(
                unset("range-12000", "prespecified"),
                unset("bench-range-tasks", "prespecified"),
            ),
            hidden="what is not stated is not asserted",
            shows="a requirement that measurements state `prespecified`",
        ),
        Mutation(
            "only-the-unwelcome-were-asked-again",
            "M6",
            "all units that spoke against the conclusion were asked again, and none of the others",
            put(
                "bio-12000",
                reasked={"adverse": 5, "favourable": 0, "of_adverse": 5, "of_favourable": 11},
            ),
            seen=("finding TRE326 bio-12000",),
        ),
        Mutation(
            "asking-again-is-left-out",
            "M6",
            "unwelcome units were asked again, and only the last answers are supplied",
            put("bio-12000", value="26 of 200"),
            hidden="the first answers are nowhere",
            shows="the log that it comes from, with its samples, read by a reader",
        ),
        Mutation(
            "a-grader-of-the-family",
            "M7",
            "that a grader of the developer's was held against people is left out",
            unset("hack-500", "grader_validated"),
            seen=("finding TRE327 hack-500",),
        ),
        Mutation(
            "whose-grader-is-left-out",
            "M7",
            "whose model graded is left out, and whether it was validated",
            each(
                unset_within("hack-500", "roles", "grader_model_of"),
                unset("hack-500", "grader_validated"),
            ),
            hidden="what is not stated is not asserted",
            shows="the log that it comes from, read by a reader (`TRB053`)",
        ),
        Mutation(
            "the-model-changed-its-test",
            "M8",
            "the model changed what it was measured with",
            put("hack-12000", environment_tampered=True),
            seen=("finding TRE328 hack-12000",),
        ),
        Mutation(
            "that-the-model-changed-its-test-is-left-out",
            "M8",
            "the same, and no record says so",
            put("hack-12000", value="3 of 4000"),
            hidden="a number that somebody wrote down",
            shows="the transcripts; a run of the test by somebody else",
        ),
        Mutation(
            "inconclusive-and-cited",
            "M9",
            "a cited result is said by its author to bound nothing",
            put("range-12000", inconclusive=True),
            seen=(
                "finding TRE112 CYBER-2",
                "CYBER-2 range-12000 reason inconclusive",
                "CYBER-2 state unknown",
            ),
        ),
        Mutation(
            "undecided-and-cited",
            "M9",
            "a cited judgement is undecided",
            put("judged-cyber", outcome="undecided"),
            seen=("finding TRE112 CYBER-2", "CYBER-2 state unknown"),
        ),
        Mutation(
            "a-grading-that-decides",
            "M10",
            "the result reads the other way under another way of grading",
            put("bio-12000", flips_under=["partial answers count"]),
            seen=("finding TRE330 bio-12000",),
        ),
        Mutation(
            "a-grading-that-decides-is-left-out",
            "M10",
            "the same, and nobody says so",
            put("bio-12000", value="30 of 200"),
            hidden="the other way of grading is nowhere",
            shows=f"the log that it comes from, with its samples; {QUERY}",
        ),
        Mutation(
            "the-runner-is-replaced-by-the-developer",
            "",
            "the lab ran the measurement that the assessor should have run",
            within("range-12000", "roles", run=["example-lab"]),
            seen=("CYBER-2.needs not-met", "CYBER-2 run only", "CYBER-2 state unknown"),
        ),
        Mutation(
            "the-runner-is-replaced-by-the-assessor",
            "",
            "the assessor is said to have run and graded what the lab ran and graded",
            within("bio-12000", "roles", run=["example-assessor"], graded=["example-assessor"]),
            hidden="a name that somebody wrote down; the report says beside it *as told by the "
            "developer: not signed by example-assessor*. BIO-2 stays a prior: the design is the lab's",
            shows=signed_by("example-assessor"),
        ),
        Mutation(
            "the-designer-is-replaced",
            "",
            "the assessor is said to have designed a test of the lab's",
            within("bio-12000", "roles", designed=["example-assessor"]),
            seen=("finding TRE113 bio-12000",),
        ),
        Mutation(
            "a-result-is-withheld",
            "",
            "a result is said to exist, and its value is left out",
            each(unset("range-12000", "value"), put("range-12000", withheld=True)),
            seen=(
                "CYBER-2 flag result-unpublished",
                "CYBER-2 state unknown",
                "CYBER-2.needs unknown",
            ),
        ),
        Mutation(
            "a-result-is-taken-back",
            "",
            "the assessor takes its result back",
            put(
                "range-12000",
                retracted={"on": "2026-05-10", "by": "example-assessor", "because": "a fault"},
            ),
            seen=(
                "CYBER-2 range-12000 reason retracted",
                "CYBER-2 state unknown",
                "CYBER-2.needs not-met",
            ),
        ),
        Mutation(
            "every-measurement-is-the-assessors",
            "",
            "every measurement is said to be a statement of the assessor's",
            put_each(
                lambda one: one["kind"] == "measurement", author="example-assessor"
            ),
            hidden="a name that somebody wrote down",
            shows=signed_by("example-assessor"),
        ),
    ),
)
