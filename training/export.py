"""Weights -> one ONNX file that holds all the reader needs but the tokenizer.

The graph is written out by hand rather than traced: one window at a time and no padding, so no mask; the last
layer computes only the words' first pieces; fused operators of onnxruntime where it has them. int8 weights
are symmetric per output channel in seven bits (U8S8 products saturate on processors without VNNI when all
eight are used), the activations are quantised per window as it runs. Decoding tables (CRF transitions, the
cue-conditional layer's small tables) travel as JSON in the file's metadata.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from training.model import HEADS, LAYERS, WIDTH, Anchored, Network, Pair
from training.train import CONTEXT, SIZE

MS = "com.microsoft"

# The graph's outputs and the layers that make them; all but `relation` are `sayso.reading.scores.HEADS`.
HEAD_LAYERS = {name: name for name in ("tags", "inner", "trigger", "mode", "context", "opinion")}
HEAD_LAYERS |= {name: f"{name}.project" for name in ("cue", "roles", "origin", "outer", "stance", "relation")}


class Graph:
    """Collects nodes and weights; `linear` writes a matrix product in the precision asked for."""

    def __init__(self, precision: str) -> None:
        self.precision = precision
        self.nodes: list[Any] = []
        self.weights: list[Any] = []

    def constant(self, name: str, value: np.ndarray[Any, Any]) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, kind: str, inputs: list[str], output: str, domain: str = "", **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, domain=domain, **attributes))
        return output

    def linear(self, x: str, name: str, weight: np.ndarray[Any, Any], bias: np.ndarray[Any, Any]) -> str:
        """weight: [in, out]."""
        b = self.constant(f"{name}.bias", bias.astype(np.float32))
        if self.precision == "int8":
            whole, scale = quantise(weight, axis=0)
            names = [
                self.constant(f"{name}.weight", whole),
                self.constant(f"{name}.scale", scale),
                self.constant(f"{name}.zero", np.zeros_like(scale, dtype=np.int8)),
            ]
            return self.add("DynamicQuantizeMatMul", [x, *names, b], f"{name}.out", MS)
        product = self.add(
            "MatMul", [x, self.constant(f"{name}.weight", weight.astype(np.float32))], f"{name}.product"
        )
        return self.add("Add", [product, b], f"{name}.out")

    def table(self, name: str, weight: np.ndarray[Any, Any], index: str) -> str:
        """Rows of an embedding table."""
        if self.precision == "fp32":
            return self.add("Gather", [self.constant(name, weight.astype(np.float32)), index], f"{name}.rows")
        whole, scale = quantise(weight, axis=1, bits=8)
        rows = self.add("Gather", [self.constant(name, whole), index], f"{name}.whole")
        scales = self.add("Gather", [self.constant(f"{name}.scale", scale[:, None]), index], f"{name}.scales")
        return self.add(
            "Mul", [self.add("Cast", [rows], f"{name}.cast", to=TensorProto.FLOAT), scales], f"{name}.rows"
        )


def quantise(
    weight: np.ndarray[Any, Any], axis: int, bits: int = 7
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Round to whole numbers, symmetric, one scale for each slice across `axis`."""
    top = 2 ** (bits - 1) - 1
    scale = np.maximum(np.abs(weight).max(axis=axis), 1e-8) / top
    whole = np.clip(np.round(weight / np.expand_dims(scale, axis)), -top, top)
    return whole.astype(np.int8), scale.astype(np.float32)


