"""What is done to the reports of third parties, and to what is stated of them."""

from __future__ import annotations

from .bundle import Raw
from .doing import copy, each, put, unset, within
from .mutation import LOG, NOTHING, SEAL, Group, Mutation, signed_by

_UNNAMED_TESTERS = (
    (
        'party example-authority "Example Authority, a public body"\n',
        'party testers "external testers"\n  is unnamed\n'
        'party example-authority "Example Authority, a public body"\n',
    ),
)
_ITS_OWN = ("range-12000", "held-out-4000", "held-out-9000", "held-out-12000")
_REQUIRED = "a requirement that reports state it"


def _tie(raw: Raw) -> None:
    raw["org-assessor"]["ties"] = [
        {"kind": "owned by", "other": "example-lab", "share": "30%", "since": "2025-01-01"}
    ]


def _shorter_in_place(raw: Raw) -> None:
    raw.set(
        "assessment",
        measurements=["range-12000", "held-out-4000", "held-out-9000"],
        claims=["capability"],
    )


GROUP = Group(
    "N: third parties",
    (
        Mutation(
            "an-assessor-without-a-name",
            "N1",
            "the report is said to be by `testers`, who are unnamed",
            put("assessment", party="testers"),
            seen=("finding TRE341 assessment",),
            asks=_UNNAMED_TESTERS,
        ),
        Mutation(
            "an-assessor-whom-nobody-declares",
            "N1",
            "the report is said to be by somebody whom neither policy nor bundle declares",
            put("assessment", party="somebody"),
            seen=("finding TRE110 somebody",),
        ),
        Mutation(
            "runners-without-a-name",
            "N1",
            "the measurement was run by `testers`, who are unnamed",
            within("range-12000", "roles", run=["testers"]),
            seen=(
                "CYBER-2 range-12000 flag unidentified-party",
                "CYBER-2 run unattributed",
                "CYBER-2 state unknown",
            ),
            asks=_UNNAMED_TESTERS,
        ),
        Mutation(
            "the-assessor-is-left-out",
            "N1",
            "whose report it is is left out",
            unset("assessment", "party"),
            seen=("error TRB012", "TRA not-met"),
        ),
        Mutation(
            "terms-that-are-not-public",
            "N2",
            "the terms are stated not to be public",
            put("assessment", terms_disclosed=False),
            seen=("finding TRE342 assessment",),
        ),
        Mutation(
            "whether-the-terms-are-public-is-left-out",
            "N2",
            "whether the terms are public is left out",
            unset("safeguard-review", "terms_disclosed"),
            seen=("finding TRE343 safeguard-review: whether its terms are public",),
        ),
        Mutation(
            "who-paid-is-left-out",
            "N3",
            "who paid is left out",
            unset("assessment", "paid_by"),
            seen=("finding TRE343 assessment: who paid for it",),
        ),
        Mutation(
            "another-payer",
            "N3",
            "the authority is said to have paid for the lab's own review",
            put("safeguard-review", paid_by=["example-authority"]),
            hidden="a name that somebody wrote down",
            shows=f"the contract; {signed_by('example-authority')}",
        ),
        Mutation(
            "pay-that-depends-on-the-result",
            "N4",
            "pay depended on the result",
            put("assessment", contingent=True),
            seen=("finding TRE344 assessment",),
        ),
        Mutation(
            "whether-pay-depends-is-left-out",
            "N4",
            "whether pay depended on the result is left out",
            unset("assessment", "contingent"),
            hidden="what is not stated is not asserted",
            shows=f"{_REQUIRED} (`contingent`); the terms",
        ),
        Mutation(
            "published-with-approval-only",
            "N5",
            "the developer had to approve the report",
            put("assessment", prior_review="approval"),
            seen=("finding TRE345 assessment",),
        ),
        Mutation(
            "a-measurement-that-could-be-vetoed",
            "N5",
            "the developer could veto a measurement of the report",
            within("range-12000", "roles", may_veto=["example-lab"]),
            seen=("finding TRE345 assessment: `range-12000`",),
        ),
        Mutation(
            "what-the-developer-may-cut-is-left-out",
            "N5",
            "what the developer could do to the report is left out",
            unset("safeguard-review", "prior_review"),
            hidden="what is not stated is not asserted",
            shows=f"{_REQUIRED} (`prior_review`); the terms",
        ),
        Mutation(
            "the-red-team-signs-as-assessor",
            "N6",
            "the report is said to be by the lab's own red team",
            put("assessment", party="example-red-team"),
            seen=("finding TRE346 assessment",),
        ),
        Mutation(
            "the-assessor-belongs-to-the-developer",
            "N6",
            "the assessor's own statement says that the lab owns a third of it",
            _tie,
            seen=(
                "finding TRE346 assessment",
                "finding TRE202 all-rollouts",
                "CYBER-2 run only",
                "CYBER-2.needs not-met",
            ),
        ),
        Mutation(
            "a-tie-is-left-out",
            "N6",
            "what the bundle states of a firm that the lab pays is left out",
            lambda raw: raw.unset("org-contractor", "ties"),
            hidden="the policy states the same tie, and its line counts",
            shows=NOTHING,
        ),
        Mutation(
            "two-fifths-of-its-income",
            "N7",
            "the fee is two fifths of what the assessor takes in",
            put("assessment", fee_share="40%"),
            seen=("finding TRE347 assessment",),
        ),
        Mutation(
            "the-fee-is-left-out",
            "N7",
            "the share of the assessor's income is left out",
            unset("assessment", "fee_share"),
            hidden="what is not stated is not asserted",
            shows=f"{_REQUIRED} (`fee_share`)",
        ),
        Mutation(
            "an-adviser-assesses",
            "N8",
            "the assessor had advised the lab on the same matter",
            put("assessment", prior_roles=["advisor"]),
            seen=("finding TRE348 assessment: `advisor`",),
        ),
        Mutation(
            "a-designer-reviews",
            "N8",
            "the assessor reviews tests that it designed",
            put("assessment", type="compliance-review"),
            seen=("finding TRE348 assessment: `held-out-hacks`", "TRA not-met"),
        ),
        Mutation(
            "one-organisation-does-it-all",
            "N9",
            "a second report of the assessor's rests on its own tests, run, graded and published alone",
            copy("assessment", "assessment-of-tests", thresholds=[]),
            seen=("finding TRE349 assessment-of-tests",),
        ),
        Mutation(
            "who-published-is-replaced",
            "N9",
            "the lab is said to have published what the assessor published",
            each(*(within(name, "roles", published=["example-lab"]) for name in _ITS_OWN)),
            hidden="a name that somebody wrote down",
            shows="the publications",
        ),
        Mutation(
            "gone-from-a-later-version",
            "N10",
            "a new version of the report has a measurement and two claims less",
            copy(
                "assessment",
                "assessment-1.1",
                version="1.1",
                supersedes=["assessment"],
                measurements=["range-12000", "held-out-4000", "held-out-9000"],
                claims=["capability"],
                delivered="2026-05-02",
            ),
            seen=("finding TRE350 assessment-1.1",),
        ),
        Mutation(
            "a-report-is-shortened-in-place",
            "N10",
            "the same, and the old version is overwritten",
            _shorter_in_place,
            hidden="the version before is nowhere",
            shows=f"{SEAL}; {LOG}; {signed_by('example-assessor')}",
        ),
        Mutation(
            "an-assessment-through-the-api",
            "N11",
            "the assessor could only use the API",
            put("assessment", access="api"),
            seen=("finding TRE351 assessment", "TRA not-met"),
        ),
        Mutation(
            "access-is-overstated",
            "N11",
            "the contractor is said to have seen the training run",
            put("safeguard-review", access="training-run", information="comprehensive"),
            hidden="a word that somebody wrote down",
            shows=signed_by("example-contractor"),
        ),
        Mutation(
            "a-review-is-counted-as-an-evaluation",
            "N12",
            "the ruling relies on a review of the case",
            each(
                put("safeguard-review", type="review-of-case"),
                put("decided-cyber", relied_on=["range-12000", "judged-cyber", "safeguard-review"]),
            ),
            seen=("finding TRE352 decided-cyber",),
        ),
    ),
)
