"""A line that is like one before is read as it would be by itself: its record, its places, its mistakes."""

from __future__ import annotations

import json
from itertools import cycle
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from said import codes, placed

from tra_policy.model.evidence.bundle import KINDS
from tra_policy.model.fitting import fitted
from tra_policy.readers.alike import LEAST_LINES, MOST_PATTERNS
from tra_policy.readers.bundle import read_bundle
from tra_policy.readers.document import Document, Limits
from tra_policy.readers.ndjson import Line, read_lines

# A file of fewer lines is not worth a pattern.
MANY = "\n" * LEAST_LINES

PIECES = {
    "id": ['"m-1"', '"m-2"', '"a:b/c@d+e"', '"-a"', '""', '"a\\u0062"', "7", '"x\\n"', '"é"'],
    "benchmark": ['"vct"', '"gpqa"', '"v{c,t}"', '"["', '"a\\/b"', "null"],
    "metric": ['"score"', "null", '"a b"', "true"],
    "statistic": ['"mean"', '"max"', '"most"'],
    "value": [
        "0.5",
        "1",
        "1.0",
        "-0",
        "1e3",
        '"22.1%"',
        '"33 of 42"',
        "true",
        "01",
        "1e999",
        "1.2.3",
    ],
    "counts": [
        '{"planned":4,"scored":4,"errored":0,"excluded":0}',
        '{"planned":9,"scored":4,"errored":5,"excluded":0}',
        '{"planned":4,"scored":4,"errored":0,"excluded":0,"planned":5}',
        '{"planned":4,"scored":true,"errored":0,"excluded":0}',
        '{"planned":4}',
        "null",
    ],
    "roles": [
        "{}",
        '{"designed":["lab"],"run":["lab", "b"]}',
        '{"designed":["}"]}',
        '{"designed":["la\\u0062"]}',
        '{"designed":["lab"]',
        '{"designed":{"a":{"b":1}}}',
        '{"designed":["lab"],"run":[["lab"]]}',
        '{"designed_from":"2026-05-26T14:00Z"}',
        '{"designed":["lab"]},"note":{"a":1}',
    ],
    "thresholds": ["[]", '["T"]', '["T","U"]', '["]"]', "[[1]]", "[[[1]]]", '["T",]', "[1]"],
    "ended": ['"2026-05-26"', '"2026-05-26T14:00Z"', '"2026-02-30"', '" 2026-05-26 "', "2026"],
    "note": ['"words"', '"zwölf"', '"say \\"so\\""', '"\\\\"', '"\t"', '"a":1', '"\\ud83d\\ude00"'],
}
GOOD = {name: pieces[:2] for name, pieces in PIECES.items()}
LAST = {name: pieces[-2:] for name, pieces in PIECES.items()}


@st.composite
def lines(draw: st.DrawFn) -> list[str]:
    """Lines with the same names in the same order, most of them good, and some that are none."""
    inner = [name for name in PIECES if name != "id"]
    names = ["id", *draw(st.lists(st.sampled_from(inner), unique=True, min_size=3, max_size=6))]
    for required in ("benchmark", "statistic"):
        if required not in names:
            names.append(required)
    comma, colon = draw(st.sampled_from([(",", ":"), (", ", ": ")]))
    tail = draw(st.sampled_from(["", "\r", " "]))
    found = []
    for number in range(draw(st.integers(3, 9))):
        pieces = draw(st.sampled_from([GOOD, GOOD, PIECES, PIECES, LAST]))
        fields = [f'"{name}"{colon}{draw(st.sampled_from(pieces[name]))}' for name in names]
        fields[0] = f'"id"{colon}"m-{number}"' if draw(st.integers(0, 3)) else fields[0]
        odd = draw(st.integers(0, 19))
        if odd == 0:
            fields.append(f'"{names[1]}"{colon}{pieces[names[1]][0]}')
        if odd == 1:
            fields.pop()
        head = [f'"kind"{colon}"measurement"', f'"subject"{colon}"c-1"']
        line = "{" + comma.join([*head, *fields]) + "}" + tail
        found.append(" " + line if odd == 2 else line + "x" if odd == 3 else line)
    return found


def places(value: Any, around: str = "") -> list[str]:
    found = [around]
    if isinstance(value, (dict, list)):
        for name, member in value.items() if isinstance(value, dict) else enumerate(value):
            found += places(member, f"{around}/{name}")
    return found


def held_against_the_long_way(text: str, limits: Limits) -> int:
    """Hold lines that are read at once against those that are not; return how many were."""
    known: Any = {}
    quick, unread, said = read_lines("f.ndjson", text, limits, known)
    slow, unread_slowly, said_slowly = read_lines("f.ndjson", text, limits, None)
    assert (unread, said, len(quick)) == (unread_slowly, said_slowly, len(slow))
    at_once = 0
    for one, other in zip(quick, slow, strict=True):
        assert isinstance(other, Document)
        if isinstance(one, Line):
            at_once += 1
            wanted = fitted(KINDS[other.value["kind"]], other.value)
            assert type(one.record) is type(wanted)
            assert repr(one.record) == repr(wanted)
            assert list(vars(one.record)) == list(vars(wanted))
            assert one.place == other.place()
            one = one.document
        assert repr(one.value) == repr(other.value)
        for pointer in [*places(other.value), "/nowhere"]:
            for of_key in (False, True):
                assert one.place(pointer, of_key=of_key) == other.place(pointer, of_key=of_key)
    return at_once


