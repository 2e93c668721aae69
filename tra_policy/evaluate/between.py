"""The codes of what does not add up between a policy and the evidence."""

from __future__ import annotations

from tra_policy.words.diagnostic import Severity
from tra_policy.words.explained import Explained

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

BETWEEN: tuple[Explained, ...] = (
    Explained(
        "TRE001",
        "another-developer",
        ERROR,
        "the bundle is of another developer than the policy",
        "A voluntary policy binds who published it. Held against somebody else's evidence it says "
        "nothing; only a law or a code that says `developer anyone` is asked of every developer.",
        "give the bundle of the policy's developer, or the policy of the bundle's",
    ),
    Explained(
        "TRE101",
        "adverse-not-relied-on",
        WARNING,
        "a decision left out a record that reads the other way",
        "A decision that rules a threshold out on some records while another on the same threshold "
        "reads above its limit should say why that one does not count.",
        "add the record to the decision's `relied_on`, or give the reason in a record of its own",
    ),
    Explained(
        "TRE102",
        "rule-in-and-rule-out",
        ERROR,
        "both the rule-in and the rule-out of a threshold hold",
        "A threshold cannot be reached and ruled out by the same evidence: the two conditions overlap.",
        "make the two limits of the policy exclude each other",
    ),
    Explained(
        "TRE103",
        "ruling-disagrees",
        ERROR,
        "the developer's ruling is not what the evidence supplied shows",
        "The state is computed from the policy's own limits. Where the ruling says otherwise, one of "
        "the two needs an explanation on record.",
        "explain the ruling, or supply the evidence that it rests on",
    ),
    Explained(
        "TRE104",
        "incomparable-statistic",
        WARNING,
        "a value of one statistic stands beside a limit on another",
        "The best of thirty attempts says little about a mean. Such a comparison decides nothing.",
        "supply the statistic that the limit is set on",
    ),
    Explained(
        "TRE105",
        "evidence-without-threshold",
        INFO,
        "there is evidence in a domain for which the policy has no threshold",
        "What is tested but has no threshold can have no consequence, whatever it shows.",
        "add a threshold for the domain, or say why there is none",
    ),
    Explained(
        "TRE106",
        "population-mismatch",
        ERROR,
        "a claim that records are complete does not match the records",
        "A claim of completeness is checked by count and digest. One that does not match counts for "
        "nothing: records may have been left out, added or exchanged.",
        "make the claim over the records that are there, or supply the missing ones",
    ),
    Explained(
        "TRE107",
        "waiver-without-effect",
        ERROR,
        "a waiver has no effect",
        "A waiver needs a reason, an approver other than whoever profits, a day and an expiry; a law "
        "cannot be waived by a line in a policy file.",
        "complete the waiver, or take it out",
    ),
    Explained(
        "TRE108",
        "waiver-expired",
        WARNING,
        "a waiver has expired",
        "An expired waiver counts as absent, except for what fell due while it ran.",
        "take it out, or renew it",
    ),
    Explained(
        "TRE109",
        "unknown-name-in-evidence",
        WARNING,
        "a record names a threshold, document or safeguard that the policy does not have",
        "Such a record can show nothing, and the slip is easily overlooked.",
        "use the policy's name",
    ),
    Explained(
        "TRE110",
        "undeclared-party",
        WARNING,
        "a record names a party that neither the policy nor the bundle declares",
        "Nothing is stated about the ties of such a party, so its work earns no credit.",
        "declare the party, with its ties, in the policy or in the bundle",
    ),
    Explained(
        "TRE111",
        "wrong-unit",
        WARNING,
        "a value has another unit than its metric",
        "A bare 0.15 is not 15%. A value without the metric's unit cannot be compared.",
        "write the value with its unit, such as `15%`",
    ),
    Explained(
        "TRE112",
        "ruling-against-its-records",
        WARNING,
        "a ruling cites records that read the other way",
        "A ruling that a threshold is not reached should not rest on records that are above its limit "
        "or outside its rule-out without saying so.",
        "say in the decision why the record does not decide",
    ),
    Explained(
        "TRE113",
        "designers-contradict",
        WARNING,
        "policy and evidence name different designers of a benchmark",
        "The policy's own line counts; that the two differ should be settled.",
        "correct the one that is wrong",
    ),
    Explained(
        "TRE114",
        "scope-open",
        INFO,
        "it cannot be told whether the policy applies",
        "The policy is limited to some models, and the bundle does not state what decides it. It is "
        "applied: missing evidence never takes a policy out of force.",
        "state it in the manifest",
    ),
    Explained(
        "TRE115",
        "registry-contradicts",
        WARNING,
        "the registry says otherwise than the policy or the bundle of a benchmark or a party",
        "The policy's own line counts, and after it what is verified in the registry. That two sources "
        "differ on who made a test, or on who is tied to whom, should be settled.",
        "correct the one that is wrong; `--registry FILE` gives a row of your own",
    ),
    Explained(
        "TRE116",
        "known-by-another-name",
        INFO,
        "a record names a benchmark by an alias of the registry",
        "A harness has names of its own for a test. The registry tells which one of the policy is meant.",
        "nothing, if it is the same; else declare a benchmark of that very name in the policy",
    ),
    Explained(
        "TRE117",
        "bundle-after-the-check",
        INFO,
        "records are not looked at since the bundle is dated after the day of the check",
        "A check as of a day sees what was on record by the end of it. A record that gives no `recorded` "
        "was written by the day of the manifest, and not shown to have been written before.",
        "give `recorded` on the records, or check as of the day of the bundle or a later one",
    ),
)
