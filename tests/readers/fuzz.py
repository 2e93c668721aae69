"""Feeding every reader with damaged files for a while: `make fuzz SECONDS=60`.

Edits of real files, drawn and made smaller by Hypothesis, until the time is up. What breaks a law is
printed as a call that shows it, and becomes a test.
"""

from __future__ import annotations

import argparse
import sys
import time

from foreign_files import sample
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from test_foreign_hostile import EVERY, JSON, PATHS, SMALL, WRITE, put, told

BATCH = 200
SEEDS: dict[str, list[bytes]] = {reader: [data] for reader, (_, data) in EVERY.items()}
SEEDS["inspect"] += [
    sample("inspect_zstd/mod7.eval"),
    sample("../inspect_ai/popularity.eval"),
    sample("../inspect_ai/data_arc_qwen.json"),
]
SEEDS["hf-results"].append(sample("hf/model_card.md"))
PIECES = [b"", b'"', b"{", b"}", b"[", b"]", b",", b":", b"null", b"NaN", b"-1", b"1e999", b"\n"]
PIECES += [b"\xff", b"\x00", b"\\ud800", b"\x1b[31m", b"- ", b"---\n", b"&a ", b"*a", b"!!python/"]
PIECES += [b"PK\x01\x02", b"PK\x05\x06", b"\x28\xb5\x2f\xfd", b"9" * 500, b"[" * 2000]
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(PIECES) | st.binary(max_size=8)),
    min_size=1,
    max_size=6,
)


def edited(data: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    """A file with pieces of it replaced."""
    for part, length, piece in edits:
        at = int(part * len(data))
        data = data[:at] + piece + data[at + length :]
    return data


@given(st.sampled_from(sorted(EVERY)), st.data())
def bytes_changed(reader: str, data: st.DataObject) -> None:
    """Edits of the bytes, for formats of every kind."""
    told(reader, edited(data.draw(st.sampled_from(SEEDS[reader])), data.draw(EDITS)))


@given(st.sampled_from(sorted(SMALL)), st.data())
def values_changed(reader: str, data: st.DataObject) -> None:
    """Edits of the values, which stay JSON and so reach further in."""
    value = SMALL[reader]
    for path in data.draw(st.lists(st.sampled_from(PATHS[reader]), min_size=1, max_size=5)):
        value = put(value, path, data.draw(JSON))
    if isinstance(value, list):
        value = [one for one in value if isinstance(one, dict)]
    told(reader, WRITE[reader](value))


def guided(seconds: int) -> None:
    """Let atheris, where it is installed, choose what to draw by what it reaches."""
    import atheris  # type: ignore[import-not-found, unused-ignore]

    atheris.instrument_all()
    plan = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))
    aim = plan(bytes_changed).hypothesis.fuzz_one_input
    atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-max_len=4096"], aim)
    atheris.Fuzz()


def main() -> None:
    """Run batches until the time is up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--guided", action="store_true", help="by coverage, with atheris")
    given_ = parser.parse_args()
    if given_.guided:
        guided(int(given_.seconds))
        return
    until, batch = time.monotonic() + given_.seconds, 0
    plan = settings(
        max_examples=BATCH,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    laws = [plan(law) for law in (bytes_changed, values_changed)]
    while time.monotonic() < until:
        for law in laws:
            seed(given_.seed + batch)(law)()
        batch += 1
    sys.stdout.write(f"{2 * batch * BATCH:,} files, seed {given_.seed}: every law held\n")


if __name__ == "__main__":
    main()
