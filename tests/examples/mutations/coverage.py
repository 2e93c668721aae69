"""What is done to hide how much of a run was looked at."""

from __future__ import annotations

from .bundle import Raw, RawRecord
from .doing import add, cover_up, delete, each, of_other, put, put_each, unset
from .mutation import LOG, QUERY, SEAL, Group, Mutation, signed_by

_IN_TRAINING = (
    (
        "  measured on    the released checkpoint\n",
        "  measured on    every checkpoint in stage rl-2, the released checkpoint\n",
    ),
)


def _declare_less_often(raw: Raw) -> None:
    raw["run-7"]["stages"][0]["checkpoint_interval"] = 1000


def _declare_one_stage_less(raw: Raw) -> None:
    raw["run-7"]["stages"].pop()


def _of_math_proof(one: RawRecord) -> bool:
    return one["kind"] == "rollout" and one["environment"] == "math-proof"


def _of_tool_desk(one: RawRecord) -> bool:
    return bool(
        one["kind"] == "rollout"
        and one["environment"] == "tool-desk"
        and one.get("stage") == "rl-1"
    )


GROUP = Group(
    "C: population and coverage",
    (
        Mutation(
            "a-checkpoint-is-left-out",
            "C1",
            "a checkpoint is left out",
            delete("ck-1500"),
            seen=(
                "finding TRE201 run-7: 1,000 to 2,000",
                "finding TRE106 all-checkpoints",
                "finding TRB034 ck-2000",
                "KEPT unknown",
            ),
        ),
        Mutation(
            "a-checkpoint-is-left-out-and-the-claim-is-made-to-fit",
            "C1",
            "a checkpoint is left out, and the claim over the checkpoints is made to fit",
            cover_up("ck-1500"),
            seen=("finding TRE201 run-7: 1,000 to 2,000", "finding TRB034 ck-2000"),
        ),
        Mutation(
            "nobody-approved-a-deletion",
            "C1",
            "who approved the deletion of a checkpoint is left out",
            unset("ck-1000", "deleted_by"),
            seen=("finding TRE201 run-7: who approved the deletion of `ck-1000`",),
        ),
        Mutation(
            "a-checkpoint-is-deleted-after-the-sign-at-it",
            "C1",
            "the checkpoint with a warning sign is deleted afterwards, with everything in order",
            put("ck-4000", deleted="2026-04-28", deleted_by="example-rso"),
            seen=("finding TRE201 w-tests-edited",),
        ),
        Mutation(
            "the-interval-is-rewritten",
            "C1",
            "a checkpoint and its measurement are left out, the next one is hung onto the one before, "
            "the declared interval is doubled, and the claims are made to fit",
            each(
                cover_up("ck-1500", "hack-1500"),
                put("ck-2000", parents=["ck-1000"]),
                lambda raw: raw.set("ck-2000", parent_digests=[raw["ck-1000"]["digest"]]),
                _declare_less_often,
            ),
            hidden="everything that is left tells the same story",
            shows=f"{QUERY}: the listing of the store; the run's record as declared, in an outside log "
            "before the run",
        ),
        Mutation(
            "nobody-made-the-query",
            "C2",
            "who ran the query behind a claim is left out",
            unset("all-rollouts", "author"),
            seen=("finding TRE202 all-rollouts",),
        ),
        Mutation(
            "the-developer-made-the-query",
            "C2",
            "the author of the assessor's claim is replaced by the developer",
            put("all-rollouts", author="example-lab"),
            seen=("finding TRE202 all-rollouts",),
        ),
        Mutation(
            "an-inventory-without-a-signature",
            "C2",
            "the signed inventory behind a claim is left out",
            unset("all-checkpoints", "artefact"),
            seen=("finding TRE202 all-checkpoints",),
        ),
        Mutation(
            "a-sequence-with-gaps",
            "C2",
            "a claim says that the names run on without gaps, and they do not",
            put("all-warnings", basis="gap-free-sequence"),
            seen=("finding TRE202 all-warnings",),
        ),
        Mutation(
            "a-population-is-trimmed",
            "C2",
            "the sample of rollouts with the highest rate is left out",
            delete("ro-code-sandbox-6000"),
            seen=("finding TRE106 all-rollouts", "LOOK-1 flag selection-possible"),
        ),
        Mutation(
            "a-population-is-trimmed-and-the-claim-is-made-to-fit",
            "C2",
            "the same, with the count and the digest of the assessor's claim made to fit",
            cover_up("ro-code-sandbox-6000"),
            seen=("finding TRE203 run-7: `code-sandbox`",),
        ),
        Mutation(
            "what-must-not-be-is-left-out-and-the-claim-is-made-to-fit",
            "C2",
            "the reward that saw the chain of thought is left out, with the count and the digest of the "
            "assessor's claim made to fit",
            cover_up("rew-style-1"),
            hidden="count and digest fit, and the claim says that the assessor made it",
            shows=f"{signed_by('example-assessor')}; its own copy of the claim",
            lifts=("THOUGHTS met",),
        ),
        Mutation(
            "a-claim-is-left-out",
            "C2",
            "the claim over the checkpoints is left out",
            delete("all-checkpoints"),
            seen=("KEPT unknown", "KEPT flag selection-possible"),
        ),
        Mutation(
            "fewer-rollouts-were-read",
            "C3",
            "a sample of rollouts is smaller",
            put("ro-web-browse-7000", sampled=100),
            seen=("finding TRE203 run-7: `rl-2`", "LOOK-2 not-met"),
        ),
        Mutation(
            "more-rollouts-are-said-to-have-been-read",
            "C3",
            "samples are said to be larger than they were",
            put_each(_of_tool_desk, sampled=6000),
            hidden="a number that somebody wrote down",
            shows=f"the reviewed transcripts; {signed_by('example-assessor')}",
            lifts=("LOOK-1 met",),
        ),
        Mutation(
            "more-were-read-than-there-are",
            "C8",
            "a sample is said to be larger than what it was drawn from",
            put("ro-code-sandbox-3000", sampled=500000),
            seen=("finding TRE208 ro-code-sandbox-3000",),
        ),
        Mutation(
            "the-measurements-in-training-are-left-out",
            "C4",
            "only the released checkpoint was measured, though the policy asks for more; "
            "the claim is made to fit",
            cover_up("range-6000", "range-9000"),
            seen=("finding TRE204 run-7",),
            asks=_IN_TRAINING,
        ),
        Mutation(
            "the-developer-chose-the-sample",
            "C5",
            "the developer chose a sample, and no seed was fixed",
            each(
                put("ro-code-sandbox-3000", selected_by="example-lab"),
                unset("ro-code-sandbox-3000", "seed_committed"),
            ),
            seen=("finding TRE205 ro-code-sandbox-3000",),
        ),
        Mutation(
            "a-seed-is-backdated",
            "C5",
            "a seed is said to have been fixed before the stage began",
            put_each(_of_math_proof, seed_committed="2026-03-01"),
            hidden="a day that somebody wrote down",
            shows=f"{LOG}; who was shown the seed",
        ),
        Mutation(
            "the-assessor-is-said-to-have-chosen",
            "C5",
            "samples that the developer chose are said to be the assessor's choice",
            put_each(_of_math_proof, selected_by="example-assessor"),
            hidden="a name that somebody wrote down",
            shows=signed_by("example-assessor"),
        ),
        Mutation(
            "the-assessor-is-said-to-have-read",
            "C5",
            "rollouts that a model of the developer's read are said to have been read by the assessor",
            put_each(_of_math_proof, reviewed_by="example-assessor"),
            hidden="a name that somebody wrote down",
            shows=signed_by("example-assessor"),
            lifts=("LOOK-2 met",),
        ),
        Mutation(
            "a-variant-that-nothing-measured",
            "C6",
            "a stronger variant is deployed as well",
            add(
                "release.yaml",
                kind="deployment",
                id="release-pro",
                source="log of deployments",
                subject="ck-12000",
                variant="pro",
                deployed="2026-05-10",
            ),
            seen=("finding TRE206 release-pro",),
        ),
        Mutation(
            "a-variant-without-its-name",
            "C6",
            "a stronger variant is deployed as well, and the log does not say so",
            each(
                add(
                    "release.yaml",
                    kind="deployment",
                    id="release-pro",
                    source="log of deployments",
                    subject="ck-12000",
                    deployed="2026-05-10",
                ),
                of_other("release-pro", "digest", "release"),
                of_other("release-pro", "config_digest", "release"),
            ),
            hidden="it looks like a second deployment of the same",
            shows=f"{QUERY}: the configuration that is served",
        ),
        Mutation(
            "a-stage-is-not-declared",
            "C7",
            "the record of the run leaves its last stage out",
            _declare_one_stage_less,
            seen=("finding TRE207 ck-10000", "finding TRE207 env-code-sandbox-2"),
        ),
        Mutation(
            "a-stage-of-another-name",
            "C7",
            "rollouts are filed under a stage that no run has",
            put("ro-math-proof-7000", stage="rl-3"),
            seen=("finding TRE207 ro-math-proof-7000",),
        ),
    ),
    note=f"Deleted, trimmed, rewritten. What would show a story that was rewritten to the last word: {SEAL}.",
)
