"""Whether packed files are whole, which is found out before their rows are counted.

A database that reads rows out of an archive does not hold them against the checksum and the length at its
end, and goes on for as long as it unpacks.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Sequence
from threading import Event

from tra_policy.engine.database import Means
from tra_policy.engine.lying import bytes_of, size_of

# A packed file may unpack to this in any case, whatever its size.
FREE = 1024 * 1024 * 1024
_READ = 64 * 1024
_PIECE = 1024 * 1024
_TOO_MUCH = (
    "it unpacks to more than {:,} bytes; "
    "`--limit unpacked=SIZE` and `--limit ratio=NUMBER` allow more"
)
# For zlib: a gzip header, and the checksum and length behind what it holds.
_GZIP = 31
_WHY = {
    "incorrect data check": "it is damaged: its checksum is not that of what it holds",
    "incorrect length check": "it is damaged: it holds more or less than it says at its end",
}


def not_whole(paths: Sequence[str], means: Means) -> dict[str, str]:
    """Return what is wrong with packed files that are not whole, or unpack to too much, by path."""
    if not paths:
        return {}
    from concurrent.futures import ThreadPoolExecutor

    stop = Event()
    with ThreadPoolExecutor(means.threads or os.cpu_count() or 1) as workers:
        try:
            found = list(workers.map(lambda path: _fault(path, means, stop), paths))
        except BaseException:
            stop.set()  # or else the others would be read to their ends
            raise
    return {path: why for path, why in zip(paths, found, strict=True) if why}


def _fault(path: str, means: Means, stop: Event) -> str:
    try:
        most = min(means.unpacked, max(FREE, means.ratio * size_of(path)))
        return _unpacked(path, most, stop)
    except OSError as error:
        return (error.strerror or "it is damaged").lower()


def _unpacked(path: str, most: int, stop: Event) -> str:
    """Unpack a file, and return what is wrong with it; archives may stand one behind the other."""
    done = 0
    reader, first = zlib.decompressobj(_GZIP), True
    with bytes_of(path) as stream:
        while (piece := stream.read(_READ)) and not stop.is_set():
            while piece:
                if reader.eof:
                    # Tapes fill up their blocks with zeros.
                    piece = piece.lstrip(b"\0")
                    if not piece:
                        break
                    reader, first = zlib.decompressobj(_GZIP), False
                try:
                    done += len(reader.decompress(piece, _PIECE))
                except zlib.error as error:
                    return _why(error, first, done)
                if done > most:
                    return _TOO_MUCH.format(most)
                piece = reader.unconsumed_tail or reader.unused_data
    # What was read may hold more than one piece.
    while not reader.eof and (rest := reader.decompress(b"", _PIECE)):
        done += len(rest)
    if done > most:
        return _TOO_MUCH.format(most)
    return "" if reader.eof or stop.is_set() else f"it breaks off after {done:,} unpacked bytes"


def _why(error: zlib.error, first: bool, done: int) -> str:
    why = next((why for said, why in _WHY.items() if said in str(error)), "")
    if why:
        return why
    if "header" in str(error):
        return "it is no gzip" if first else "what stands behind its end is no gzip"
    return f"it is damaged after {done:,} unpacked bytes"