def export(
    network: Network,
    out: Path,
    *,
    precision: str,
    about: dict[str, Any],
    calibration: dict[str, list[float]] | None = None,
) -> None:
    """Write the network as ONNX; `about` and `calibration` (see `training.calibrate`) go into the metadata.
    precision: fp32 or int8.
    """
    w = {k: v.detach().numpy() for k, v in network.state_dict().items()}
    g = Graph(precision)
    ids = "ids"
    axis0 = g.constant("axis0", np.array([0], dtype=np.int64))
    length = g.add("Shape", [ids], "length")
    places = g.constant("position", w["encoder.position.weight"])
    x = g.table("word", w["encoder.word.weight"], ids)
    for name, rows in (
        ("position", g.add("Slice", [places, axis0, length, axis0], "position.rows")),
        *(
            (n, g.add("Gather", [g.constant(n + ".table", w[f"encoder.{n}.weight"]), n], n + ".rows"))
            for n in ("case", "layout", "quote", "mark")
        ),
    ):
        x = g.add("Add", [x, rows], f"sum.{name}")
    x = g.add("Unsqueeze", [x, axis0], "batched")

    def norm(name: str, value: str, skip: str | None = None) -> str:
        scale, bias = (g.constant(f"{name}.{p}", w[f"encoder.{name}.{p}"]) for p in ("weight", "bias"))
        if skip is None:
            return g.add("LayerNormalization", [value, scale, bias], f"{name}.out", epsilon=1e-12, axis=-1)
        return g.add("SkipLayerNormalization", [value, skip, scale, bias], f"{name}.out", MS, epsilon=1e-12)

    def linear(name: str, value: str) -> str:
        return g.linear(value, name, w[f"encoder.{name}.weight"].T, w[f"encoder.{name}.bias"])

    x = norm("norm", x)
    for i in range(LAYERS):
        here = f"layers.{i}"
        qkv = linear(f"{here}.qkv", x)
        parts = [f"{here}.{p}" for p in "qkv"]
        sizes = "sizes"
        if i == 0:
            g.constant(sizes, np.array([WIDTH] * 3, dtype=np.int64))
        g.nodes.append(helper.make_node("Split", [qkv, sizes], parts, name=f"{here}.split", axis=-1))
        attended = g.add("MultiHeadAttention", parts, f"{here}.attended", MS, num_heads=HEADS)
        if i == LAYERS - 1:
            attended = g.add("Gather", [attended, "first"], "attended.words", axis=1)
            x = g.add("Gather", [x, "first"], "words", axis=1)
        x = norm(f"{here}.norm1", linear(f"{here}.out", attended), x)
        up = g.add("Gelu", [linear(f"{here}.up", x)], f"{here}.gelu", MS)
        x = norm(f"{here}.norm2", linear(f"{here}.down", up), x)
    flat = g.add("Squeeze", [x, axis0], "vectors")
    # The heads are small and decide; they stay in full precision.
    g.precision = "fp32"
    sizes_out = {}
    for head, layer in HEAD_LAYERS.items():
        made = g.linear(flat, head, w[f"{layer}.weight"].T, w[f"{layer}.bias"])
        g.add("Identity", [made], head)
        sizes_out[head] = len(w[f"{layer}.bias"])

    integers = [
        helper.make_tensor_value_info(n, TensorProto.INT64, ["pieces"])
        for n in ("ids", "case", "layout", "quote", "mark")
    ]
    integers.append(helper.make_tensor_value_info("first", TensorProto.INT64, ["words"]))
    outputs = [
        helper.make_tensor_value_info(n, TensorProto.FLOAT, ["words", size]) for n, size in sizes_out.items()
    ]
    model = helper.make_model(
        helper.make_graph(g.nodes, "sayso", integers, outputs, g.weights),
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(MS, 1)],
        producer_name="sayso",
    )
    model.ir_version = 8
    tables = decoding_tables(network) | {"calibration": calibration or {}}
    helper.set_model_props(
        model,
        {
            "about": json.dumps(about),
            "windows": json.dumps({"size": SIZE, "context": CONTEXT}),
            "tables": json.dumps(tables),
        },
    )
    onnx.checker.check_model(model, full_check=False)
    onnx.save(model, str(out))


def decoding_tables(network: Network) -> dict[str, Any]:
    """What decoding needs besides the graph's answers, as nested lists."""

    def rounded(t: torch.Tensor) -> Any:
        return np.round(t.detach().numpy().astype(np.float64), 6).tolist()

    def anchored(head: Anchored) -> dict[str, Any]:
        transition, begin = head.crf.tables()
        return {
            "distance": rounded(head.distance.weight),
            "paragraph": rounded(head.paragraph.weight),
            "weight": rounded(head.label.weight.T),
            "bias": rounded(head.label.bias),
            "transition": rounded(transition),
            "begin": rounded(begin),
        }

    def pair(head: Pair) -> dict[str, Any]:
        tables = {"weight": head.label.weight.T, "bias": head.label.bias, "absent": head.absent}
        return {name: rounded(table) for name, table in tables.items()}

    transition, begin = network.tag_crf.tables()
    return {
        "attribution": {
            "tag_transition": rounded(transition),
            "tag_begin": rounded(begin),
            "cue": anchored(network.cue),
        },
        "events": {"roles": anchored(network.roles)},
        "chains": {
            "origin": anchored(network.origin),
            "outer": anchored(network.outer),
            "stance": pair(network.stance),
        },
        "relation": pair(network.relation),
    }
