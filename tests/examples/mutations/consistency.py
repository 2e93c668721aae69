"""What is done so that records contradict one another."""

from __future__ import annotations

from .doing import copy, put
from .mutation import Group, Mutation

GROUP = Group(
    "X: cross-consistency",
    (
        Mutation(
            "two-values-for-one-quantity",
            "X1",
            "a second record gives another value for the same",
            copy("flattery-12000", "flattery-12000-again", value="40 of 800"),
            seen=("finding TRE361 flattery-12000-again",),
        ),
        Mutation(
            "two-limits-for-one-test",
            "X1",
            "a second record gives another limit for the same version of a test",
            copy(
                "bench-bio-long-tasks",
                "bench-bio-long-tasks-too",
                rule_out="30%",
                prespecified=None,
            ),
            seen=("finding TRE361 bench-bio-long-tasks-too",),
        ),
        Mutation(
            "two-values-and-a-day-between",
            "X1",
            "the same, and the second value is said to be of the day after",
            copy(
                "flattery-12000",
                "flattery-12000-again",
                value="40 of 800",
                started="2026-04-25",
                ended="2026-04-25",
            ),
            hidden="two runs may differ",
            shows="the two logs, read by a reader",
        ),
        Mutation(
            "the-kinder-of-two-values-is-cited",
            "X2",
            "a raw result over the same items reads higher than the one that the ruling cites",
            copy("range-12000", "range-12000-raw", value="34 of 200"),
            seen=("finding TRE362 decided-cyber", "CYBER-2 state unknown"),
        ),
        Mutation(
            "a-sign-is-said-to-be-rarer",
            "X2",
            "a warning sign gives a tenth of the rate that was measured",
            put("w-tests-edited", rate="16 of 4000"),
            seen=("finding TRE362 w-tests-edited",),
        ),
        Mutation(
            "a-ruling-against-the-value",
            "X3",
            "the cited value is above the limit, and the ruling says that it is not reached",
            put("range-12000", value="120 of 200"),
            seen=("finding TRE103 CYBER-2", "finding TRE112 CYBER-2", "CYBER-2 state reached"),
        ),
        Mutation(
            "a-ruling-without-a-reason",
            "X3",
            "the ruling says reached, and nothing shows it",
            put("decided-cyber", ruling="reached"),
            seen=("finding TRE103 CYBER-2", "CYBER-2 ruling_agrees no"),
        ),
        Mutation(
            "judged-before-the-result",
            "X4",
            "a judgement cites what was measured after it",
            put("judged-cyber", judged="2026-04-20", recorded="2026-04-20"),
            seen=("finding TRE364 judged-cyber",),
        ),
        Mutation(
            "measured-before-it-was-made",
            "T9",
            "a measurement is said to have ended before its checkpoint was made",
            put("range-12000", started="2026-04-01", ended="2026-04-02"),
            seen=("finding TRE249 range-12000", "CYBER-2 state unknown"),
        ),
        Mutation(
            "another-test-before-than-after",
            "X5",
            "a re-test is compared with another test",
            put("re-tests-edited-lab", before="held-out-4000"),
            seen=("finding TRE365 re-tests-edited-lab",),
        ),
        Mutation(
            "another-unit-before-than-after",
            "X5",
            "a re-test is compared with a value of another unit",
            put("hack-4000", value="0.041x"),
            seen=("finding TRE365 re-tests-edited-lab",),
        ),
    ),
)
