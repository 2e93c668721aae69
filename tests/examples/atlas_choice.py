"""Which documents each system card is held against in the atlas, and why those."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Held:
    """A document, as the path below `policies/` without its ending.

    It was `in force` on the day of the card, or it `stands in` for a version that was and has no file.
    """

    document: str
    taken_as: Literal["in force", "stands in"]
    why: str


_RSP_2 = Held(
    "anthropic/rsp-2.2", "in force", "effective 2025-05-14; version 3.0 came on 2026-02-24"
)
_RSP_2_FEBRUARY = Held(
    "anthropic/rsp-2.2",
    "stands in",
    "the card gives its month only, February 2026, which saw 2.2 and 3.0; its rows name thresholds of 2.2",
)
_RSP_3 = Held(
    "anthropic/rsp-3.4",
    "stands in",
    "of versions 3.0 to 3.3 none has a file; 3.4, effective 2026-07-08, has the thresholds of the card",
)
_FCF = Held(
    "anthropic/fcf-2",
    "stands in",
    "the card speaks of this framework; version 2 is of 2026-07-24, and none before it has a file",
)
_PREPAREDNESS = Held("openai/preparedness-2", "in force", "effective 2025-04-15")
_FSF_2 = Held(
    "google-deepmind/fsf-2.0",
    "in force",
    "its day is not in the file; the card rules on its thresholds",
)
_FSF_2_LATER = Held(
    "google-deepmind/fsf-2.0",
    "stands in",
    "version 3.0 has no file; the card rules on thresholds that 2.0 has and 3.1 has not",
)
_FSF_3 = Held(
    "google-deepmind/fsf-3.1",
    "stands in",
    "version 3.0 has no file; 3.1, effective 2026-04-17, has the thresholds of the card",
)
_XAI = Held("xai/rmf-2025", "in force", "effective in August 2025")
_XAI_AUGUST = Held(
    "xai/rmf-2025",
    "in force",
    "of August 2025 as the card is; its day is not in the file, and the card rules on its thresholds",
)

HELD: dict[str, tuple[Held, ...]] = {
    "amazon-nova-premier": (Held("amazon/fmsf-2025", "in force", "effective in February 2025"),),
    "anthropic-claude-fable-5": (_RSP_3, _FCF),
    "anthropic-claude-haiku-4.5": (_RSP_2,),
    "anthropic-claude-mythos-5": (_RSP_3, _FCF),
    "anthropic-claude-mythos-preview": (_RSP_3,),
    "anthropic-claude-opus-4": (_RSP_2,),
    "anthropic-claude-opus-4.1": (_RSP_2,),
    "anthropic-claude-opus-4.5": (_RSP_2,),
    "anthropic-claude-opus-4.6": (_RSP_2,),
    "anthropic-claude-opus-4.7": (_RSP_3,),
    "anthropic-claude-sonnet-4": (_RSP_2,),
    "anthropic-claude-sonnet-4.5": (_RSP_2,),
    "anthropic-claude-sonnet-4.6": (_RSP_2_FEBRUARY,),
    "google-deepmind-gemini-2.5-pro": (_FSF_2,),
    "google-deepmind-gemini-3-pro": (_FSF_2_LATER,),
    "google-deepmind-gemini-3.1-pro": (_FSF_3,),
    "meta-muse-spark": (Held("meta/advanced-ai-2", "in force", "effective 2026-04-07"),),
    "openai-gpt-5": (_PREPAREDNESS,),
    "openai-gpt-5.2": (_PREPAREDNESS,),
    "openai-gpt-6-astra": (
        _PREPAREDNESS,
        Held("openai/fgf-2026", "in force", "effective 2026-05-28, beside the other"),
    ),
    "xai-grok-4": (_XAI_AUGUST,),
    "xai-grok-4.1": (_XAI,),
}
