"""What the words within a line mean: modals, states, tests, units and times."""

from __future__ import annotations

from tra_policy.lsp.meaning_of_lines import table

WORDS = table(
    ("must", "must", "Binding: it gates. An unmet line sets the exit code."),
    ("must not", "must not", "A prohibition: it gates."),
    ("aims to", "aims to", "An intention: it is reported, and never gates."),
    ("should", "should", "A recommendation: it is reported, and never gates."),
    ("may", "may", "A permission: nothing follows from it."),
    ("any of", "any of", "A list of which one bullet is enough."),
    ("all of", "all of", "A list of which every bullet must hold."),
    ("none of", "none of", "A list of which no bullet may hold."),
    (
        "at least",
        "at least N",
        "So many of the list, or of the records; before a stretch of time, no later than that before.",
    ),
    (
        "judges",
        'PARTY[, PARTY] judges "question"',
        "A judgement that somebody makes. Several judge jointly.",
    ),
    ("holds", "DEFINE holds", "The condition of that `define`."),
    ("reached", "THRESHOLD is reached", "The state of a threshold, as the evidence has it."),
    ("ruled out", "is ruled out", "The threshold is shown not to be reached."),
    ("shown", "THING is shown", "A safeguard was shown to be in place and to work."),
    ("published", "is published", "Anyone can read it."),
    ("approved", "is approved", "Those whose approval it takes have given it."),
    ("specified", "is specified", "It is laid down what it is."),
    ("in place", "is in place", "It is in operation."),
    ("complete", "is complete", "It is done."),
    (
        "unpublished",
        "unpublished",
        "The limit exists, and was not made public: no evidence is ever held against it.",
    ),
    (
        "compute",
        "compute OP NUMBERx since EVENT",
        "How many times the compute has grown since an event.",
    ),
    ("elapsed", "elapsed OP DURATION since EVENT", "How much time has passed since an event."),
    (
        "at point estimate",
        "at point estimate",
        "The estimate itself is compared, not its confidence bound.",
    ),
    (
        "independent",
        "independent",
        "No ties to the developer are stated, and their absence is: an authority counts, too.",
    ),
    ("engaged", "engaged", "An outsider whom the developer pays."),
    ("authority", "authority", "A public authority."),
    ("stated", "FIELD is stated", "The record says it at all."),
    (
        "descends from",
        "FIELD descends from FIELD",
        "A checkpoint that was trained on from another one.",
    ),
    (
        "shares nothing with",
        "FIELD shares nothing with FIELD",
        "Two lists without a common member.",
    ),
    (
        "enough",
        "enough",
        "So many records that a behaviour of this rate would be seen: `to see SHARE at SHARE confidence`.",
    ),
    ("every", "every", "All records of the kind; before a stretch of time, at least that often."),
    ("in stage", "in stage NAME", "Only records of that stage of the training run."),
    ("per", "per FIELD, …", "Counted apart for each value of the field."),
    (
        "within",
        "within DURATION [of EVENT]",
        "At the latest so long after the event, or after the duty fell due.",
    ),
    ("before", "before EVENT", "Earlier than the event."),
    ("after", "after EVENT", "Not earlier than the event."),
    ("until", "until ATOM", "Owed as long as this does not hold."),
    ("by", "by DATE", "On that day at the latest."),
    ("business days", "20 business days", "Monday to Friday; holidays are not known."),
    ("months", "6 months", "By the calendar: to the same day of a later month."),
    ("percent", "percent", "A share, as in `22.1%`."),
    ("ratio", "ratio", "How many times, as in `2.8x`."),
    ("number", "number", "A bare number."),
    ("hours", "hours", "A stretch of time, as in `40 hours`."),
    ("block", "if unknown block", "Missing evidence fails the gate."),
    (
        "treat as reached",
        "if unknown treat as reached",
        "Missing evidence counts as reached: it fails closed.",
    ),
    ("voluntary", "voluntary", "The developer binds itself."),
)
