"""The codes of mistakes in names and types."""

from __future__ import annotations

from tra_policy.words.diagnostic import Severity
from tra_policy.words.explained import Explained

ERROR = Severity.ERROR

CODES: tuple[Explained, ...] = (
    Explained(
        "TRA101",
        "unknown-name",
        ERROR,
        "a name is used that nothing declares",
        "A misspelt name would make a clause that never holds, or always does, without anybody "
        "noticing.",
        "declare the name, or use the one that the message suggests",
    ),
    Explained(
        "TRA103",
        "duplicate-name",
        ERROR,
        "a name is declared twice",
        "Which of the two a clause means could not be told.",
        "rename one of them",
    ),
    Explained(
        "TRA104",
        "duplicate-line",
        ERROR,
        "a line that may stand once stands twice",
        "The second would silently replace the first.",
        "keep one of them",
    ),
    Explained(
        "TRA105",
        "other-kind-of-name",
        ERROR,
        "a name stands where a thing of another kind is wanted",
        "A threshold cannot judge, and a party cannot be reached: the clause would mean nothing.",
        "use a name of the kind that the message asks for",
    ),
    Explained(
        "TRA106",
        "reference-cycle",
        ERROR,
        "definitions or thresholds depend on each other in a circle",
        "What depends on itself has no meaning.",
        "break the circle",
    ),
    Explained(
        "TRA107",
        "reserved-name",
        ERROR,
        "a declared name has a meaning of its own in the language",
        "`run by authority` could mean a party of that name or every public authority; `before "
        "deployment` could mean an event of the policy's own.",
        "choose another name",
    ),
    Explained(
        "TRA108",
        "no-policy-line",
        ERROR,
        "the text has no `policy` line, or more than one",
        "A policy file says which document it encodes, and in which version.",
        "write one line `policy NAME version VERSION effective DATE`",
    ),
    Explained(
        "TRA110",
        "wrong-unit",
        ERROR,
        "a value has another unit than what it is held against",
        "A share, a ratio, a count and a date cannot be compared with each other; a bare 0.05 may be "
        "5% or 0.05%.",
        "write the value with the unit that the message names",
    ),
    Explained(
        "TRA111",
        "unknown-word",
        ERROR,
        "a word is not in a closed list of the language",
        "Verbs, kinds of record, roles and units are closed lists, so that every clause can be "
        "evaluated.",
        "use one of the words that the message lists",
    ),
    Explained(
        "TRA112",
        "unknown-field",
        ERROR,
        "a kind of record has no such field",
        "A condition on a field that no record has can never be told.",
        "use the field that the message suggests; the manual lists them",
    ),
    Explained(
        "TRA113",
        "misplaced-clause",
        ERROR,
        "a line has nothing that it could belong to",
        "`otherwise` and `instead` take the place of a duty above them.",
        "put it below the duty that it replaces",
    ),
    Explained(
        "TRA114",
        "impossible-value",
        ERROR,
        "a value is outside what is possible",
        "A date that does not exist, a count of zero or a share above 100% is a slip of the pen.",
        "correct the value",
    ),
    Explained(
        "TRA115",
        "unknown-library",
        ERROR,
        "a library named by `use` is not found",
        "Without it the policy would lack what it relies on.",
        "put the library beside the policy or in `policies/tra/`",
    ),
    Explained(
        "TRA116",
        "malformed-key",
        ERROR,
        "a key is no Ed25519 public key, or is the key of another party as well",
        "With a wrong key a party's signatures never count, or somebody else's do.",
        "ask the party for its line; `tra bundle key FILE` prints it from a PEM file",
    ),
    Explained(
        "TRA117",
        "asks-for-absence",
        ERROR,
        "a line asks that a field is not stated",
        "What is left out shows nothing: such a line would be met by withholding.",
        "ask for what is to be stated",
    ),
)