@settings(deadline=None, max_examples=400)
@given(lines(), st.sampled_from([Limits(), Limits(nodes=30), Limits(nodes=500), Limits(depth=2)]))
def test_a_line_is_read_alike_either_way(given_lines: list[str], limits: Limits) -> None:
    held_against_the_long_way(MANY + "\n".join(given_lines), limits)


def line(number: int, **others: Any) -> str:
    record = {
        "kind": "measurement",
        "id": f"m-{number}",
        "benchmark": "vct",
        "subject": "c-1",
        "statistic": "mean",
        "value": 0.25,
        "roles": {"run": ["lab"]},
    }
    return json.dumps({**record, **others})


def test_from_the_third_line_on_records_are_read_at_once() -> None:
    text = "\n".join(line(number) for number in range(LEAST_LINES))
    assert held_against_the_long_way(text, Limits()) == LEAST_LINES - 2


@pytest.mark.parametrize("name", PIECES)
def test_every_piece_is_reached_behind_good_ones(name: str) -> None:
    fields = {name: pieces[0] for name, pieces in PIECES.items()}
    given_lines = []
    for piece in [GOOD[name][0], GOOD[name][1], *PIECES[name], *PIECES[name]]:
        pieces = {**fields, name: piece}
        inner = ",".join(f'"{field}":{held}' for field, held in pieces.items())
        given_lines.append('{"kind":"measurement","subject":"c-1",' + inner + "}")
    text = MANY + "\n".join(given_lines)
    unusual = "\\ud83d" in text
    assert held_against_the_long_way(text, Limits()) >= 2 or unusual


def test_lines_of_a_few_sorts_take_turns() -> None:
    sorts = [{}, {"ended": "2026-05-26"}, {"note": "x"}, {"thresholds": ["T"]}]
    given_lines = [line(n, **more) for n, more in zip(range(120), cycle(sorts), strict=False)]
    assert held_against_the_long_way("\n".join(given_lines), Limits()) == 120 - 2 * len(sorts)


def test_of_many_sorts_most_are_read_the_long_way() -> None:
    sorts: list[dict[str, Any]] = [{}]
    for name in ("counts", "thresholds", "ended", "note"):
        sorts += [{**before, name: json.loads(PIECES[name][0])} for before in sorts]
    given_lines = [line(n, **more) for n, more in zip(range(200), cycle(sorts), strict=False)]
    at_once = held_against_the_long_way("\n".join(given_lines), Limits())
    assert 0 < at_once <= 200 * MOST_PATTERNS // len(sorts)


def test_nothing_is_shared_between_names_or_spellings() -> None:
    given_lines = [
        line(n, value=value, note=note)
        for n, (value, note) in enumerate([(1, "x"), (2, "y"), (1, "1"), (1.0, "2"), (-0.0, "-0")])
    ]
    quick, _, _ = read_lines("f", MANY + "\n".join(given_lines), Limits(), {})
    shown = [str(one.record.value) for one in quick if isinstance(one, Line)]  # type: ignore[attr-defined]
    assert shown == ["1", "1.0", "-0.0"]


def test_a_bundle_says_the_same_of_lines_that_are_read_at_once() -> None:
    head = b"format: tra.bundle/1\nid: b\ndate: 2026-05-26\ndeveloper: lab\nsubject: c-1\n"
    named = b"files:\n  - path: f.ndjson\n"
    given_lines = [line(number) for number in range(LEAST_LINES)]
    given_lines += [
        line(5),
        line(201, subject="c-2"),
        line(202, value="many"),
        line(203, value="101%"),
        line(204, adjudicates=["m-1", "m-301"]),
        line(205, adjudicates=["m-1", "m-302"]),
        line(206, adjudicates=["m-1", "m-303"]),
        line(207, adjudicates=["m-202"]),
    ]
    seven = ["TRB016", "TRB014", "TRB034", "TRB034", "TRB034", "TRB034", "TRB033"]
    found = {}
    # A line that begins with a blank is read the long way.
    for blank in ("", " "):
        text = "\n".join(blank + one for one in given_lines)
        evidence, said = read_bundle({"bundle.yaml": head + named, "f.ndjson": text.encode()})
        assert evidence is not None
        assert evidence.unread == 2
        assert sorted(codes(said)) == sorted(seven)
        first = f"f.ndjson:6:{1 + len(blank)}"
        words = [(d.code, d.message, d.help.replace(first, "first"), d.subject) for d in said]
        stands = [(line, column - len(blank)) for _, line, column in placed(said)]
        filed = [(f.record, f.defects, f.file, f.place.line) for f in evidence.filed]
        found[blank] = words, stands, filed
    assert found[""] == found[" "]


def test_a_value_that_was_met_before_is_shared() -> None:
    quick, _, _ = read_lines("f", MANY + "\n".join([line(1)] * 4), Limits(), {})
    assert [type(one) for one in quick] == [Document, Document, Line, Line]
    shared = [one.record.roles for one in quick if isinstance(one, Line)]  # type: ignore[attr-defined]
    assert shared[0] is shared[1]
