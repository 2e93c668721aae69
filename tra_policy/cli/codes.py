"""The codes of the door: usage, settings, baselines, and what could not be written."""

from __future__ import annotations

from tra_policy.words.diagnostic import Diagnostic, Severity
from tra_policy.words.explained import Explained
from tra_policy.words.source import Place

_ASKED = "Guessing what was meant would check something else than what was asked for."
_SET = "A setting that is silently ignored changes what a gate lets through."
_LOST = "A run whose result was not written has not done what was asked."


def _mistake(code: str, name: str, summary: str, why: str, remedy: str) -> Explained:
    return Explained(code, name, Severity.ERROR, summary, why, remedy)


COMMAND = _mistake(
    "TRX020", "unknown-command", "there is no such command", _ASKED, "`tra --help` lists them"
)
OPTION = _mistake(
    "TRX021",
    "unknown-option",
    "the command has no such option",
    _ASKED,
    "`tra COMMAND --help` lists the options",
)
VALUE = _mistake(
    "TRX022",
    "bad-value",
    "an option or argument has a value that it cannot have",
    _ASKED,
    "the message says which values there are",
)
MISSING = _mistake(
    "TRX023",
    "missing-argument",
    "something that the command cannot do without was not given",
    _ASKED,
    "`tra COMMAND --help` shows how it is called",
)
USAGE = _mistake(
    "TRX024",
    "usage",
    "the command line cannot be understood",
    _ASKED,
    "`tra COMMAND --help` shows how it is called",
)
NO_SUCH = _mistake(
    "TRX025",
    "unknown-name",
    "there is no code, schema, rule or item of that name",
    _ASKED,
    "take the name that the message suggests, or list them: `tra rules`, `tra schema`",
)
SETTINGS = _mistake(
    "TRX030",
    "settings-unreadable",
    "a settings file is not valid TOML",
    _SET,
    "correct the line that the message names",
)
SETTING = _mistake(
    "TRX031",
    "unknown-setting",
    "a settings file has a key that is no option",
    _SET,
    "keys are the names of options without the dashes, such as `fail-on`",
)
SETTING_VALUE = _mistake(
    "TRX032",
    "bad-setting",
    "a setting has a value that it cannot have",
    _SET,
    "give it the value that the option takes on the command line",
)
UNWRITTEN = _mistake(
    "TRX040",
    "cannot-write",
    "a file could not be written",
    _LOST,
    "check that the folder exists and may be written to",
)
IN_THE_WAY = _mistake(
    "TRX041",
    "would-overwrite",
    "a file that would be written is there already",
    "What stands there may be somebody's work.",
    "choose another folder, or move the file away",
)
NO_BASELINE = _mistake(
    "TRX042",
    "bad-baseline",
    "a file that is to be a baseline is none",
    "A baseline that cannot be read lets nothing be; one that is guessed at could let anything be.",
    "write it anew with `--write-baseline FILE`",
)
STALE = Explained(
    "TRX043",
    "stale-baseline",
    Severity.INFO,
    "a baseline has entries that nothing needs any more, or not as they stand",
    "An entry that is left would let the same defect come back unseen.",
    "write it anew with `--write-baseline FILE`",
)
HARMFUL_FIX = Explained(
    "TRX044",
    "harmful-fix",
    Severity.WARNING,
    "a fix would have broken the text, or would not have ended its finding, and was left out",
    "A fix is kept only where the text can still be read and the finding is gone.",
    "please report it, with the line that it is about",
)
KEY = _mistake(
    "TRX050",
    "no-key",
    "a key is not an Ed25519 key in PEM, nor the words of a `key` line",
    "A signature by something else than the key that was meant would show nothing.",
    "`tra bundle key FILE --new` makes a key",
)
NOT_READY = _mistake(
    "TRX051",
    "bundle-not-ready",
    "a bundle cannot be added to, sealed or signed as it is",
    "A seal or a signature on what is half in order would vouch for what nobody has read.",
    "do first what the message says",
)
BUG = _mistake(
    "TRX090",
    "internal-error",
    "the tool itself went wrong",
    "A verdict from a tool that went wrong would be worth nothing, so there is none.",
    "please report it, with the line that names the error; TRA_DEBUG=1 shows the whole trace",
)
CODES: tuple[Explained, ...] = (
    COMMAND,
    OPTION,
    VALUE,
    MISSING,
    USAGE,
    NO_SUCH,
    SETTINGS,
    SETTING,
    SETTING_VALUE,
    UNWRITTEN,
    IN_THE_WAY,
    NO_BASELINE,
    STALE,
    HARMFUL_FIX,
    KEY,
    NOT_READY,
    BUG,
)


def mistake(
    said: Explained, message: str, help: str = "", place: Place | None = None
) -> Diagnostic:
    """Return a mistake of the person at the door as a diagnostic; it makes the run invalid."""
    return Diagnostic(
        said.code, message, severity=said.severity, help=help, place=place, input_error=True
    )
