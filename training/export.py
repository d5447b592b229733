"""Checkpoint → `encoder.onnx` (8-bit weights) and `heads.npz`: `python -m training.export CHECKPOINT WIDE BASE OUT`.

The graph is written node by node: it takes keys and values of an earlier pass, so that one graph reads words and markers.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from training.network import WORD_SCALE

LAYERS, HEADS, SIZE, FF = 12, 12, 384, 1536
WIDTH = SIZE // HEADS
BLOCK = 128  # weights that share a scale
_NAMES = ("query", "key", "value", "attended", "widen", "narrow")


class Graph:
    """Collects nodes and weights; each method adds an operation and returns the name of its output."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.weights: list[Any] = []

    def constant(self, name: str, value: np.ndarray) -> str:
        """A weight."""
        self.weights.append(numpy_helper.from_array(np.asarray(value, order="C"), name))
        return name

    def op(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """A node with one output."""
        out = f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [out], domain=domain, **attributes))
        return out

    def linear(self, name: str, x: str, weight: np.ndarray, bias: np.ndarray) -> str:
        """x · weightᵀ + bias with 8-bit weights; activations are scaled block by block of each row (accuracy level 4)."""
        rows, columns = weight.shape
        blocks = weight.reshape(rows, columns // BLOCK, BLOCK)
        scale = np.maximum(np.abs(blocks).max(-1), 1e-8) / 127
        packed = (np.rint(blocks / scale[..., None]) + 128).astype(np.uint8)
        product = self.op(
            "MatMulNBits",
            x,
            self.constant(f"{name}.q", packed),
            self.constant(f"{name}.s", scale.astype(np.float32).ravel()),
            domain="com.microsoft",
            K=columns,
            N=rows,
            bits=8,
            block_size=BLOCK,
            accuracy_level=4,
        )
        return self.op("Add", product, self.constant(f"{name}.b", bias))

    def norm(self, name: str, x: str, weight: np.ndarray, bias: np.ndarray) -> str:
        """Layer norm over the last axis."""
        return self.op(
            "LayerNormalization", x, self.constant(f"{name}.w", weight), self.constant(f"{name}.c", bias), axis=-1, epsilon=1e-12
        )


def build(state: dict[str, np.ndarray]) -> onnx.ModelProto:
    """The encoder as a graph: embedded, mask, past_keys, past_values → vectors, keys, values."""
    g = Graph()
    split = g.constant("split", np.array([0, HEADS, WIDTH], np.int64))
    merge = g.constant("merge", np.array([0, SIZE], np.int64))
    axis = g.constant("axis", np.array([0], np.int64))
    scale = g.constant("scale", np.array(WIDTH**-0.5, np.float32))
    x = g.norm("norm", "embedded", state["encoder.norm.weight"], state["encoder.norm.bias"])
    keys, values = [], []
    for layer in range(LAYERS):
        at = f"encoder.layers.{layer}"
        weight = {name: (state[f"{at}.{name}.weight"], state[f"{at}.{name}.bias"]) for name in _NAMES}
        here = g.constant(f"layer{layer}", np.array(layer, np.int64))

        def heads(name: str, x: str = x, weight: dict[str, Any] = weight, at: str = at) -> str:
            return g.op("Transpose", g.op("Reshape", g.linear(f"{at}.{name}", x, *weight[name]), split), perm=[1, 0, 2])

        query, key, value = g.op("Mul", heads("query"), scale), heads("key"), heads("value")
        keys.append(g.op("Unsqueeze", key, axis))
        values.append(g.op("Unsqueeze", value, axis))
        key = g.op("Concat", g.op("Gather", "past_keys", here, axis=0), key, axis=1)
        value = g.op("Concat", g.op("Gather", "past_values", here, axis=0), value, axis=1)
        scores = g.op("Add", g.op("MatMul", query, g.op("Transpose", key, perm=[0, 2, 1])), "mask")
        mixed = g.op("MatMul", g.op("Softmax", scores, axis=-1), value)
        mixed = g.op("Reshape", g.op("Transpose", mixed, perm=[1, 0, 2]), merge)
        mixed = g.linear(f"{at}.attended", mixed, *weight["attended"])
        x = g.norm(f"{at}.norm1", g.op("Add", x, mixed), state[f"{at}.norm1.weight"], state[f"{at}.norm1.bias"])
        wide = g.op("Gelu", g.linear(f"{at}.widen", x, *weight["widen"]))
        x = g.norm(
            f"{at}.norm2",
            g.op("Add", x, g.linear(f"{at}.narrow", wide, *weight["narrow"])),
            state[f"{at}.norm2.weight"],
            state[f"{at}.norm2.bias"],
        )
    for name, source in (
        ("vectors", g.op("Identity", x)),
        ("keys", g.op("Concat", *keys, axis=0)),
        ("values", g.op("Concat", *values, axis=0)),
    ):
        g.nodes.append(helper.make_node("Identity", [source], [name]))

    def info(name: str, *shape: Any) -> Any:
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)

    graph = helper.make_graph(
        g.nodes,
        "reader",
        [
            info("embedded", "q", SIZE),
            info("mask", "q", "k"),
            *(info(n, LAYERS, HEADS, "p", WIDTH) for n in ("past_keys", "past_values")),
        ],
        [info("vectors", "q", SIZE), *(info(n, LAYERS, HEADS, "q", WIDTH) for n in ("keys", "values"))],
        g.weights,
    )
    return helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 20), helper.make_opsetid("com.microsoft", 1)], ir_version=10
    )


def heads(state: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Everything outside the layers: word embeddings as int8 with a scale a row, the heads as float16."""
    words = state["encoder.word.weight"]
    scale = np.maximum(np.abs(words).max(1), 1e-8) / 127
    out = {
        "encoder.word": np.rint(words / scale[:, None]).astype(np.int8),
        "encoder.word.scale": scale.astype(np.float32),
        "shape": np.array([LAYERS, HEADS, 0, WIDTH]),
        "word_scale": np.array(WORD_SCALE, np.float32),
    }
    for name, value in state.items():
        if name == "encoder.position.weight" or not name.startswith("encoder."):
            out[name] = value.astype(np.float16)
    return out


def cue_model(path: Path) -> dict[str, np.ndarray]:
    """The linear model with 8-bit weights, a scale a label."""
    with np.load(path) as arrays:
        weight, bias = arrays["weight"], arrays["bias"]
    scale = np.maximum(np.abs(weight).max(0), 1e-8) / 127
    return {"cues.weight": np.rint(weight / scale).astype(np.int8), "cues.scale": scale.astype(np.float32), "cues.bias": bias}


def main() -> None:
    """Write the model's files to OUT; labels and tokenizer are copied."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("wide", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    loaded = torch.load(args.checkpoint, map_location="cpu")["reader"]
    state = {name: value.float().numpy() for name, value in loaded.items()}
    args.out.mkdir(parents=True, exist_ok=True)
    onnx.save(build(state), args.out / "encoder.onnx")
    np.savez_compressed(args.out / "heads.npz", **heads(state), **cue_model(args.wide))
    shutil.copy(args.base / "tokenizer.json", args.out)
    shutil.copy(args.checkpoint.parent / "labels.json", args.out)
    sizes = {path.name: path.stat().st_size for path in sorted(args.out.iterdir())}
    print(json.dumps(sizes))


if __name__ == "__main__":
    main()
