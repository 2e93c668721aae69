"""One record of every kind left out: with the claims over its kind as they were, or made to fit."""

from __future__ import annotations

from .doing import cover_up, delete, each
from .mutation import LOG, NOTHING, QUERY, SEAL, Group, Mutation, signed_by

_NOT_COUNTED = "nothing asks for it, and no claim of completeness is made for its kind"
_FITS = "count and digest fit, and nothing that is left names it"
_CLAIM = f"a claim over its kind; {SEAL}"
_ITS_CLAIM = f"{signed_by('example-assessor')}; {QUERY}"


def _left_out(
    kind: str, name: str, *seen: str, hidden: str = "", shows: str = "", lifts: str = ""
) -> Mutation:
    return Mutation(
        f"without-{name}",
        "",
        f"a record of kind `{kind}` is left out: `{name}`",
        delete(name),
        seen,
        hidden,
        shows,
        lifts=(lifts,) if lifts else (),
    )


def _covered_up(kind: str, name: str, *seen: str, plays: str = "", lifts: str = "") -> Mutation:
    return Mutation(
        f"without-{name}-and-the-claim-is-made-to-fit",
        plays,
        f"a record of kind `{kind}` is left out, and the claim is made to fit: `{name}`",
        cover_up(name),
        seen,
        "" if seen else _FITS,
        "" if seen else _ITS_CLAIM,
        lifts=(lifts,) if lifts else (),
    )


LEFT_OUT = Group(
    "A record of each kind is left out",
    (
        _left_out("action", "classifiers-reviewed", hidden=_NOT_COUNTED, shows=_CLAIM),
        _left_out("attestation", "assessor-signs", "SIGNED not-met"),
        _left_out("benchmark", "bench-bio-long-tasks", hidden=_NOT_COUNTED, shows=_CLAIM),
        _left_out(
            "change", "chg-style-input", "finding TRE106 all-changes", "finding TRB034 rew-style-2"
        ),
        _left_out(
            "checkpoint",
            "ck-7000",
            "finding TRE106 all-checkpoints",
            "finding TRB034 ck-8000",
            "finding TRE201 run-7",
            "KEPT unknown",
        ),
        _left_out(
            "decision",
            "decided-bio",
            "finding TRE106 all-decisions",
            "BIO-2 ruling none",
            "BIO-2 flag selection-possible",
        ),
        _left_out("deployment", "inside", "finding TRE106 all-deployments"),
        _left_out("document", "card-made", hidden=_NOT_COUNTED, shows=_CLAIM),
        _left_out(
            "incident", "inc-filter-off", "finding TRE106 all-incidents", "INCIDENTS.1 unknown"
        ),
        _left_out(
            "investigation",
            "inv-flattery",
            "finding TRE106 all-investigations",
            "finding TRE261 w-flattery",
            "finding TRB034 fix-flattery",
        ),
        _left_out(
            "judgement",
            "judged-cyber",
            "finding TRE106 all-judgements",
            "finding TRB034 decided-cyber",
            "CYBER-2 state unknown",
        ),
        _left_out(
            "measurement",
            "bio-12000",
            "finding TRE106 all-measurements",
            "finding TRB034 decided-bio",
            "BIO-2 state unknown",
        ),
        _left_out("notification", "told-of-filter", "INCIDENTS.1 not-yet-due"),
        _left_out(
            "organisation",
            "org-contractor",
            hidden="the policy states the same tie, and its line counts",
            shows=NOTHING,
        ),
        _left_out("population", "all-incidents", "INCIDENTS.1 unknown"),
        _left_out("publication", "card-published", "CARD.1 not-yet-due"),
        _left_out(
            "remediation",
            "fix-flattery",
            "finding TRE106 all-remediations",
            "finding TRB034 re-flattery-lab",
            "WARN-2 unknown",
            lifts="WARN-2 unknown (+)",
        ),
        _left_out(
            "representation",
            "everything-on-file",
            hidden="what is not met here rests on claims of completeness as well; without both, see "
            "the rows below",
            shows=NOTHING,
        ),
        _left_out(
            "retest",
            "re-flattery-lab",
            "finding TRE106 all-retests",
            "finding TRE265 w-flattery",
        ),
        _left_out(
            "reward_signal",
            "rew-style-1",
            "finding TRE106 all-reward-signals",
            "THOUGHTS unknown",
            lifts="THOUGHTS unknown (+)",
        ),
        _left_out("rl_environment", "env-web-browse", "finding TRE106 all-rl-environments"),
        _left_out("rollout", "ro-tool-desk-3000", "finding TRE106 all-rollouts"),
        _left_out(
            "safeguard",
            "classifiers-in-place",
            hidden="it would be asked for if CYBER-2 were reached",
            shows=_CLAIM,
        ),
        _left_out("sft_dataset", "ds-protocols", "finding TRE106 all-sft-datasets"),
        _left_out(
            "third_party_report", "assessment", "TRA not-met", "finding TRB034 decided-cyber"
        ),
        _left_out("training_run", "run-7-a", "finding TRE106 all-training-runs"),
        _left_out(
            "warning",
            "w-effort-withheld",
            "finding TRE106 all-warnings",
            "WARN-1 unknown",
            lifts="WARN-1 unknown (+)",
        ),
        Mutation(
            "without-a-warning-and-its-claim",
            "",
            "a warning sign is left out together with the claim over the warning signs",
            delete("w-effort-withheld", "all-warnings"),
            seen=("WARN-1 unknown",),
            lifts=("WARN-1 unknown (+)",),
        ),
        Mutation(
            "without-a-letter-and-nobody-says-that-all-is-there",
            "",
            "a letter is left out together with the lab's statement that everything is on file",
            delete("told-of-thoughts", "everything-on-file"),
            seen=("INCIDENTS.1 unknown",),
        ),
        Mutation(
            "without-the-file-of-the-warnings",
            "",
            "a whole file is left out, and the manifest does not list it any more",
            lambda raw: raw.files.__delitem__("warnings.yaml"),
            seen=(
                "finding TRE106 all-warnings",
                "finding TRE106 all-investigations",
                "finding TRB034 chg-read-only-tests",
                "WARN-1 unknown",
                "WARN-2 unknown",
            ),
            lifts=("WARN-1 unknown (+)", "WARN-2 unknown (+)"),
        ),
    ),
)

