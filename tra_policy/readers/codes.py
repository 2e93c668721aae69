"""What the codes of this room mean."""

from __future__ import annotations

from tra_policy.words.diagnostic import Severity
from tra_policy.words.explained import Explained

_HOSTILE = "Evidence comes from outside; a file must not be able to stop or exhaust the check."
_SILENT = "A field or record that is silently dropped could be the one that mattered."
_RECOUNT = "A headline is a claim; the samples are what it rests on. Only they are counted."
_DENOMINATOR = "Samples that are left out can carry a result; they count as adverse in the bound."
_WHO = "Who chose, changed or graded decides how independent a measurement is."


def _error(code: str, name: str, summary: str, why: str, remedy: str = "") -> Explained:
    return Explained(code, name, Severity.ERROR, summary, why, remedy)


def _warning(code: str, name: str, summary: str, why: str, remedy: str = "") -> Explained:
    return Explained(code, name, Severity.WARNING, summary, why, remedy)


def _info(code: str, name: str, summary: str, why: str, remedy: str = "") -> Explained:
    return Explained(code, name, Severity.INFO, summary, why, remedy)


CODES: tuple[Explained, ...] = (
    _error(
        "TRB001",
        "not-utf-8",
        "a file is not UTF-8 text",
        "Guessing an encoding can change names, and with them what a record says.",
        "save the file as UTF-8",
    ),
    _error(
        "TRB002",
        "not-readable",
        "a text is not the YAML 1.2 or JSON that it should be",
        "Only plain values are read: no tags, no second document, no numbers that are no numbers.",
        "the message names the place",
    ),
    _error("TRB003", "too-much", "a text is too large, too deep, or grows too large", _HOSTILE),
    _error(
        "TRB004",
        "name-twice",
        "a name stands twice in one mapping",
        "Readers differ on which of two values counts, so two people would see two bundles.",
        "take one of them out",
    ),
    _error(
        "TRB005",
        "broken-off",
        "a file of a bundle cannot be read to its end, or was changed while it was read",
        "What is read has to be what the digest was made of.",
        "check again when nobody writes to the bundle",
    ),
    _error(
        "TRB010",
        "no-manifest",
        "the manifest is missing or is no mapping",
        "The manifest says whose evidence this is, about what, and as of when.",
        "write `bundle.yaml`; `tra schema bundle` prints what it may hold",
    ),
    _error("TRB011", "unknown-field", "a field has a name that its record does not have", _SILENT),
    _error(
        "TRB012",
        "missing-field",
        "a required field is missing",
        "Fields whose absence would flatter somebody are required.",
    ),
    _error("TRB013", "wrong-type", "a value is of another type than its field", _SILENT),
    _error("TRB014", "wrong-value", "a value is not one that its field can have", _SILENT),
    _error("TRB015", "unknown-kind", "a record is of no known kind", _SILENT),
    _error(
        "TRB016",
        "id-twice",
        "two records have the same id",
        "Links name records by id; with two of them nobody can tell which one was meant.",
        "give each record an id of its own",
    ),
    _error(
        "TRB017",
        "and-more",
        "there are more mistakes of the same sort than are shown",
        "Thousands of messages tell nobody more than the first ones; every mistake is counted.",
        "correct those that are shown first",
    ),
    _error(
        "TRB020",
        "missing-file",
        "a file that the manifest lists is not in the bundle",
        "What is missing may be what mattered.",
    ),
    _error("TRB021", "path-outside", "a listed path leads out of the bundle", _HOSTILE),
    _error(
        "TRB022",
        "file-twice",
        "a file is listed twice, or the manifest lists itself, its seal or a signature",
        "Two entries could state two digests or two readers for one file.",
        "keep one entry",
    ),
    _error("TRB023", "unknown-reader", "an entry names a reader that does not exist", _SILENT),
    _error(
        "TRB024",
        "no-records",
        "a listed file holds no records, or its entry has defaults that nothing reads",
        _SILENT,
        "a file is a list of records, one record, or `records:`; list others with "
        "`reader: attachment`",
    ),
    _error(
        "TRB025",
        "reader-not-named",
        "a file looks like a foreign log and its entry names no reader",
        "How a file is read is stated, never guessed: the manifest is what was signed.",
        "name the reader that the message names: `reader: NAME`",
    ),
    _error(
        "TRB030",
        "digest-mismatch",
        "a file is not the one that the manifest lists",
        "The file was changed after it was listed. Its records can still prevent a good answer and "
        "can no longer support one.",
        "find out who changed it, then seal the bundle again",
    ),
    _info(
        "TRB031",
        "unlisted-file",
        "a file is in the bundle and not in its manifest",
        "It is not read as evidence; a seal covers it all the same.",
        "list it, or take it out",
    ),
    _info(
        "TRB032",
        "attachment",
        "a listed file of an unknown format is kept and not read",
        "It is covered by its digest; no record comes from it.",
        "say `reader: attachment` if that is meant",
    ),
    _warning(
        "TRB033",
        "suspect-counts",
        "the counts of a measurement do not add up, or a share lies outside 0% to 100%",
        "A number that cannot be says that something was left out or mixed up. The record cannot "
        "support an answer.",
        "planned is the sum of scored, errored and excluded",
    ),
    _warning(
        "TRB034",
        "dangling-link",
        "a record names another that is not there, or is of another kind, or names itself",
        "A chain of evidence is only as good as its links: what cannot be followed is not evidenced, and "
        "nothing bears itself out.",
        "add the record that is named, or correct the name",
    ),
    _error(
        "TRB040",
        "log-not-readable",
        "a log or an archive is damaged, is no log, or breaks a bound",
        _HOSTILE,
    ),
    _error(
        "TRB042",
        "log-version",
        "a log has a version that is not known",
        "A field that has changed its meaning would be misread in silence.",
    ),
    _warning(
        "TRB043", "headline-differs", "a log's headline is not what its samples give", _RECOUNT
    ),
    _warning(
        "TRB044",
        "samples-differ",
        "a log holds other samples than were planned: fewer, others or repeated ones",
        _DENOMINATOR,
    ),
    _warning(
        "TRB045",
        "log-status",
        "a log was cancelled, failed or was never finished",
        "A status word is no evidence either way: the samples that are there are counted.",
    ),
    _warning(
        "TRB046",
        "edited-log",
        "scores, samples or settings were changed after or while the log was written",
        "An edit may be right; that there was one has to be seen.",
        "ask for the reason and the author of each edit",
    ),
    _warning(
        "TRB047",
        "dirty-revision",
        "a log was made with code that is in no revision",
        "Nobody can run the same code again.",
    ),
    _warning(
        "TRB048",
        "model-fallback",
        "another model than the evaluated one gave some answers",
        "The result is then not one of the model that it is filed under.",
    ),
    _warning(
        "TRB049", "headline-unborne", "a log has a headline and no sample behind it", _RECOUNT
    ),
    _warning("TRB050", "unusable-scores", "some scores stand for no number", _DENOMINATOR),
    _warning(
        "TRB051",
        "other-statistic",
        "a log's headline takes the best, the mode or another statistic of repeated samples",
        "A maximum is not comparable with a limit on a mean.",
    ),
    _warning(
        "TRB052",
        "part-of-dataset",
        "only a part of a dataset was asked for",
        "A part that somebody chose is a new benchmark, and who chose it is one of its designers.",
        "state `derived` in the defaults of the entry",
    ),
    _warning("TRB053", "graded-by-model", "a model graded, and nobody says whose it is", _WHO),
    _error(
        "TRB054",
        "stated-beside-log",
        "an entry's defaults state what is read from the log",
        _RECOUNT,
        "take it out of the defaults",
    ),
    _error(
        "TRB055",
        "which-score",
        "a log has several scores, or none of the name that is asked for",
        "Choosing one in silence could choose the kinder one.",
        "name it: `scorer: NAME` in the defaults of the entry",
    ),
    _info(
        "TRB056",
        "no-end",
        "a log does not say when it ended in a way that can be placed in time",
        "Evidence has to come before the decision that relies on it.",
        "state `ended` in the defaults of the entry",
    ),
    _info(
        "TRB057",
        "limit-hit",
        "a limit on time, messages or tokens ended some samples",
        "What stopped at a limit might have gone on: it says how hard it was tried.",
    ),
    _error(
        "TRB058",
        "line-not-readable",
        "a line of a foreign log cannot be read",
        "The other lines are read; this one is counted, because it could be the one that mattered.",
    ),
    _info(
        "TRB059",
        "not-taken",
        "an entry takes some results of a log and leaves others",
        "Which results were left out may matter as much as which were taken.",
    ),
    _error(
        "TRB060",
        "bad-envelope",
        "an envelope does not hold a statement and signatures in base64",
        "What cannot be decoded in one way only cannot be said to be signed.",
        "sign the file again with `tra bundle sign`",
    ),
    _info(
        "TRB061",
        "other-statement",
        "an envelope signs a statement of another type",
        "It may matter elsewhere; it says nothing about the files of this bundle.",
    ),
    _error(
        "TRB062",
        "too-many-signatures",
        "there are more signatures, or more envelopes, than are read",
        _HOSTILE,
        "keep one envelope for each thing that is signed",
    ),
    _warning(
        "TRB063",
        "signed-twice",
        "an envelope holds two signatures for one key",
        "A key signs once. Each of the two is looked at, and a wrong one is reported.",
        "take one of them out",
    ),
    _info(
        "TRB064",
        "other-layout",
        "a seal or an envelope is not laid out as this tool writes it",
        "What it says still counts; that somebody touched it has to be seen.",
    ),
    _warning(
        "TRB065",
        "training-log-gap",
        "rows of the log of a training run are missing, repeated or at odds with its state",
        "What is left out of a log may be what mattered; a part that was done again is another run.",
    ),
    _info(
        "TRB066",
        "stage-not-stated",
        "nobody says what kind of training a log is of",
        "Which duties there are depends on the stage, and a trainer's log does not know it.",
        "state `type` and `stage` in the defaults of the entry",
    ),
    _info(
        "TRB067",
        "file-without-digest",
        "a description of a dataset names files without their sha256",
        "What the rows were when a model was trained on them cannot be told later.",
    ),
    _error(
        "TRB070",
        "bad-table",
        "an entry under `tables` names a kind, a field or a column that cannot be",
        "A column that is put to the wrong field would answer another question than was asked.",
    ),
    _error(
        "TRB071",
        "table-without-files",
        "no file of the bundle is one that a table names",
        "What is missing may be what mattered.",
        "add the files, or correct the pattern",
    ),
    _error(
        "TRB074",
        "unusable-table-file",
        "a file of a table has no known form, a name that cannot be used, or does not lie on disk",
        "Rows are counted where they lie; what cannot be opened there is not counted.",
        "rename or unpack it, or say `format`",
    ),
    _warning(
        "TRB077",
        "rows-twice",
        "two files of a table are byte for byte the same",
        "The rows of one shard, put in twice, move every share and every mean.",
        "take one of them out, unless both were meant",
    ),
    _error(
        "TRB080",
        "address-not-allowed",
        "a table names an address that is not opened",
        "Evidence comes from outside: where it points to is not followed unless the user says so.",
        "`--allow ADDRESS` opens what lies under it",
    ),
)
