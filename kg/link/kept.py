"""What finding copies leaves in `kg.cache` for the next time, so that a large database is not gone through again.

It is derived, and always safe to delete: a file that is damaged or of another version counts for none.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from kg.link.reprints import BANDS, Families, Sketch
from kg.link.reprints import families as found
from kg.model import Article

if TYPE_CHECKING:
    from kg.link.reprints import Words

_NAME = "reprints-2.npz"  # another number for another way to make sketches
_WORTH = 200  # so many new articles take as long as reading the file


def families(articles: Sequence[Article], folder: Path | None) -> Mapping[str, str]:
    """The family of each article that has copies (see `reprints.families`), with the help of what `folder` keeps."""
    if folder is None:
        return found(articles)[0]
    before = _load(folder / _NAME)
    old = {sketch.key for sketch in before.sketches}
    named, after = found(articles, before)
    keys = {sketch.key for sketch in after.sketches}
    if len(keys - old) >= _WORTH or old - keys:
        with suppress(OSError):  # a folder that cannot be written costs time only
            _save(after, folder / _NAME)
    return named


def forget(folder: Path) -> None:
    """Delete what is kept: it was made from texts, and must not outlive them."""
    for path in folder.glob("reprints-*"):
        path.unlink(missing_ok=True)


def _save(families: Families, path: Path) -> None:
    import numpy as np  # 0.1 s: not for kg --help

    sketches = families.sketches
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.{os.getpid()}")
    with half.open("wb") as out:
        np.savez(
            out,
            keys=np.array([sketch.key for sketch in sketches], dtype=np.str_),
            owners=np.array([sketch.owner for sketch in sketches], dtype=np.str_),
            days=np.array([sketch.day for sketch in sketches], dtype=np.int64),
            labels=np.array(families.labels, dtype=np.int64),
            bands=np.array([sketch.bands for sketch in sketches], dtype=np.uint32).reshape(-1, BANDS),
            runs=_joined([sketch.runs for sketch in sketches]),
            run_ends=_ends([sketch.runs for sketch in sketches]),
            numbers=_joined([sketch.numbers for sketch in sketches]),
            number_ends=_ends([sketch.numbers for sketch in sketches]),
        )
    half.replace(path)


def _load(path: Path) -> Families:
    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as kept:
            names, days = (kept["keys"].tolist(), kept["owners"].tolist()), kept["days"].tolist()
            columns = (*names, days, kept["bands"], _cut(kept, "run"), _cut(kept, "number"))
            return Families([Sketch(*row) for row in zip(*columns, strict=True)], kept["labels"].tolist())
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return Families()


def _joined(parts: Sequence[Words]) -> Words:
    import numpy as np

    return np.concatenate([np.zeros(0, np.uint32), *parts])


def _ends(parts: Sequence[Words]) -> Words:
    import numpy as np

    return np.cumsum([0, *map(len, parts)], dtype=np.uint32)


def _cut(kept: Mapping[str, Words], name: str) -> list[Words]:
    joined, ends = kept[f"{name}s"], kept[f"{name}_ends"].tolist()
    return [joined[start:stop] for start, stop in pairwise(ends)]