COVERED_UP = Group(
    "The same, and the claim over its kind is made to fit",
    (
        _covered_up("change", "chg-style-input", "finding TRB034 rew-style-2"),
        _covered_up("checkpoint", "ck-7000", "finding TRE201 run-7", "finding TRB034 ck-8000"),
        _covered_up(
            "decision", "decided-bio", "BIO-2 ruling none", "BIO-2 flag selection-possible"
        ),
        _covered_up("deployment", "inside"),
        _covered_up(
            "incident",
            "inc-thoughts-graded",
            "finding TRE226 told-of-thoughts",
            plays="I6",
        ),
        _covered_up(
            "investigation",
            "inv-flattery",
            "finding TRE261 w-flattery",
            "finding TRB034 fix-flattery",
        ),
        _covered_up(
            "judgement", "judged-cyber", "finding TRB034 decided-cyber", "CYBER-2 state unknown"
        ),
        _covered_up(
            "measurement", "bio-12000", "finding TRB034 decided-bio", "BIO-2 state unknown"
        ),
        _covered_up(
            "remediation", "fix-flattery", "finding TRB034 re-flattery-lab", lifts="WARN-2 met (+)"
        ),
        _covered_up("retest", "re-flattery-lab", "finding TRE265 w-flattery"),
        _covered_up(
            "rl_environment",
            "env-web-browse",
            "finding TRE226: web-browse",
            plays="I6",
        ),
        _covered_up("rollout", "ro-tool-desk-3000"),
        _covered_up(
            "sft_dataset",
            "ds-protocols",
            "finding TRE226 run-7: ds-protocols",
            plays="I6",
        ),
        _covered_up(
            "training_run",
            "run-7-a",
            "finding TRE226: run-7-a",
            plays="I6",
        ),
        _covered_up("warning", "w-effort-withheld", lifts="WARN-1 met (+)"),
        Mutation(
            "the-clean-bundle",
            "",
            "two warning signs are left out with all that was measured, looked into and done about "
            "them; nothing that is left names them, and every claim is made to fit",
            each(
                cover_up("w-flattery", "inv-flattery", "fix-flattery", "re-flattery-lab"),
                cover_up("flattery-8000", "flattery-10000", "flattery-12000"),
                cover_up("w-effort-withheld", "effort-10000", "effort-11000", "effort-12000"),
                lambda raw: raw.unset("chg-system-prompt", "motive"),
                lambda raw: raw.unset("safeguard-review", "measurements"),
                lambda raw: raw.set("decided-cyber", considered=["w-tests-edited", "assessment"]),
                lambda raw: raw.set("decided-bio", considered=["w-tests-edited", "assessment"]),
            ),
            hidden="everything that is left tells the same story",
            shows=f"{_ITS_CLAIM}; who reported the signs; {LOG}",
            lifts=("WARN-1 met (+)", "WARN-2 met (+)"),
        ),
    ),
)
