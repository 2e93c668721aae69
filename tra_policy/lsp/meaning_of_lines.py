"""What directives and lines mean: a form and a sentence for each, shown where they stand.

The manual says more; a test holds every form against it, and the tables against those of `syntax`.
"""

from __future__ import annotations

from types import MappingProxyType

from tra_policy.words.noun import Noun


class Meaning(Noun):
    """How a line or a word is written, and what it says."""

    form: str
    says: str


def table(*rows: tuple[str, str, str]) -> MappingProxyType[str, Meaning]:
    """Return meanings by what they are the meaning of, from rows of key, form and sentence."""
    return MappingProxyType({key: Meaning(form, says) for key, form, says in rows})


DIRECTIVES = table(
    (
        "policy",
        "policy NAME version VERSION [effective DATE]",
        "One document in one version: whose it is, what force it has, which sources it cites.",
    ),
    (
        "party",
        'party NAME ["title"]',
        "Somebody who holds a role or a duty. Ties to others decide whether its work is independent.",
    ),
    (
        "event",
        'event NAME ["title"]',
        "Something that can be dated, such as a comprehensive assessment. Evidence dates it.",
    ),
    (
        "benchmark",
        'benchmark NAME ["title"]',
        "An instrument, with who designed it. A subset that somebody chose is a benchmark of its own.",
    ),
    (
        "safeguard",
        'safeguard NAME ["title"]',
        "A safeguard or standard that a duty asks to be shown.",
    ),
    (
        "document",
        'document NAME ["title"]',
        "A document that a duty asks to be made, sent or published.",
    ),
    (
        "define",
        'define NAME ["title"]',
        "A condition with a name: `NAME holds` stands for it. Nested logic is written so.",
    ),
    (
        "threshold",
        'threshold NAME ["title"]',
        "A question about what a model can do. Its answer is reached, not reached or unknown.",
    ),
    (
        "commitment",
        'commitment NAME ["title"]',
        "What somebody must do, and when. Each duty is an item of its own.",
    ),
    (
        "requirement",
        'requirement NAME ["title"]',
        "Evidence that must exist, for every record of a kind or once.",
    ),
    (
        "waiver",
        "waiver NAME for ITEM [where TEST, …]",
        "A dated exception to one item, with its reason, who approved it and when it ends.",
    ),
    (
        "changes",
        'changes since VERSION [according to "source"]',
        "The publisher's own account of a revision, one bullet a change.",
    ),
)
HEADS = table(
    ("title", 'title "words"', "What the document is called."),
    (
        "developer",
        "developer NAME",
        "Whose models these are. All independence is reckoned from this party.",
    ),
    (
        "force",
        "force voluntary",
        "What binds: a voluntary commitment, a law, a code of practice or a contract.",
    ),
    ("status", "status current", "Whether this version is a draft, current or superseded."),
    (
        "source",
        'source NAME "file name" [sha256 HEX]',
        "A cited document under a short name; the digest pins the very file.",
    ),
    (
        "applies to",
        "applies to KIND [where TEST, …]",
        "Which models or developers the document is about. Outside it nothing applies.",
    ),
    (
        "amended by",
        "amended by PARTY, … [after DURATION notice]",
        "Who may change the document, and with what notice.",
    ),
    ("interpreted by", "interpreted by PARTY, …", "Who decides what the document means."),
    (
        "use",
        "use NAME",
        "A library holds here as well: `NAME.tra` beside the policy, or in `policies/tra/`.",
    ),
    (
        "controlled by",
        "controlled by PARTY [from DATE] [to DATE]",
        "Who controls this party. Control by the developer makes it affiliated.",
    ),
    ("owned", "owned SHARE by PARTY [from DATE] [to DATE]", "Who owns how much of this party."),
    (
        "shares leadership with",
        "shares leadership with PARTY [from DATE] [to DATE]",
        "The same people lead both parties.",
    ),
    (
        "employed by",
        "employed by PARTY [from DATE] [to DATE]",
        "Whose employee this is. Their work counts as the employer's own.",
    ),
    (
        "paid by",
        "paid by PARTY [from DATE] [to DATE]",
        "Who pays this party. Who is paid by the developer is engaged, not independent.",
    ),
    (
        "no ties to",
        'no ties to PARTY [since DATE] [as of DATE] ["source"]',
        "No ties of pay, ownership, control or leadership. Without a source it is the writer's word.",
    ),
    (
        "is",
        "is a public authority",
        "What kind of party this is: a public authority, unnamed, or anyone to whom a law applies.",
    ),
    (
        "key",
        "key ed25519:BASE64",
        "The public key with which this party signs. What it signs is verified, not believed.",
    ),
    (
        "designed by",
        "designed by PARTY, … [from DATE]",
        "Who designed the instrument: the first question of independence.",
    ),
    ("design funded by", "design funded by PARTY, …", "Who paid for the design."),
    ("final say", "final say PARTY, …", "Who decides in the end what is in the instrument."),
    ("items held by", "items held by PARTY, …", "Who holds the questions."),
    (
        "items visible to",
        "items visible to PARTY, …",
        "Who can see the questions: a complete list; `nobody` for none.",
    ),
    (
        "subset of",
        "subset of BENCHMARK by PARTY, …",
        "Parts of another benchmark, and who chose them. Choosing is designing.",
    ),
    (
        "modified from",
        "modified from BENCHMARK by PARTY, …",
        "A changed version of another benchmark, and who changed it.",
    ),
    ("graded by", "graded by PARTY, …", "Who says what an answer is worth."),
    (
        "measures",
        "measures METRIC as UNIT[, STATISTIC][, DIRECTION]",
        "A number that the instrument gives: its unit, how it is summed up, and which way is worse.",
    ),
    ("specified in", "specified in CITATION", "Where the safeguard is laid down."),
    (
        "not yet specified",
        "not yet specified",
        "The safeguard is named, and nobody has said yet what it is.",
    ),
    ("excludes", 'excludes "words"', "What the safeguard does not claim to stop."),
    ("approved by", "approved by PARTY, …", "Whose approval it takes. Of a waiver, with the day."),
    ("contains", "contains", "What the document must have in it, as bullets in quotes."),
    ("holds when", "holds when CONDITION", "The condition that the name stands for."),
    ("domain", "domain WORD, …", "The field of harm, in words of your own."),
    (
        "reached when",
        "reached when CONDITION",
        "When the capability is there. What no record shows is unknown, not false.",
    ),
    (
        "ruled out when",
        "ruled out when CONDITION",
        "When the capability is not there. Without this line, when the line above is false.",
    ),
    (
        "measured",
        "measured TIMING, …",
        "When it must be measured: at a condition, at intervals, before an event.",
    ),
    ("measured on", "measured on SUBJECT, …", "Which checkpoints must be measured."),
    (
        "needs",
        "needs NEED",
        "A record that must exist. Commas mean *and*, about one and the same record.",
    ),
    (
        "if unknown",
        "if unknown treat as reached",
        "What follows from missing evidence. Commitments and requirements say `block` instead.",
    ),
    ("set by", "set by PARTY, …", "Who chose the limit."),
    ("decided by", "decided by PARTY, …", "Who decides whether the threshold is reached."),
    ("advised by", "advised by PARTY, …", "Who is heard before it is decided."),
    ("owner", "owner PARTY, …", "Who answers for it."),
    (
        "report result to",
        "report result to PARTY, … [TIMING]",
        "Who is told every result, whichever way it comes out.",
    ),
    (
        "above",
        "above THRESHOLD",
        "The next lower tier. For readers and the linter; it changes no answer.",
    ),
    (
        "warns of",
        "warns of THRESHOLD",
        "The threshold that this one is an early warning of. It changes no answer.",
    ),
    (
        "rules out",
        "rules out THRESHOLD, …",
        "Thresholds that staying below this one is meant to rule out. It changes no answer.",
    ),
    (
        "when",
        "when CONDITION",
        "What makes the duties due; above the first of them it governs all.",
    ),
    (
        "for every",
        "for every KIND [where TEST, …]",
        "The clause holds for each record of a kind, one by one.",
    ),
    (
        "otherwise",
        "otherwise DUTY",
        "What is owed in place of the duty above when that one is not met.",
    ),
    ("instead", "instead DUTY", "What is owed while the exception above is in force."),
    (
        "unless",
        "unless CONDITION",
        "An exception. While it is in force the duty is not owed, or the `instead` line is.",
    ),
    (
        "population complete",
        "population complete",
        "The records of this kind must be shown to be all there are.",
    ),
    ("expires", "expires DATE", "The last day of the exception."),
    (
        "cites",
        "cites CITATION",
        "Where a source says so. It explains the nearest line above that is no note itself.",
    ),
    (
        "not known here",
        'not known here "words"',
        "What the document says there could not be read. The linter asks for nothing more there.",
    ),
    (
        "because",
        'because "words"',
        "The reason. It explains the nearest line above that is no note itself.",
    ),
)
