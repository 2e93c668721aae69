"""What is done to make a superficial fix look like a thorough one, or the other way round."""

from __future__ import annotations

from .bundle import Raw
from .doing import Do, add, cover_up, each, of_other, put, put_each, unset, within
from .mutation import LOG, NOTHING, QUERY, Group, Mutation, signed_by

_LATER_RUN = each(
    add(
        "run.yaml",
        kind="training_run",
        id="run-8",
        source="registry of runs",
        started="2026-05-01",
    ),
    add(
        "warnings.yaml",
        kind="warning",
        id="w-tests-again",
        source="register of warnings, entry 4",
        class_="reward-hacking",
        severity="high",
        first_seen_in="run-8",
        detected="2026-05-10",
        recorded="2026-05-10",
    ),
)


def _reversal(**values: object) -> Do:
    """The environment is changed back to what it was before the fix."""

    def do(raw: Raw) -> None:
        fix = raw["chg-read-only-tests"]
        raw.add(
            "changes.yaml",
            kind="change",
            id="chg-tests-writable",
            source="change log of run-7, entry 6",
            component="environment",
            changed="env-code-sandbox-2",
            party="example-lab",
            reviewers=["example-red-team"],
            before_digest=fix["after_digest"],
            after_digest=fix["before_digest"],
            step=9500,
            effective="2026-04-12",
            **values,
        )
        raw.recount("change")

    return do


def _awareness(hits: int) -> dict[str, object]:
    return {"verbalised": f"{hits} of 900", "of": 900, "method": "search for remarks"}


