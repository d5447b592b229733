"""Coverage-guided fuzzing, outside CI: `python -m tests.fuzz TARGET [--minutes 10] [--corpus FOLDER]` (pip install atheris).

It ends with the first bytes for which a promise of `targets` is broken, or that take more than 5 s or 1 GB, and writes them to
`tests/fuzz/findings/TARGET/`, where a test tries them for good.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["kg"]):
    from tests.fuzz.targets import SEEDS, TARGETS

FINDINGS = Path(__file__).parent / "findings"


def main() -> None:
    """Fuzz one target until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tests.fuzz")
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seconds", type=int, default=5, help="most for one input; more where the machine is busy")
    parser.add_argument("--corpus", type=Path, help="keep what reaches new code here, to go on from another time")
    options = parser.parse_args()
    corpus = options.corpus or Path(tempfile.mkdtemp())
    found = FINDINGS / options.target
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(SEEDS.get(options.target, ())):
        (corpus / f"seed-{number}").write_bytes(seed)
        TARGETS[options.target](seed)  # imports what it needs, which is not to count as its time
    limits = [
        f"-max_total_time={round(options.minutes * 60)}",
        f"-timeout={options.seconds}",
        f"-report_slow_units={options.seconds}",
        "-rss_limit_mb=1024",
        "-max_len=20000",
    ]
    atheris.Setup(
        [sys.argv[0], str(corpus), *limits, f"-artifact_prefix={found}/", "-print_final_stats=1"], TARGETS[options.target]
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
