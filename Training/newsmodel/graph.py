"""Builds ONNX graphs node by node, in float or with static int8 products.

int8: an activation is quantised once by constants from calibration (8 bits, unsigned), weights by column (7 bits, signed:
sums of two products then fit 16 bits on processors without VNNI), and the product comes back as float. Constant scales make a
sentence's result independent of its batch. SkipLayerNormalization is avoided: slow in ONNX Runtime.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from .decode import FloatArray

MICROSOFT = "com.microsoft"
OPSET = 17


@dataclass(frozen=True)
class Range:
    """The values that an activation takes; quantised to 0…255 with zero exact."""

    low: float
    high: float

    @property
    def scale(self) -> float:
        return max(max(self.high, 0.0) - min(self.low, 0.0), 1e-6) / 255

    @property
    def zero_point(self) -> int:
        return int(round(-min(self.low, 0.0) / self.scale))


@dataclass(frozen=True)
class Linear:
    """A layer's weights: `weight` [out, in] as PyTorch keeps them, `bias` [out]."""

    weight: FloatArray
    bias: FloatArray


def quantise_columns(weight: FloatArray, bits: int) -> tuple[npt.NDArray[np.int8], FloatArray]:
    """`weight` [in, out] as int8 with one scale for each column."""
    top = 2 ** (bits - 1) - 1
    scales = np.maximum(np.abs(weight).max(0), 1e-8) / top
    return np.clip(np.round(weight / scales), -top, top).astype(np.int8), scales.astype(np.float32)


@dataclass
class GraphBuilder:
    """Nodes and constants of one graph. `ranges` by the activation's own name (not its tensor's): None builds the float graph,
    and `watched` then says which tensor to look at for each name."""

    ranges: dict[str, Range] | None = None
    weight_bits: int = 7
    watched: dict[str, str] = field(default_factory=dict)
    _nodes: list[Any] = field(default_factory=list)
    _constants: list[Any] = field(default_factory=list)
    _quantised: dict[str, str] = field(default_factory=dict)
    _count: int = 0

    @property
    def static(self) -> bool:
        return self.ranges is not None

    def constant(self, value: npt.NDArray[Any] | np.generic | list[int]) -> str:
        self._count += 1
        name = f"c{self._count}"
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def scalar(self, value: npt.NDArray[Any] | np.generic) -> str:
        self._count += 1
        name = f"c{self._count}"
        self._constants.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def node(self, operation: str, inputs: Sequence[str], domain: str = "", **attributes: Any) -> str:
        self._count += 1
        output = f"v{self._count}"
        self._nodes.append(
            helper.make_node(
                operation, list(inputs), [output], name=f"{operation}_{self._count}", domain=domain, **attributes
            )
        )
        return output

    def watch(self, tensor: str, name: str) -> None:
        self.watched[name] = tensor

    def range(self, name: str) -> Range:
        assert self.ranges is not None
        return self.ranges[name]

    def quantise(self, tensor: str, name: str) -> str:
        """The tensor in 8 bits by the range of activation `name`; made once for each tensor."""
        if tensor not in self._quantised:
            values = self.range(name)
            self._quantised[tensor] = self.node(
                "QuantizeLinear",
                [tensor, self.scalar(np.float32(values.scale)), self.scalar(np.uint8(values.zero_point))],
            )
        return self._quantised[tensor]

    def linear(self, tensor: str, name: str, layer: Linear) -> str:
        """tensor @ weight.T + bias; `name` is the activation's name for calibration."""
        self.watch(tensor, name)
        weight = np.ascontiguousarray(layer.weight.T)
        if not self.static:
            return self.node("Add", [self.node("MatMul", [tensor, self.constant(weight)]), self.constant(layer.bias)])
        values = self.range(name)
        quantised, scales = quantise_columns(weight, self.weight_bits)
        return self.node(
            "MatMulIntegerToFloat",
            [
                self.quantise(tensor, name),
                self.constant(quantised),
                self.scalar(np.float32(values.scale)),
                self.constant(scales),
                self.scalar(np.uint8(values.zero_point)),
                self.constant(np.zeros(len(scales), dtype=np.int8)),
                self.constant(layer.bias),
            ],
            MICROSOFT,
        )

    def note_quantised(self, tensor: str) -> None:
        """Says that `tensor` is in 8 bits already."""
        self._quantised[tensor] = tensor

    def feedforward(self, tensor: str, name: str, up: Linear, down: Linear, relu: bool, like: str | None = None) -> str:
        """Two layers with an activation between. With ReLU and int8 the inner layer stays in 8 bits: cutting at zero is free.

        `like`: a tensor of the result's shape, where `tensor` is not of it.
        """
        if not (self.static and relu):
            inner = self.linear(tensor, name, up)
            inner = self.node("Relu", [inner]) if relu else self.node("Gelu", [inner], MICROSOFT)
            return self.linear(inner, name + ".inner", down)
        outer, inner_range = self.range(name), self.range(name + ".inner")
        width = up.weight.shape[1]
        flat = self.node("Reshape", [self.quantise(tensor, name), self.constant(np.array([-1, width]))])
        product = self._chained(flat, outer.scale, outer.zero_point, up, inner_range.scale)
        product = self._chained(product, inner_range.scale, 0, down, None)
        shape = self.node("Shape", [like or tensor])
        return self.node("Reshape", [product, shape])

    def _chained(self, tensor: str, scale: float, zero_point: int, layer: Linear, out_scale: float | None) -> str:
        """QGemm: 8 bits in, 8 bits out with `out_scale` and zero point 0 (which is the ReLU), or float."""
        weight, scales = quantise_columns(np.ascontiguousarray(layer.weight.T), self.weight_bits)
        bias = np.round(layer.bias / (scale * scales)).astype(np.int32)
        inputs = [
            tensor, self.scalar(np.float32(scale)), self.scalar(np.uint8(zero_point)), self.constant(weight), self.constant(scales),
            self.constant(np.zeros(len(scales), dtype=np.int8)), self.constant(bias),
        ]  # fmt: skip
        if out_scale is not None:
            inputs += [self.scalar(np.float32(out_scale)), self.scalar(np.uint8(0))]
        return self.node("QGemm", inputs, MICROSOFT)

    def layer_norm(self, tensor: str, weight: FloatArray, bias: FloatArray, epsilon: float) -> str:
        return self.node(
            "LayerNormalization", [tensor, self.constant(weight), self.constant(bias)], axis=-1, epsilon=epsilon
        )

    def model(
        self, name: str, inputs: dict[str, tuple[int, list[str | int]]], outputs: dict[str, tuple[str, list[str | int]]]
    ) -> onnx.ModelProto:
        """The finished graph. `inputs`: name to (element type, shape); `outputs`: name to (tensor, shape), all float."""
        for output, (tensor, _) in outputs.items():
            self._nodes.append(helper.make_node("Identity", [tensor], [output], name=f"output_{output}"))
        graph = helper.make_graph(
            self._nodes,
            name,
            [helper.make_tensor_value_info(key, kind, shape) for key, (kind, shape) in inputs.items()],
            [helper.make_tensor_value_info(key, TensorProto.FLOAT, shape) for key, (_, shape) in outputs.items()],
            self._constants,
        )
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=8, producer_name="textmill")
