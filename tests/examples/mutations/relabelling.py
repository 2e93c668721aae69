"""Names replaced, words forged, and fields left out that support something."""

from __future__ import annotations

from .doing import delete, put, unset, unset_within
from .mutation import LOG, NOTHING, Group, Mutation, signed_by

_UNKNOWN = "CYBER-2 state unknown"


def _field(field: str, *seen: str, hidden: str = "", shows: str = "") -> Mutation:
    return Mutation(
        f"without-{field}-of-a-measurement",
        "",
        f"`{field}` of the cited measurement is left out",
        unset("range-12000", field),
        seen,
        hidden,
        shows,
    )


NAMES = Group(
    "Names, words and authors",
    (
        Mutation(
            "another-author",
            "",
            "the statement that the assessor signed is the lab's",
            put("assessor-signs", party="example-lab", author="example-lab"),
            seen=("SIGNED not-met",),
        ),
        Mutation(
            "a-forged-statement",
            "",
            "the assessor's statement is written by the lab, in the assessor's name",
            put("assessor-signs", statement="all was seen, and all is well", exceptions=[]),
            hidden="a name and a sentence that somebody wrote down",
            shows=signed_by("example-assessor"),
        ),
        Mutation(
            "a-forged-signer",
            "",
            "somebody else is said to have signed for the lab",
            put("lab-signs", signer="example-board", signer_role="chair of the board"),
            hidden="a name that somebody wrote down",
            shows=signed_by("example-board"),
        ),
        Mutation(
            "another-judge",
            "",
            "the board judged where the assessor should",
            put("judged-cyber", judges=["example-board"], author="example-board"),
            seen=(_UNKNOWN,),
        ),
        Mutation(
            "a-sign-is-called-low",
            "",
            "the severity of a warning sign is lowered, so that nothing is asked of it",
            put("w-effort-withheld", severity="low"),
            hidden="a word that somebody wrote down; the finding that both rulings leave the sign out "
            "stays (`TRE268`)",
            shows=f"{LOG}; a requirement over every warning, whatever its severity",
            lifts=("WARN-1 met (+)",),
        ),
        Mutation(
            "a-sign-is-taken-back",
            "",
            "the lab takes its own warning sign back",
            put(
                "w-effort-withheld",
                retracted={"on": "2026-05-10", "by": "example-lab", "because": "noise"},
            ),
            hidden="who filed a record may take it back; record and reason stay in the bundle",
            shows="who was told of the sign (`notified`); the measurements, which are still there",
            lifts=("WARN-1 met (+)",),
        ),
        Mutation(
            "the-sign-of-another-is-taken-back",
            "",
            "the lab takes back a warning sign that the contractor filed, and all findings on it stay",
            put(
                "w-flattery",
                retracted={"on": "2026-05-10", "by": "example-lab", "because": "noise"},
            ),
            hidden="it has no effect: only its author can take a record back",
            shows=NOTHING,
        ),
        Mutation(
            "when-a-sign-was-seen-is-left-out",
            "",
            "when a warning sign was seen and written down is left out",
            unset("w-effort-withheld", "detected", "recorded"),
            hidden="it then counts as written on the day of the manifest: what was due before is not "
            "asserted to be late. `WARN-1` stays not met",
            shows=LOG,
        ),
        Mutation(
            "the-subject-is-another",
            "",
            "the manifest names an earlier checkpoint as the released one",
            lambda raw: raw.manifest.update(subject="ck-11000"),
            seen=(
                "CYBER-2 range-12000 reason inherited",
                _UNKNOWN,
                "BIO-2 state unknown",
                "TRA unknown",
            ),
        ),
        Mutation(
            "the-digest-of-a-checkpoint-is-left-out",
            "",
            "the digest of a checkpoint is left out",
            unset("ck-7000", "digest"),
            seen=("KEPT unknown",),
        ),
        Mutation(
            "claim-and-letter-are-left-out",
            "",
            "an incident is left out with the claim over the incidents and its letter",
            delete("inc-filter-off", "told-of-filter", "all-incidents"),
            seen=("INCIDENTS.1 unknown",),
        ),
    ),
)

FIELDS = Group(
    "A field that supports something is left out",
    (
        _field("value", "CYBER-2 flag result-unpublished", _UNKNOWN),
        _field("counts", "CYBER-2 range-12000 reason no-uncertainty", _UNKNOWN),
        _field("interval", "CYBER-2 range-12000 reason no-uncertainty", _UNKNOWN),
        _field("statistic", "error TRB012", _UNKNOWN),
        _field("subject", "error TRB012", _UNKNOWN),
        _field("benchmark", "error TRB012", _UNKNOWN),
        _field("roles", "CYBER-2 run unattributed", "CYBER-2.needs unknown", _UNKNOWN),
        _field("started", "CYBER-2 run unattributed", "CYBER-2.needs unknown", _UNKNOWN),
        _field("ended", "CYBER-2 range-12000 reason after-decision", _UNKNOWN),
        _field("elicitation", "finding TRE322 decided-cyber"),
        _field("contamination", "finding TRE323 decided-cyber"),
        _field("metric", "CYBER-2 stands run self"),
        _field(
            "digest",
            hidden="which weights were measured is told by the checkpoint's name alone",
            shows="a requirement that measurements state `digest`",
        ),
        _field(
            "benchmark_version",
            hidden="nothing else is on file that it would be told apart from",
            shows="a requirement that measurements state `benchmark_version`",
        ),
        _field(
            "access",
            hidden="no line of the policy asks for it",
            shows="a requirement that measurements state `access`",
        ),
        _field(
            "source",
            hidden="where it is published is for people to read",
            shows="a requirement that measurements state `source`",
        ),
        Mutation(
            "without-run-of-a-measurement",
            "",
            "who ran the cited measurement is left out",
            unset_within("range-12000", "roles", "run"),
            seen=("CYBER-2 run unattributed", "CYBER-2.needs unknown", _UNKNOWN),
        ),
        Mutation(
            "without-graded-of-a-measurement",
            "",
            "who graded the cited measurement is left out",
            unset_within("range-12000", "roles", "graded"),
            seen=("CYBER-2 grade unattributed",),
        ),
        Mutation(
            "without-the-relied-on-of-a-judgement",
            "",
            "what the cited judgement rests on is left out",
            unset("judged-cyber", "relied_on"),
            hidden="the ruling cites the measurement itself",
            shows=NOTHING,
        ),
        Mutation(
            "without-access-of-the-assessment",
            "",
            "what the assessor had access to is left out",
            unset("assessment", "access"),
            seen=("TRA unknown",),
        ),
        Mutation(
            "without-the-delivery-of-the-assessment",
            "",
            "when the assessment was delivered is left out",
            unset("assessment", "delivered"),
            seen=("TRA unknown",),
        ),
        Mutation(
            "without-the-root-cause",
            "",
            "the root cause in an investigation is left out, and the parts that it lies in are not",
            unset("inv-tests-edited", "root_cause"),
            hidden="`WARN-1`, which asks for it, is not met already",
            shows=NOTHING,
        ),
    ),
)
