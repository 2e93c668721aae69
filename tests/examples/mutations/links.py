"""What is done to the chain from a warning sign to its re-test."""

from __future__ import annotations

from .bundle import Raw
from .doing import add, cover_up, delete, each, put, unset
from .mutation import LOG, QUERY, Group, Mutation, signed_by


def _nothing_tested(raw: Raw) -> None:
    for one in raw["inv-tests-edited"]["hypotheses"]:
        del one["test"], one["measurements"]
        one["result"] = "not-tested"
    raw.unset("inv-tests-edited", "evidence")


def _said_to_be_tested(raw: Raw) -> None:
    raw["inv-flattery"]["hypotheses"][0].update(test="looked at it again", result="supported")


def _weighed(raw: Raw) -> None:
    for name in ("decided-cyber", "decided-bio"):
        raw.set(name, considered=[*raw[name]["considered"], "w-effort-withheld"])


GROUP = Group(
    "L: links",
    (
        Mutation(
            "an-investigation-is-left-out",
            "L1",
            "an investigation is left out",
            delete("inv-tests-edited"),
            seen=(
                "finding TRE261 w-tests-edited",
                "finding TRE106 all-investigations",
                "finding TRB034 fix-tests-edited",
            ),
        ),
        Mutation(
            "an-investigation-is-left-out-and-the-claim-is-made-to-fit",
            "L1",
            "an investigation is left out, and the claim is made to fit",
            cover_up("inv-tests-edited"),
            seen=("finding TRE261 w-tests-edited", "finding TRB034 fix-tests-edited"),
        ),
        Mutation(
            "investigated-too-late",
            "L1",
            "an investigation was opened after three weeks",
            put("inv-tests-edited", opened="2026-04-10", closed="2026-04-12"),
            seen=("finding TRE261 w-tests-edited",),
        ),
        Mutation(
            "an-investigation-is-moved-to-another-sign",
            "L1",
            "an investigation is said to have been about another sign",
            put("inv-tests-edited", warnings=["w-effort-withheld"]),
            seen=("finding TRE261 w-tests-edited",),
        ),
        Mutation(
            "an-investigation-is-invented",
            "L1",
            "an investigation that never was is written down, in time, and the claim is made to fit",
            add(
                "warnings.yaml",
                kind="investigation",
                id="inv-effort",
                source="investigation log, entry 3",
                warnings=["w-effort-withheld"],
                root_cause="noise",
                causes=["other"],
                opened="2026-04-21",
                closed="2026-04-23",
            ),
            seen=("finding TRE263 w-effort-withheld",),
            lifts=("WARN-1 met (+)",),
        ),
        Mutation(
            "closed-without-a-cause",
            "L2",
            "what an investigation found is left out",
            unset("inv-tests-edited", "root_cause", "causes"),
            seen=("finding TRE262 w-tests-edited",),
        ),
        Mutation(
            "a-cause-that-nothing-tells-from-others",
            "L3",
            "what tested the explanations is left out",
            _nothing_tested,
            seen=("finding TRE263 w-tests-edited",),
        ),
        Mutation(
            "a-test-is-invented",
            "L3",
            "an explanation is said to have been tested",
            _said_to_be_tested,
            hidden="words that somebody wrote down",
            shows="a requirement that a test cites its `measurements`",
        ),
        Mutation(
            "a-change-without-a-digest",
            "L4",
            "what the changes for a sign changed can no longer be told",
            each(
                unset("chg-read-only-tests", "after_digest", "revision"),
                unset("chg-trial-read-only", "after_digest"),
            ),
            seen=("finding TRE264 w-tests-edited",),
        ),
        Mutation(
            "a-digest-is-said-to-be-unpublished",
            "L10",
            "the digests of the changes for a sign are said not to be public",
            each(
                unset("chg-read-only-tests", "after_digest", "revision"),
                unset("chg-trial-read-only", "after_digest"),
                put("chg-read-only-tests", digest_unpublished=True),
                put("chg-trial-read-only", digest_unpublished=True),
            ),
            seen=("finding TRE270 w-tests-edited",),
        ),
        Mutation(
            "a-change-is-left-out-and-the-claim-is-made-to-fit",
            "L4",
            "the changes for a sign are left out, and the claim is made to fit",
            cover_up("chg-read-only-tests", "chg-trial-read-only"),
            seen=(
                "finding TRE264 w-tests-edited",
                "finding TRE302 w-tests-edited",
                "finding TRB034 fix-tests-edited",
            ),
        ),
        Mutation(
            "no-retest",
            "L5",
            "the re-tests of a fix are left out",
            delete("re-tests-edited-lab", "re-tests-edited-assessor"),
            seen=("finding TRE265 w-tests-edited", "finding TRE106 all-retests"),
        ),
        Mutation(
            "no-retest-and-the-claim-is-made-to-fit",
            "L5",
            "the re-tests of a fix are left out, and the claim is made to fit",
            cover_up("re-tests-edited-lab", "re-tests-edited-assessor"),
            seen=("finding TRE265 w-tests-edited",),
        ),
        Mutation(
            "one-retest-of-two-is-left-out",
            "L5",
            "one re-test of two is left out, as if it had failed, and the claim is made to fit",
            cover_up("re-tests-edited-lab"),
            hidden="the other one is still there, and count and digest fit",
            shows=f"{QUERY}: the runs of the test; {signed_by('example-assessor')}",
        ),
        Mutation(
            "a-retest-of-an-older-checkpoint",
            "L6",
            "the re-test was of a checkpoint from before the fix",
            put("re-tests-edited-assessor", checkpoint="ck-5000"),
            seen=("finding TRE266 w-tests-edited: `ck-5000`",),
        ),
        Mutation(
            "a-retest-of-another-line",
            "L6",
            "the re-test was of a checkpoint of a trial beside the run",
            put("re-tests-edited-assessor", checkpoint="ck-4000-a"),
            seen=("finding TRE266 w-tests-edited: `ck-4000-a`",),
        ),
        Mutation(
            "a-retest-before-the-fix",
            "L6",
            "the re-test ended before the fix was in effect",
            put("re-tests-edited-assessor", ended="2026-03-25"),
            seen=(
                "finding TRE266 w-tests-edited: before the fix took effect",
                "finding TRE364 re-tests-edited-assessor",
            ),
        ),
        Mutation(
            "a-retest-says-another-checkpoint-than-its-measurement",
            "L9",
            "a re-test is said to be of a later checkpoint than the measurement that it names",
            put("re-flattery-lab", checkpoint="ck-12000"),
            seen=("finding TRE269 w-flattery",),
        ),
        Mutation(
            "only-the-developer-tested-again",
            "L7",
            "a paid tester had found the sign, and the re-test by the assessor is left out",
            each(
                put("w-tests-edited", reported_by="example-contractor"),
                cover_up("re-tests-edited-assessor"),
            ),
            seen=("finding TRE267 w-tests-edited",),
        ),
        Mutation(
            "who-found-the-sign-is-replaced",
            "L11",
            "the lab says that it found the sign itself",
            put("w-flattery", author="example-lab", reported_by="example-lab"),
            seen=("finding TRE271 w-flattery",),
        ),
        Mutation(
            "who-tested-again-is-replaced",
            "L9",
            "the lab says that the tester ran the re-test",
            put("re-flattery-lab", run_by=["example-contractor"]),
            seen=("finding TRE269 w-flattery",),
        ),
        Mutation(
            "the-assessor-is-said-to-have-tested-again",
            "L9",
            "the lab's own re-test is said to be the assessor's",
            put("re-flattery-lab", run_by=["example-assessor"]),
            seen=("finding TRE269 w-flattery",),
        ),
        Mutation(
            "a-ruling-leaves-a-sign-out",
            "L8",
            "what was done about a sign is left out, the claims are made to fit, and the ruling does not "
            "name the sign",
            each(
                cover_up("inv-flattery", "fix-flattery", "re-flattery-lab"),
                put("decided-cyber", considered=["w-tests-edited", "assessment"]),
            ),
            seen=(
                "finding TRE268 w-effort-withheld: `w-effort-withheld` and `w-flattery`",
                "finding TRE261 w-flattery",
            ),
            lifts=("WARN-2 met (+)",),
        ),
        Mutation(
            "a-ruling-is-said-to-have-weighed-a-sign",
            "L8",
            "the rulings are said to have weighed the third sign",
            _weighed,
            hidden="a name that somebody wrote down",
            shows=f"the minutes themselves; {signed_by('example-ceo')}; {LOG}",
        ),
        Mutation(
            "a-sign-is-said-to-have-come-later",
            "L8",
            "a sign is said to have been detected after the ruling",
            put("w-effort-withheld", detected="2026-05-05", recorded="2026-05-05"),
            hidden="a day that somebody wrote down: `TRE268` is gone, `TRE261` stays",
            shows=LOG,
        ),
    ),
)
