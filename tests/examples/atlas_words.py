"""What the atlas says in words around its tables."""

from __future__ import annotations

HEAD = """\
# The atlas: what each answer rests on

Every system card of [`examples/cards`](../examples/cards/README.md), held against the document of its
developer that was in force on the day of the card. The page is written by `python -m
tests.examples.write_atlas`, and the test suite fails when it is not what the command writes.

It says whose work an answer rests on, as far as the card was coded. It does not say whether a model is
safe, whether a developer kept its word, or which developer is better: the documents ask for different
things, and a developer that publishes more has more rows here to be read.
"""

READING = """\
## How to read a row

- **state**: whether the threshold is reached, decided by the published records alone, at the limits that
  the document publishes. *Unknown* is the usual answer and no reproach: most thresholds are in words, a
  limit may be unpublished, or no count or interval stands beside a value. The public record alone does not
  decide it then.
- **treated as**: what the document says about an unknown state. *Reached* beside *unknown* is a precaution
  of the document or of the developer. It is no violation, and no sign that the model can do the thing.
- **ruling**: what the developer itself concluded. *Cannot rule out* is the weaker form, for words such as
  *treated as* or *as a precaution*. *None*: no ruling is evidenced in the public record that was read.
  *The limits say otherwise* stands where the ruling and the document's own conditions do not go together.
- **design, run, grade**: how far the answer relies on the developer's own work: who made the test, who ran
  it, who marked it. They are asked of the state where that is decided, and else of the ruling.
  - *only*: nothing but the developer's work stands behind it.
  - *partly*: work of others is cited, and does not carry the answer alone.
  - *not*: work of others reads the same way.
  - *unattributed*: it depends on people of whom the record does not say who they are, or what ties them to
    the developer. Being named is not enough: that two parties are independent has to be stated by somebody.
  - *nothing*: no record with a reading bears on it.
- **label**: *prior*, *conditional* or *commitment*, the lower of what the text supports and what the
  evidence supports. *Prior* beside work of others means that the text lets the developer answer without
  it. [The manual](manual/independence.md) has the rules.
- **flags**: what a reader should know before quoting the row. *Result-unpublished*: somebody tested, and
  the result is not public. *Limit-unpublished*: there is a limit, and it is not public. *Stated-only*: a
  reading that the card states, without a number that could be compared. *Unidentified-party*: a tester
  without a name. *Contradicted*: a record reads the other way. *Not-relied-on*: a record bears on the
  threshold, and the ruling does not cite it. *Selection-possible*: nobody states that these are all
  measurements there are.

`tra check policies/DOCUMENT.tra --evidence examples/cards/CARD --as-of DAY` shows a row in full, with its
proof; the document and the day are in the table further below.

## The table
"""

SILENT = """\
## Thresholds without a row

On these, no record and no ruling is evidenced in the public record that was read. That is not the same as
a test that was not made: a card may speak of it in words that were not coded, another document may, or the
threshold may not apply to the model.
"""

CHOICE = """\
## Which document, and on which day

*In force*: the file's own dates say so, or, where they give no day, the card does. *Stands in*: the version
that was in force has no file here, and the row is about the words of another version. Such a row says what
the evidence comes to under that text; it does not say what the developer owed on the day.
"""

LIMITS = """\
## Limits

- **Absence means: not evidenced in the public record.** It never means that something was not done.
- **One coding.** 120 rows, read by people who are not known here, each with its place in the card. No row
  was held against its card again. An evaluation that is not in the coding is not on this page.
- **The day of the card stands for all its records.** Cards that give their month only count as made on
  its last day. What was published later is not in the bundles, but for the two whose corrections are.
- **Ties are not in the rows.** The coding calls some designers independent. Where neither the document nor
  the registry says so of a party, with a source and in the form that the rules ask for, its work stands as
  *unattributed*. This is a gap of the record, and none of the party or of the developer.
- **Rulings are readings.** Which words of a card count as which ruling, and which records a ruling rests
  on, is told in `examples/cards/readings.yaml`, and may be read otherwise.
- **A count is no measure of a developer.** Thresholds differ in number and in grain between documents.
"""

SECOND_HAND = """\
## What is secondary

Rows of the coding and facts of the documents that were read at second hand. A fact stands for what the
secondary source says of the document.
"""

END = """\
The numbers at the head come from `python -m tests.examples.write_atlas --counts`. Somebody who finds a row
wrong can change the reading or the registry row that it rests on, both with a source, and write the page
anew.
"""
