"""What is done to the days that records state."""

from __future__ import annotations

from .doing import delete, each, put, unset
from .mutation import LOG, QUERY, Group, Mutation, signed_by

_EVERY_TWO_WEEKS = (
    (
        "  measured       before deployment\n",
        "  measured       every 14 days, before deployment\n",
    ),
)
_WITH_THE_RELEASE = (
    (
        "  example-lab must publish model-card, tra-report within 20 days of deployment\n",
        "  example-lab must publish model-card within 1 day of deployment\n",
    ),
)

GROUP = Group(
    "T: time",
    (
        Mutation(
            "decided-before-the-result",
            "T1",
            "the ruling was made before what it cites was done",
            put("decided-cyber", decided="2026-04-26", recorded="2026-04-26"),
            seen=(
                "CYBER-2 range-12000 reason after-decision",
                "CYBER-2 judged-cyber reason after-decision",
                "CYBER-2 state unknown",
            ),
        ),
        Mutation(
            "a-result-after-the-decision",
            "T1",
            "what the ruling cites was done after it",
            put("range-12000", ended="2026-05-05"),
            seen=(
                "CYBER-2 range-12000 reason after-decision",
                "CYBER-2 state unknown",
                "finding TRE364 judged-cyber",
            ),
        ),
        Mutation(
            "nobody-says-when-it-was-done",
            "T1",
            "the day on which a cited measurement ended is left out",
            unset("range-12000", "ended"),
            seen=("CYBER-2 range-12000 reason after-decision", "CYBER-2 state unknown"),
        ),
        Mutation(
            "a-result-is-backdated",
            "T1",
            "a measurement is said to have been done earlier than it was, and still after its "
            "checkpoint was made",
            put("bio-12000", started="2026-04-23", ended="2026-04-24"),
            hidden="a day that somebody wrote down",
            shows=f"{LOG}; the log that it comes from",
        ),
        Mutation(
            "an-investigation-written-afterwards",
            "T2",
            "an investigation was written down two months after it is said to have begun",
            put("inv-tests-edited", recorded="2026-05-18"),
            seen=("finding TRE242 inv-tests-edited",),
        ),
        Mutation(
            "held-outside-after-the-decision",
            "T2",
            "an outside log first held a cited measurement after the decision",
            put("range-12000", anchored="2026-05-10"),
            seen=("finding TRE242 decided-cyber",),
        ),
        Mutation(
            "nobody-says-when-it-was-written",
            "T2",
            "the day on which an investigation was written down is left out",
            unset("inv-flattery", "recorded"),
            hidden="then it counts as written on the day of the manifest, which takes credit away "
            "where there is any to take: this one earns none",
            shows=f"{LOG}; a requirement that investigations state `recorded`",
        ),
        Mutation(
            "written-before-it-ended",
            "T8",
            "a cited measurement was written down before it is said to have ended",
            put("range-12000", recorded="2026-04-20"),
            seen=("finding TRE248 range-12000", "CYBER-2 state unknown"),
        ),
        Mutation(
            "an-old-result",
            "T3",
            "the cited result is older than the policy allows",
            put("range-12000", started="2026-04-18", ended="2026-04-19"),
            seen=("CYBER-2 range-12000 reason stale", "CYBER-2 state unknown"),
            asks=_EVERY_TWO_WEEKS,
        ),
        Mutation(
            "told-too-late",
            "T4",
            "the authority was told of an incident after 31 days",
            put("told-of-thoughts", sent="2026-05-10"),
            seen=("INCIDENTS.1 not-met",),
        ),
        Mutation(
            "never-told",
            "T4",
            "the letter about an incident is left out",
            delete("told-of-thoughts"),
            seen=("INCIDENTS.1 not-met",),
        ),
        Mutation(
            "nobody-says-since-when-they-knew",
            "T4",
            "since when the lab knew of an incident is left out",
            unset("inc-thoughts-graded", "aware"),
            seen=("INCIDENTS.1 unknown",),
        ),
        Mutation(
            "they-say-they-knew-later",
            "T4",
            "the letter came late, and the lab says that it learned of the incident later",
            each(
                put("told-of-thoughts", sent="2026-05-10"),
                put("inc-thoughts-graded", aware="2026-04-28", resolved="2026-04-29"),
            ),
            hidden="a day that somebody wrote down",
            shows=f"{LOG}; {QUERY}: when the change that ended it was made",
        ),
        Mutation(
            "a-short-window",
            "T5",
            "the assessor had eight business days",
            put("assessment", access_from="2026-04-20"),
            seen=("finding TRE245 assessment",),
        ),
        Mutation(
            "a-window-that-nobody-states",
            "T5",
            "how long the contractor had access is left out",
            unset("safeguard-review", "business_days", "access_from", "access_until"),
            hidden="what is not stated is not asserted to have been short",
            shows="a requirement that reports state `business_days`",
        ),
        Mutation(
            "the-report-came-afterwards",
            "T6",
            "the outside report was delivered after the decision that cites it",
            put("assessment", delivered="2026-05-10"),
            seen=("finding TRE246 decided-cyber", "finding TRE246 decided-bio", "TRA not-met"),
        ),
        Mutation(
            "published-after-the-release",
            "T7",
            "the card was published two days after the release, where the policy allows one",
            put("card-published", published="2026-05-08"),
            seen=("CARD.1 not-met",),
            asks=_WITH_THE_RELEASE,
        ),
        Mutation(
            "the-release-is-moved-forward",
            "T7",
            "the day of the release is put before the measurements ended",
            put("release", deployed="2026-04-25"),
            seen=("CYBER-2.measured not-met", "CARD.1 not-met", "TRA not-met"),
        ),
        Mutation(
            "the-release-is-moved-out-of-sight",
            "T7",
            "the day of the release is put after the day of the check",
            put("release", deployed="2026-05-30"),
            seen=("finding TRE106 all-deployments", "CARD.1 unknown", "TRA unknown"),
        ),
        Mutation(
            "the-release-is-called-internal",
            "T7",
            "the release is said to have been inside the company",
            put("release", scope="internal"),
            seen=("CYBER-2.measured unknown", "CARD.1 unknown", "TRA unknown"),
        ),
        Mutation(
            "a-letter-is-backdated",
            "",
            "a letter to the authority is said to have been sent earlier",
            put("told-of-cyber", sent="2026-05-05"),
            hidden="a day that somebody wrote down",
            shows=signed_by("example-authority"),
        ),
    ),
)
