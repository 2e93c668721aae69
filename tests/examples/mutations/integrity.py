"""What is done to records and digests so that they tell of something else."""

from __future__ import annotations

from .bundle import Raw
from .doing import add, copy, cover_up, each, of_other, put, swap, unset
from .mutation import LOG, QUERY, SEAL, Group, Mutation, signed_by

ZERO = "0" * 64


def _changed_after_listing(raw: Raw) -> None:
    raw.list_digests()
    raw.set("range-12000", value="4 of 200")


def _another_inventory(raw: Raw) -> None:
    raw.others["store/inventory-2026-05-11.txt"] = b"not the inventory whose digest is stated\n"


GROUP = Group(
    "I: integrity",
    (
        Mutation(
            "a-file-is-changed-after-it-was-listed",
            "I1",
            "a value is lowered in a file whose digest the manifest states",
            _changed_after_listing,
            seen=(
                "finding TRB030",
                "CYBER-2 range-12000 reason digest-mismatch",
                "CYBER-2 state unknown",
            ),
        ),
        Mutation(
            "an-artefact-is-exchanged",
            "I1",
            "the inventory in the bundle is not the one whose digest the record states",
            _another_inventory,
            seen=("finding TRB030 all-checkpoints", "KEPT unknown"),
        ),
        Mutation(
            "two-digests-are-swapped",
            "I2",
            "the digests of two neighbouring checkpoints are exchanged",
            swap("digest", "ck-7000", "ck-8000"),
            seen=("finding TRE222 ck-8000", "finding TRE222 ck-9000"),
        ),
        Mutation(
            "other-weights-in-the-line",
            "I2",
            "a checkpoint has the digest of other weights",
            put("ck-9000", digest=ZERO),
            seen=("finding TRE222 ck-10000",),
        ),
        Mutation(
            "a-line-that-bites-its-tail",
            "I2",
            "the first checkpoint is said to come from the last",
            each(
                put("ck-500", parents=["ck-12000"]),
                lambda raw: raw.set("ck-500", parent_digests=[raw["ck-12000"]["digest"]]),
            ),
            seen=("finding TRE222 ck-1000",),
        ),
        Mutation(
            "another-base",
            "I2",
            "the run is said to have begun from other weights",
            put("run-7", base_digest=ZERO),
            seen=("finding TRE222 run-7",),
        ),
        Mutation(
            "other-weights-and-nothing-to-compare-them-with",
            "I2",
            "a checkpoint has the digest of other weights, and so have the measurements of it; the next "
            "one does not say what it came from",
            each(
                put("ck-9000", digest=ZERO),
                put("range-9000", digest=ZERO),
                put("held-out-9000", digest=ZERO),
                unset("ck-10000", "parent_digests"),
            ),
            hidden="a digest that is stated nowhere else cannot disagree with anything",
            shows=f"{QUERY}: the digest of the file in the store; a requirement that every checkpoint "
            "states `parent_digests`",
        ),
        Mutation(
            "the-deployed-weights-are-others",
            "I3",
            "the log of deployments has the digest of another checkpoint",
            of_other("release", "digest", "ck-11000"),
            seen=("finding TRE223 release",),
        ),
        Mutation(
            "the-measured-weights-are-others",
            "I3",
            "a measurement has the digest of another checkpoint",
            of_other("range-12000", "digest", "ck-11000"),
            seen=("finding TRE223 inside", "finding TRE223 release"),
        ),
        Mutation(
            "the-measured-model-is-another",
            "I3",
            "what the ruling cites was measured on an earlier checkpoint",
            each(
                put("range-12000", subject="ck-11000"),
                of_other("range-12000", "digest", "ck-11000"),
            ),
            seen=(
                "finding TRE223 decided-cyber",
                "CYBER-2 range-12000 reason inherited",
                "CYBER-2 state unknown",
                "CYBER-2.needs unknown",
            ),
        ),
        Mutation(
            "a-deployment-is-moved-to-another-model",
            "I3",
            "the log of deployments names an earlier checkpoint",
            each(put("release", subject="ck-11000"), of_other("release", "digest", "ck-11000")),
            seen=("CYBER-2.measured unknown", "CARD.1 unknown", "TRA unknown"),
        ),
        Mutation(
            "nobody-says-which-weights",
            "I3",
            "other weights were measured than were deployed, and no record gives both digests",
            each(
                of_other("range-12000", "digest", "ck-11000"),
                unset("release", "digest"),
                unset("inside", "digest"),
                unset("ck-12000", "digest"),
            ),
            seen=("KEPT unknown",),
        ),
        Mutation(
            "an-old-result-is-given-to-the-released-model",
            "T9",
            "the newest result is left out, and one of an earlier checkpoint is filed under the released "
            "one, which was not made yet; whatever cited the one cites the other",
            each(
                cover_up("bio-12000"),
                put("bio-6000", subject="ck-12000"),
                of_other("bio-6000", "digest", "ck-12000"),
                put("judged-bio", relied_on=["bio-6000"]),
                put("decided-bio", relied_on=["bio-6000", "judged-bio"]),
            ),
            seen=("finding TRE249 bio-6000", "BIO-2 state unknown"),
        ),
        Mutation(
            "another-configuration",
            "I4",
            "what is served has another system prompt than what was measured",
            each(put("release", config_digest=ZERO), put("inside", config_digest=ZERO)),
            seen=("finding TRE224 inside: flattery-12000",),
        ),
        Mutation(
            "a-configuration-is-not-stated",
            "I4",
            "the same, and the release does not say what its configuration was",
            each(put("inside", config_digest=ZERO), unset("release", "config_digest")),
            hidden="one that is not stated may be the one that was measured",
            shows=f"{QUERY}: the configuration that is served; a requirement that every deployment "
            "states `config_digest`",
        ),
        Mutation(
            "words-that-nobody-put-in",
            "I5",
            "a fix takes out of the prompt what no version on record had in it",
            each(
                add(
                    "changes.yaml",
                    kind="change",
                    id="chg-first-prompt",
                    source="change log of run-7, entry 0",
                    component="system-prompt",
                    changed="system-prompt",
                    added="be brief and kind",
                    party="example-lab",
                    reviewers=["example-rso"],
                    after_digest="1" * 64,
                    effective="2026-03-01",
                ),
                put("chg-system-prompt", removed="agree with whatever the user says"),
            ),
            seen=("finding TRE225 w-flattery",),
        ),
        Mutation(
            "a-prompt-that-was-never-published",
            "I5",
            "the same, and the fix does not say which words it takes out",
            add(
                "changes.yaml",
                kind="change",
                id="chg-first-prompt",
                source="change log of run-7, entry 0",
                component="system-prompt",
                changed="system-prompt",
                added="be brief and kind",
                party="example-lab",
                reviewers=["example-rso"],
                effective="2026-03-01",
            ),
            hidden="where no words are stated, none can be missing",
            shows="the prompts themselves as files, held against `before_digest` and `after_digest`",
        ),
        Mutation(
            "one-id-for-two-records",
            "",
            "a second record with the same id and a kinder value stands beside the first",
            lambda raw: raw.files["measurements.yaml"].append(
                {**raw["range-12000"], "value": "4 of 200"}
            ),
            seen=("error TRB016",),
        ),
        Mutation(
            "a-value-is-lowered",
            "",
            "a value is lowered, and nothing else is touched",
            put("range-12000", value="4 of 200"),
            hidden="a number that somebody wrote down",
            shows=f"the log that it comes from, read by a reader; {signed_by('example-assessor')}",
        ),
        Mutation(
            "the-items-are-multiplied",
            "M11",
            "the same share is written over ten times as many items as the test has",
            each(
                put("bio-12000", value="310 of 2000"),
                put(
                    "bio-12000",
                    counts={"planned": 2000, "scored": 2000, "errored": 0, "excluded": 0},
                ),
            ),
            seen=("finding TRE331 bio-12000: planned 2,000 items",),
        ),
        Mutation(
            "a-result-is-hung-beside-another",
            "",
            "a kinder copy of a result stands under a name of its own, and nothing cites it",
            copy("effort-11000", "effort-11000-again", value="12 of 900"),
            seen=("finding TRE361 effort-11000-again",),
        ),
    ),
    note=f"What is not listed with its digest can be changed at will. What would show it: {SEAL}; "
    f"record by record, {LOG}.",
)
