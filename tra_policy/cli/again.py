"""A signed result had once more: the report of the policy and the bundle that it names, on its day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from tra_policy import api, driver, workspace
from tra_policy.cli.opening import Opened
from tra_policy.cli.reported import exit_of
from tra_policy.words.diagnostic import Diagnostic
from tra_policy.words.noun import Noun

if TYPE_CHECKING:
    from tra_policy.model.attestation import Verdict
    from tra_policy.model.evidence.bundle import Evidence
    from tra_policy.sealing.attested import GivenReport


class Named(Noun):
    """The policies and the bundle that the command line names, as they were opened."""

    texts: Sequence[driver.Text]
    policies: Opened
    bundle: str
    evidence: Evidence
    opened: Opened


def evaluated(
    verdict: Verdict, named: Named, rows: Sequence[str], *, shipped: bool
) -> tuple[GivenReport | None, tuple[Diagnostic, ...]]:
    """Return the report, or why there is none. `rows` are over those of the registry that is `shipped`.

    The policy that the verdict names has to be among those at hand.
    """
    from tra_policy.sealing.attested import GivenReport

    stated = verdict.policy
    wanted = (stated.id, stated.version, stated.sha256)
    text = next(
        one
        for one in named.texts
        if one.policy and (one.policy.name, one.policy.version, one.policy.sha256) == wanted
    )
    known, said = workspace.open_registry(rows, shipped=shipped)
    wrong = tuple(one for one in (*said, *named.opened.diagnostics) if one.input_error)
    if wrong:
        return None, wrong
    sources, opened = named.policies.sources, named.opened
    policy = api.LoadedPolicy(text, sources)
    against = api.LoadedBundle(named.evidence, named.bundle, opened.sources, opened.diagnostics)
    day = date.fromisoformat(verdict.as_of)
    try:
        report = api.check(policy, against, as_of=day, registry=known)
    except api.InvalidInput as refused:
        return None, refused.diagnostics
    return GivenReport(report, verdict.report.sha256, int(exit_of(report))), ()
