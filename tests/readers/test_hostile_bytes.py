"""Whatever bytes a bundle holds, the reader answers with values and placed mistakes."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from tra_policy.readers.bundle import read_bundle
from tra_policy.readers.codes import CODES

KNOWN = {explained.code for explained in CODES}
NAMES = ["a.yaml", "a.json", "a.ndjson", "a.eval", "a.bin", "b/c.yml"]
WHOLE = b"""\
format: tra.bundle/1
id: b-1
date: 2026-05-26
developer: example-lab
subject: ckpt-9
parties: [{party: example-lab, ties: [{kind: paid by, other: x}]}]
records:
  - &c {kind: checkpoint, id: ckpt-9, parents: [ckpt-8], compute: 1e26 FLOP}
  - {kind: measurement, id: m-1, benchmark: vct, subject: ckpt-9, statistic: mean, value: 33 of 42,
     counts: {planned: 42, scored: 42, errored: 0, excluded: 0}, interval: from-counts}
  - {kind: decision, id: d-1, threshold: T, subject: ckpt-9, ruling: reached,
     decided: 2026-05-01, relied_on: [m-1]}
files:
  - {path: a.yaml}
  - {path: a.json}
  - {path: a.ndjson}
  - {path: a.eval, reader: inspect, defaults: {id: log}}
  - {path: a.bin, reader: attachment}
  - {path: b/c.yml}
"""


def check(files: dict[str, bytes], manifest: str = "bundle.yaml") -> None:
    evidence, said = read_bundle(files, manifest)
    assert evidence is not None or any(one.input_error for one in said)
    for one in said:
        assert one.code in KNOWN
        assert one.place is not None
        assert one.place.path in files
        assert one.message
        assert one.message.isprintable()
        assert one.help.isprintable()
    if evidence is not None and evidence.unread:
        assert any(one.input_error for one in said)


@settings(deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["bundle.yaml", "bundle.json"]))
def test_any_bytes_as_a_manifest(data: bytes, name: str) -> None:
    check({name: data}, name)


@settings(deadline=None)
@given(st.text("{}[]:,&*!|>'\"%@`#- \n\tab1?\x00\x1b\ud7ff", max_size=40))
def test_any_scraps_of_yaml_as_a_manifest(text: str) -> None:
    check({"bundle.yaml": text.encode()})
    check({"bundle.json": text.encode()}, "bundle.json")


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), st.binary(max_size=80)))
def test_any_bytes_as_the_files_of_a_bundle(files: dict[str, bytes]) -> None:
    check({"bundle.yaml": WHOLE, **files})


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(WHOLE) - 1),
            st.integers(0, 6),
            st.sampled_from(
                [b"", b"x", b": ", b"\n", b"- ", b"[", b"}", b"*c", b"&c", b"\xff", b"~", b"-1"]
            ),
        ),
        min_size=1,
        max_size=3,
    )
)
def test_any_change_of_a_manifest(edits: list[tuple[int, int, bytes]]) -> None:
    data = WHOLE
    for position, length, put in edits:
        data = data[:position] + put + data[position + length :]
    check({"bundle.yaml": data})


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=5,
)
FIELDS = [
    "kind",
    "id",
    "value",
    "counts",
    "roles",
    "interval",
    "subject",
    "relied_on",
    "retracted",
    "class",
]
KINDS = ["measurement", "warning", "decision", "checkpoint", "population", "judgement"]


@settings(deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {"kind": st.sampled_from(KINDS) | VALUES},
            optional={name: VALUES for name in FIELDS if name != "kind"},
        )
        | VALUES,
        max_size=4,
    )
)
def test_any_records(records: list[object]) -> None:
    lines = "\n".join(json.dumps(one) for one in records).encode()
    manifest = b"format: tra.bundle/1\nid: b\ndate: 2026-05-26\ndeveloper: l\nsubject: s\n"
    manifest += b"files: [{path: a.ndjson}]\n"
    files = {"bundle.yaml": manifest, "a.ndjson": lines}
    evidence, said = read_bundle(files)
    check(files)
    assert evidence is not None
    assert len(evidence.filed) + evidence.unread == len(records)
    assert evidence.unread <= sum(1 for one in said if one.input_error)


def test_the_bundle_that_is_changed_above_is_whole() -> None:
    files = {"bundle.yaml": WHOLE, **dict.fromkeys(NAMES, b"[]"), "a.ndjson": b""}
    evidence, said = read_bundle(files)
    assert evidence is not None
    assert len(evidence.filed) == 3
    assert {one.code for one in said} == {"TRB034", "TRB040"}
