"""The four graphs of a model folder: encoder, entities, syntax, labels."""

from collections.abc import Mapping

import numpy as np
import onnx
from onnx import TensorProto
from torch import Tensor

from .decode import FloatArray
from .graph import GraphBuilder, Linear, Range
from .model import EncoderSize, NewsModel

Shape = list[str | int]
_BT: Shape = ["B", "T"]


class GraphMaker:
    """Makes a model's graphs, in float (`ranges` None) or int8."""

    def __init__(self, model: NewsModel, ranges: dict[str, Range] | None = None, weight_bits: int = 7) -> None:
        self.size: EncoderSize = model.encoder.size
        self.heads = model.sizes
        self.state: Mapping[str, Tensor] = model.state_dict()
        self.ranges = ranges
        self.weight_bits = weight_bits
        self.watched: dict[str, dict[str, str]] = {}

    def all(self) -> dict[str, onnx.ModelProto]:
        """Graphs by file name."""
        makers = {
            "encoder.onnx": self.encoder,
            "entities.onnx": self.entities,
            "syntax.onnx": self.syntax,
            "labels.onnx": self.labels,
        }
        graphs = {}
        for name, make in makers.items():
            builder = GraphBuilder(self.ranges, self.weight_bits)
            graphs[name] = make(builder)
            self.watched[name] = builder.watched
        return graphs

    def array(self, name: str) -> FloatArray:
        values: FloatArray = self.state[name].float().numpy()
        return values

    def linear(self, name: str) -> Linear:
        return Linear(self.array(name + ".weight"), self.array(name + ".bias"))

    def encoder(self, builder: GraphBuilder) -> onnx.ModelProto:
        size = self.size
        shapes = builder.node("Gather", [builder.constant(self.array("encoder.shapes.weight")), "shapes"], axis=0)
        length = builder.node("Shape", ["shapes"], start=1, end=2)
        positions = builder.node(
            "Slice",
            [
                builder.constant(self.array("encoder.positions.weight")),
                builder.constant(np.array([0])),
                length,
                builder.constant(np.array([0])),
            ],
        )
        x = builder.node("Add", [builder.node("Add", ["vectors", shapes]), positions])
        x = builder.layer_norm(x, self.array("encoder.norm.weight"), self.array("encoder.norm.bias"), size.epsilon)
        if "encoder.project.weight" in self.state:
            x = builder.linear(x, "table", self.linear("encoder.project"))
        kinds = {kind.partition(":")[0] for kind in size.layers}
        bias = keep = ""
        if "attention" in kinds:
            real = builder.node("Sub", ["mask", builder.scalar(np.float32(1))])
            bias = builder.node(
                "Unsqueeze",
                [builder.node("Mul", [real, builder.scalar(np.float32(1e4))]), builder.constant(np.array([1, 2]))],
            )
        if "convolution" in kinds:
            keep = builder.node("Unsqueeze", ["mask", builder.constant(np.array([2]))])
        for index, kind in enumerate(size.layers):
            name, _, distance = kind.partition(":")
            if name == "attention":
                x = self._attention(builder, x, index, bias)
            else:
                x = self._convolution(builder, x, index, int(distance or 1), keep)
        return builder.model(
            "encoder",
            {
                "vectors": (TensorProto.FLOAT, ["B", "T", size.table]),
                "shapes": (TensorProto.INT64, _BT),
                "mask": (TensorProto.FLOAT, _BT),
            },
            {"hidden": (x, ["B", "T", size.hidden])},
        )

    def _attention(self, builder: GraphBuilder, x: str, index: int, bias: str) -> str:
        size = self.size
        prefix = f"encoder.layers.{index}."
        depth = size.hidden // size.heads
        packed = self.linear(prefix + "qkv")
        split = builder.constant(np.array([0, 0, size.heads, depth]))
        parts = []
        for part in range(3):
            rows = slice(part * size.hidden, (part + 1) * size.hidden)
            projected = builder.linear(x, f"layer{index}", Linear(packed.weight[rows], packed.bias[rows]))
            parts.append(builder.node("Reshape", [projected, split]))
        query = builder.node("Transpose", [parts[0]], perm=[0, 2, 1, 3])
        key = builder.node("Transpose", [parts[1]], perm=[0, 2, 3, 1])
        value = builder.node("Transpose", [parts[2]], perm=[0, 2, 1, 3])
        scores = builder.node("Mul", [builder.node("MatMul", [query, key]), builder.scalar(np.float32(depth**-0.5))])
        weights = builder.node("Softmax", [builder.node("Add", [scores, bias])], axis=-1)
        context = builder.node("Transpose", [builder.node("MatMul", [weights, value])], perm=[0, 2, 1, 3])
        context = builder.node("Reshape", [context, builder.constant(np.array([0, 0, size.hidden]))])
        mixed = builder.linear(context, f"layer{index}.context", self.linear(prefix + "out"))
        x = self._norm(builder, builder.node("Add", [mixed, x]), prefix + "norm1")
        inner = builder.feedforward(
            x,
            f"layer{index}.feedforward",
            self.linear(prefix + "up"),
            self.linear(prefix + "down"),
            size.activation == "relu",
        )
        return self._norm(builder, builder.node("Add", [inner, x]), prefix + "norm2")

    def _convolution(self, builder: GraphBuilder, x: str, index: int, distance: int, keep: str) -> str:
        """Padding is held at zero before the window; in int8 the window is cut from quantised values, padded with their zero."""
        prefix = f"encoder.layers.{index}."
        name = f"layer{index}"
        held = builder.node("Mul", [x, keep])
        builder.watch(held, name)
        source = builder.quantise(held, name) if builder.static else held
        pads = [source, builder.constant(np.array([0, distance, 0, 0, distance, 0]))]
        if builder.static:
            pads.append(builder.scalar(np.uint8(builder.range(name).zero_point)))
        padded = builder.node("Pad", pads)
        axis = builder.constant(np.array([1]))
        before = builder.node(
            "Slice", [padded, builder.constant(np.array([0])), builder.constant(np.array([-2 * distance])), axis]
        )
        after = builder.node(
            "Slice", [padded, builder.constant(np.array([2 * distance])), builder.constant(np.array([2**40])), axis]
        )
        window = builder.node("Concat", [before, source, after], axis=-1)
        if builder.static:
            builder.note_quantised(window)
        inner = builder.feedforward(
            window, name, self.linear(prefix + "window"), self.linear(prefix + "out"), True, like=held
        )
        builder.watch(held, name)
        return self._norm(builder, builder.node("Add", [inner, x]), prefix + "norm")

    def _norm(self, builder: GraphBuilder, x: str, name: str) -> str:
        return builder.layer_norm(x, self.array(name + ".weight"), self.array(name + ".bias"), self.size.epsilon)

    def entities(self, builder: GraphBuilder) -> onnx.ModelProto:
        logits = builder.linear("hidden", "hidden", self.linear("entities"))
        return builder.model("entities", self._hidden(), {"entities": (logits, ["B", "T", self.heads.entities])})

    def syntax(self, builder: GraphBuilder) -> onnx.ModelProto:
        tags = builder.linear("hidden", "hidden", self.linear("tags"))
        lemmas = builder.linear("hidden", "hidden", self.linear("lemmas"))
        dependent = builder.node("Relu", [builder.linear("hidden", "hidden", self.linear("arc_dependent"))])
        head = builder.node("Relu", [builder.linear("hidden", "hidden", self.linear("arc_head"))])
        product = builder.linear(dependent, "arcs", self.linear("arc_product"))
        scores = builder.node("MatMul", [product, builder.node("Transpose", [head], perm=[0, 2, 1])])
        real = builder.node(
            "Unsqueeze",
            [builder.node("Greater", ["mask", builder.scalar(np.float32(0.5))]), builder.constant(np.array([1]))],
        )
        arcs = builder.node("Where", [real, scores, builder.scalar(np.float32(-1e4))])
        return builder.model(
            "syntax",
            {**self._hidden(), "mask": (TensorProto.FLOAT, _BT)},
            {
                "tags": (tags, ["B", "T", self.heads.tags]),
                "lemmas": (lemmas, ["B", "T", self.heads.lemmas]),
                "arcs": (arcs, ["B", "T", "T"]),
            },
        )

    def labels(self, builder: GraphBuilder) -> onnx.ModelProto:
        dependent = builder.node("Relu", [builder.linear("hidden", "hidden", self.linear("relation_dependent"))])
        governors = builder.node("Relu", [builder.linear("hidden", "hidden", self.linear("relation_head"))])
        indices = builder.node("Unsqueeze", ["heads", builder.constant(np.array([2]))])
        governor = builder.node("GatherND", [governors, indices], batch_dims=1)
        joined = builder.node("Concat", [dependent, governor, builder.node("Mul", [dependent, governor])], axis=-1)
        logits = builder.linear(joined, "relations", self.linear("relations"))
        return builder.model(
            "labels",
            {**self._hidden(), "heads": (TensorProto.INT64, _BT)},
            {"relations": (logits, ["B", "T", self.heads.relations])},
        )

    def _hidden(self) -> dict[str, tuple[int, Shape]]:
        return {"hidden": (TensorProto.FLOAT, ["B", "T", self.size.hidden])}