GROUP = Group(
    "R: superficial fixes",
    (
        Mutation(
            "the-fix-was-made-with-the-tests",
            "R1",
            "a fix was made with the items of the tests that find the sign gone",
            put("fix-tests-edited", trained_on=["hack-monitor", "held-out-hacks"]),
            seen=("finding TRE301 w-tests-edited",),
        ),
        Mutation(
            "what-a-fix-was-made-with-is-left-out",
            "R1",
            "what a fix was made with is left out",
            unset("fix-flattery", "trained_on"),
            hidden="what is not stated is not asserted to overlap; `WARN-2` cannot be met without it",
            shows="a requirement that every remediation states `trained_on`",
        ),
        Mutation(
            "a-fix-is-said-to-be-made-with-nothing",
            "R1",
            "a fix is said to have been made with no test at all",
            put("fix-flattery", trained_on=[]),
            hidden="a list that somebody wrote down",
            shows=f"{QUERY}: the data of the fix, held against the items",
        ),
        Mutation(
            "a-change-is-no-longer-linked",
            "R2",
            "the change that explains why a sign went away is no longer linked to it",
            each(unset("fix-tests-edited", "change"), unset("chg-read-only-tests", "motive")),
            seen=("finding TRE302 w-tests-edited",),
        ),
        Mutation(
            "a-change-for-something-else-is-given-as-the-reason",
            "R2",
            "a change that was made for another reason is said to have been made for a sign",
            put("chg-style-input", motive=["w-flattery"]),
            hidden="a name that somebody wrote down",
            shows=f"the change log itself, with `because`; {LOG}",
        ),
        Mutation(
            "the-numbers-between-are-left-out",
            "R2",
            "the measurements that show a sign fading are left out, and the claim is made to fit",
            cover_up("effort-10000", "effort-12000"),
            hidden="a rate at one checkpoint does not fall",
            shows=f"{QUERY}: the evaluation store; a threshold that asks for a measurement on every "
            "checkpoint",
        ),
        Mutation(
            "the-detector-was-changed",
            "R3",
            "between the sign and the next measurement the grader was changed, and nothing else",
            add(
                "changes.yaml",
                kind="change",
                id="chg-effort-grader",
                source="change log of run-7, entry 6",
                run="run-7",
                component="grader",
                changed="effort-gap",
                party="example-lab",
                reviewers=["example-rso"],
                after_digest="2" * 64,
                step=11500,
                effective="2026-04-21",
            ),
            seen=("finding TRE303 w-effort-withheld", "finding TRE300 w-effort-withheld"),
        ),
        Mutation(
            "a-filter-for-a-cause-in-training",
            "R4",
            "a reward is named as the cause of a sign, and a filter is put in front",
            each(
                add(
                    "warnings.yaml",
                    kind="investigation",
                    id="inv-effort",
                    source="investigation log, entry 3",
                    warnings=["w-effort-withheld"],
                    root_cause="a reward",
                    causes=["reward"],
                    opened="2026-04-28",
                ),
                add(
                    "warnings.yaml",
                    kind="remediation",
                    id="fix-effort",
                    source="investigation log, entry 3",
                    warnings=["w-effort-withheld"],
                    type="filter",
                    effective="2026-04-29",
                ),
            ),
            seen=("finding TRE304 w-effort-withheld", "finding TRE300 w-effort-withheld"),
        ),
        Mutation(
            "a-prompt-is-called-training",
            "R4",
            "a line in the prompt is said to have been training",
            put("fix-flattery", type="training"),
            seen=("finding TRE304 w-flattery: filed as training",),
        ),
        Mutation(
            "what-kind-of-fix-is-left-out",
            "R4",
            "what kind of fix it was is left out",
            unset("fix-flattery", "type"),
            hidden="the change that it names says of which kind it was, and the finding on it stays",
            shows=NOTHING,
        ),
        Mutation(
            "one-cause-of-two",
            "R5",
            "a second cause is named, which the fix does not cover",
            put("inv-tests-edited", sole_cause=False, causes=["environment", "reward"]),
            seen=("finding TRE305 w-tests-edited",),
        ),
        Mutation(
            "every-cause-is-said-to-be-covered",
            "R5",
            "the fix is said to be meant for both causes",
            put("fix-flattery", covers=["reward", "data"]),
            hidden="words that somebody wrote down",
            shows="the change itself, held against its digest",
        ),
        Mutation(
            "it-comes-back",
            "R6",
            "the sign is seen again in a run that began after the fix",
            _LATER_RUN,
            seen=("finding TRE306 w-tests-edited", "finding TRE261 w-tests-again"),
        ),
        Mutation(
            "it-comes-back-under-another-name",
            "R6",
            "the same, and it is filed under another class",
            each(_LATER_RUN, put("w-tests-again", class_="odd-edits")),
            seen=("finding TRE261 w-tests-again",),
        ),
        Mutation(
            "it-comes-back-and-nobody-says-when",
            "R6",
            "the same, and when the run began is left out: nothing is asserted of it",
            each(_LATER_RUN, unset("run-8", "started")),
            seen=("finding TRE261 w-tests-again",),
        ),
        Mutation(
            "awareness-rises",
            "R7",
            "while the sign fades the model says more often that it is being tested",
            each(
                put("effort-11000", awareness=_awareness(9)),
                put("effort-12000", awareness=_awareness(90)),
            ),
            seen=("finding TRE307 w-effort-withheld", "finding TRE300 w-effort-withheld"),
        ),
        Mutation(
            "awareness-is-left-out",
            "R7",
            "how often the model said so is left out",
            unset("flattery-10000", "awareness"),
            hidden="what is not stated is not asserted to have risen",
            shows="the transcripts; a requirement that measurements state `awareness`",
        ),
        Mutation(
            "a-fix-is-reversed",
            "R8",
            "the environment is changed back to what it was before the fix",
            _reversal(),
            seen=("finding TRE308 w-tests-edited",),
        ),
        Mutation(
            "a-fix-is-reversed-in-the-name-of-another-sign",
            "R8",
            "the same, and another sign is given as the reason",
            _reversal(motive=["w-flattery"]),
            hidden="a reason that is linked to a sign is taken for one; `because` says what it is worth",
            shows="reading the change; its reviewers",
        ),
        Mutation(
            "a-fix-is-reversed-and-no-change-says-so",
            "R8",
            "the environment that is used after the fix has the digest of the one before it",
            of_other("env-code-sandbox-2", "digest", "env-code-sandbox-1"),
            seen=("finding TRE308 w-tests-edited: env-code-sandbox-2",),
        ),
        Mutation(
            "a-reward-without-a-reviewer",
            "R9",
            "who reviewed the change of a reward is left out",
            unset("chg-style-input", "reviewers"),
            seen=("finding TRE309 chg-style-input",),
        ),
        Mutation(
            "a-reward-is-called-something-else",
            "R9",
            "the change of a reward is filed as one of a hyperparameter",
            put("chg-preference-weight", component="hyperparameter"),
            seen=("finding TRE309 chg-preference-weight: filed as one of hyperparameter",),
        ),
        Mutation(
            "a-reviewer-is-invented",
            "R9",
            "a reviewer and an earlier approval are written down",
            put("chg-preference-weight", reviewers=["example-red-team"], approved="2026-03-28"),
            hidden="a name and a day that somebody wrote down",
            shows=f"{signed_by('example-red-team')}; {LOG}",
        ),
        Mutation(
            "a-reward-sees-the-chain-of-thought",
            "R10",
            "another reward is given the chain of thought",
            put("rew-preference-2", inputs=["final-output", "cot"]),
            seen=("finding TRE310 rew-preference-2",),
        ),
        Mutation(
            "a-share-without-its-total",
            "R10",
            "of how many episodes is left out",
            put("rew-style-1", episodes="8%"),
            seen=("finding TRE310 rew-style-1: the share of episodes as counts",),
        ),
        Mutation(
            "what-a-reward-sees-is-left-out",
            "R10",
            "what a reward sees is left out",
            unset("rew-style-1", "inputs"),
            seen=("THOUGHTS unknown", "THOUGHTS flag selection-possible"),
            lifts=("THOUGHTS unknown (+)",),
        ),
        Mutation(
            "what-a-reward-sees-is-rewritten",
            "R10",
            "a reward is said not to have seen the chain of thought",
            put("rew-style-1", inputs=["final-output"]),
            hidden="a list that somebody wrote down",
            shows=f"{QUERY}: the code of the reward at its digest; {LOG}",
            lifts=("THOUGHTS met",),
        ),
        Mutation(
            "nobody-accepted-the-risk",
            "R11",
            "a fix is said to have been the acceptance of the risk",
            put("fix-flattery", type="accept"),
            seen=("finding TRE311 w-flattery",),
        ),
        Mutation(
            "somebody-without-a-say-accepted-the-risk",
            "R11",
            "the same, by somebody to whom the policy gives nothing to decide",
            put("fix-flattery", type="accept", accepted_by="example-contractor"),
            seen=("finding TRE311 w-flattery: `example-contractor`",),
        ),
        Mutation(
            "a-decider-is-said-to-have-accepted-the-risk",
            "R11",
            "the same, in the name of somebody who may",
            put("fix-flattery", type="accept", accepted_by="example-rso"),
            hidden="a name that somebody wrote down",
            shows=signed_by("example-rso"),
        ),
        Mutation(
            "every-flag-is-gone",
            "",
            "how many rollouts were flagged is left out of every sample",
            put_each(lambda one: one["kind"] == "rollout", flagged=None),
            hidden="what is not stated is not asserted",
            shows="a requirement such as `needs every rollout where flagged is stated`",
        ),
        Mutation(
            "a-fade-that-cannot-be-compared",
            "",
            "the measurement that shows a sign fading is said to have been elicited otherwise",
            within("effort-12000", "elicitation", attempts=9),
            hidden="results that were elicited in different ways are not compared",
            shows=f"{signed_by('example-lab')}; the log that it comes from",
        ),
    ),
)
