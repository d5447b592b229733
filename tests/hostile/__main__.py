"""`python -m tests.hostile [--count 10000]`: reads so many inputs, and says which promises of `promises` are broken."""

# ruff: noqa: T201
from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

from tests.hostile.inputs import hostile
from tests.hostile.promises import Trial

_BATCH = 220
_MEMORY = 1 << 30


def main() -> None:
    """Try them in batches, each with a database of its own."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tests.hostile")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--from", type=int, default=0, dest="first", help="the number of the first one")
    options = parser.parse_args()
    start, broken, slowest, last = time.monotonic(), 0, (0.0, ""), options.first + options.count
    for first in range(options.first, last, _BATCH):
        with tempfile.TemporaryDirectory() as folder:
            trial = Trial(Path(folder) / "trial")
            trial.run(map(hostile, range(first, min(first + _BATCH, last))))
        broken, slowest = broken + len(trial.broken), max(slowest, trial.slowest)
        print(*trial.broken, sep="\n", end="\n" if trial.broken else "", flush=True)
        done = ", ".join(f"{count} {what}" for what, count in sorted(trial.outcomes.items()))
        print(f"{first}: {done}; {time.monotonic() - start:.0f} s", flush=True)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    worst = f"slowest {slowest[0]:.1f} s ({slowest[1]!r}), {memory >> 20} MB at most"
    print(f"{options.count} inputs, {broken} promises broken, {worst}")
    sys.exit(1 if broken or memory > _MEMORY else 0)


if __name__ == "__main__":
    main()
