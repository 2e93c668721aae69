"""What an edit costs in the language server: the work between a change and its findings.

Fifty edits on the largest policy, in process, each a comment more in another line: nothing
that was read of the document can be used again. The libraries that it uses stay as they were. What is
counted is time of the processor, so that a busy machine does not show.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tra_policy import driver  # noqa: E402
from tra_policy.logic import text_verdicts  # noqa: E402
from tra_policy.lsp.completing import proposals  # noqa: E402
from tra_policy.lsp.reading import about, parsed, read  # noqa: E402
from tra_policy.lsp.session import Session, settle  # noqa: E402
from tra_policy.lsp.symbols import folds, outline  # noqa: E402
from tra_policy.lsp.tokens import tokens  # noqa: E402
from tra_policy.resolve import resolve  # noqa: E402
from tra_policy.words.source import Source  # noqa: E402


def largest() -> Path:
    """Return the largest policy of the project."""
    return max(ROOT.glob("policies/**/*.tra"), key=lambda path: path.stat().st_size)


def edits(text: str, number: int) -> Iterator[str]:
    """Yield a text with one line after another changed."""
    lines = text.split("\n")
    for n in range(number):
        at = n * len(lines) // number
        yield "\n".join([*lines[:at], f"{lines[at]}  # {n}", *lines[at + 1 :]])


def main() -> None:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("policy", nargs="?", type=Path, default=largest())
    parser.add_argument("--edits", type=int, default=50)
    given = parser.parse_args()
    path = given.policy.resolve()
    text = path.read_text("utf-8")
    settle()
    session = Session()
    session.put(str(path), text)
    first = session.reading(str(path))
    assert first is not None
    about(first)
    times: dict[str, list[float]] = {}

    def timed(name: str, work: Callable[[], object]) -> object:
        started = time.process_time()
        result = work()
        times.setdefault(name, []).append((time.process_time() - started) * 1000)
        return result

    for changed in edits(text, given.edits):
        session.put(str(path), changed)

        def findings() -> object:
            reading = session.reading(str(path))
            assert reading is not None
            return about(reading)

        timed("a change, to its findings", findings)
        reading = session.reading(str(path))
        assert reading is not None
        source = Source(str(path), changed + "\n")
        libraries = tuple(reading.libraries.values())
        own = parsed(source)
        timed("- of that, parse", lambda source=source: parsed(source))
        trees = {name: (held.tree,) for name, held in reading.libraries.items()}
        timed("- resolve", lambda own=own, trees=trees: resolve((own.tree,), trees))
        again = read(own, libraries, reading.opening)
        if again.policy is not None:
            policy = again.policy
            timed("- verdicts of the text", lambda policy=policy: text_verdicts(policy))
            timed("- rules", lambda again=again: driver.found(again.text, again.cited))
        index = timed("names and their uses", lambda again=again: len(again.index.uses))
        assert index
        timed(
            "outline and folds",
            lambda a=again, s=source: (outline(a.own.tree), folds(s, a.own.tree)),
        )
        timed("colours", lambda a=again, s=source: tokens(s, a.own.tree, a.index))
        middle = changed.index("\n", len(changed) // 2)
        timed(
            "completion in the middle", lambda a=again, s=source, m=middle: proposals(s, m, a.index)
        )
    lines = text.count("\n")
    print(f"{path.name}, {lines} lines, {len(first.libraries)} libraries, {given.edits} edits\n")
    print("| work | median, ms | slowest, ms |\n|---|---|---|")
    for name, taken in times.items():
        print(f"| {name} | {statistics.median(taken):.1f} | {max(taken):.1f} |")


if __name__ == "__main__":
    main()
