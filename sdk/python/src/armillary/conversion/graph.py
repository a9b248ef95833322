"""Builds an ONNX graph in double precision out of the operators that the server runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from armillary.conversion.signature import ColumnType

Array = npt.NDArray[Any]

ML_DOMAIN = "ai.onnx.ml"
OPSET = 18
ML_OPSET = 3
IR_VERSION = 8

ELEMENT_TYPES: dict[ColumnType, int] = {
    "string": TensorProto.STRING,
    "double": TensorProto.DOUBLE,
    "float": TensorProto.FLOAT,
    "int64": TensorProto.INT64,
    "bool": TensorProto.BOOL,
}


class Graph:
    """Nodes, constants and the inputs that were used so far.

    Tensors are named by strings; each operator method gives the name of its result. Numbers are
    double unless a method says otherwise.
    """

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[tuple[str, tuple[int, ...], bytes], str] = {}
        self._initializers: list[onnx.TensorProto] = []
        self._inputs: dict[str, onnx.ValueInfoProto] = {}
        self._outputs: list[onnx.ValueInfoProto] = []
        self._memory: dict[tuple[Any, ...], str] = {}

    def offer_input(self, name: str, kind: ColumnType) -> None:
        """Makes ``name`` an input ``[None, 1]`` if any node uses a tensor of that name."""
        self._inputs[name] = helper.make_tensor_value_info(name, ELEMENT_TYPES[kind], [None, 1])

    @property
    def used_inputs(self) -> frozenset[str]:
        """The offered inputs that some node uses."""
        return frozenset(name for node in self._nodes for name in node.input) & set(self._inputs)

    def output(self, tensor: str, name: str, element_type: int, shape: Sequence[Any]) -> None:
        self._nodes.append(helper.make_node("Identity", [tensor], [name]))
        self._outputs.append(helper.make_tensor_value_info(name, element_type, list(shape)))

    def constant(self, value: Any) -> str:
        """An initializer; equal ones are stored once. Text comes as an object array."""
        array = np.asarray(value)
        content = repr(array.tolist()).encode() if array.dtype == object else array.tobytes()
        key = (str(array.dtype), array.shape, content)
        if key not in self._constants:
            name = f"/c{len(self._constants)}"
            self._constants[key] = name
            self._initializers.append(numpy_helper.from_array(array, name))
        return self._constants[key]

    def node(
        self, operator: str, inputs: Sequence[str], domain: str = "", **attributes: Any
    ) -> str:
        """Adds a node of one output. The same node asked for twice is added once."""
        key: tuple[Any, ...] | None = None
        if domain == "":
            key = (operator, tuple(inputs), repr(sorted(attributes.items())))
            if key in self._memory:
                return self._memory[key]
        result = f"/{operator}{len(self._nodes)}"
        node = helper.make_node(operator, list(inputs), [result], domain=domain, **attributes)
        self._nodes.append(node)
        if key is not None:
            self._memory[key] = result
        return result

    # Arithmetic on double tensors; a plain number or array stands for a constant.

    def _operand(self, value: Any) -> str:
        return value if isinstance(value, str) else self.constant(np.asarray(value, np.float64))

    def add(self, a: Any, b: Any) -> str:
        return self.node("Add", [self._operand(a), self._operand(b)])

    def sub(self, a: Any, b: Any) -> str:
        return self.node("Sub", [self._operand(a), self._operand(b)])

    def mul(self, a: Any, b: Any) -> str:
        return self.node("Mul", [self._operand(a), self._operand(b)])

    def div(self, a: Any, b: Any) -> str:
        return self.node("Div", [self._operand(a), self._operand(b)])

    def matmul(self, a: str, b: Array) -> str:
        # Gemm, since the runtime merges MatMul with a scale after it and rounds that to float32.
        return self.node("Gemm", [a, self._operand(b)])

    def maximum(self, a: Any, b: Any) -> str:
        return self.node("Max", [self._operand(a), self._operand(b)])

    def minimum(self, a: Any, b: Any) -> str:
        return self.neg(self.maximum(self.neg(self._operand(a)), self.neg(self._operand(b))))

    def pow(self, a: Any, b: Any) -> str:
        return self.node("Pow", [self._operand(a), self._operand(b)])

    def neg(self, a: str) -> str:
        return self.node("Neg", [a])

    def abs(self, a: str) -> str:
        return self.maximum(a, self.neg(a))

    def exp(self, a: str) -> str:
        return self.node("Exp", [a])

    def log(self, a: str) -> str:
        return self.node("Log", [a])

    def sqrt(self, a: str) -> str:
        return self.node("Sqrt", [a])

    def sigmoid(self, a: str) -> str:
        return self.node("Sigmoid", [a])

    def fine_sigmoid(self, a: str) -> str:
        """The sigmoid with all digits of small results, which ``sigmoid`` rounds to zero."""
        small = self.exp(self.neg(self.abs(a)))
        return self.div(self.exp(self.minimum(a, 0.0)), self.add(small, 1.0))

    def tanh(self, a: str) -> str:
        return self.sub(self.mul(self.sigmoid(self.mul(a, 2.0)), 2.0), 1.0)

    def is_equal(self, a: Any, b: Any) -> str:
        """1.0 where equal, else 0.0; NaN equals nothing."""
        return self.double(self.node("Equal", [self._operand(a), self._operand(b)]))

    def is_greater(self, a: Any, b: Any) -> str:
        return self.double(self.node("Greater", [self._operand(a), self._operand(b)]))

    def is_less(self, a: Any, b: Any) -> str:
        return self.double(self.node("Less", [self._operand(a), self._operand(b)]))

    def double(self, a: str) -> str:
        return self.node("Cast", [a], to=TensorProto.DOUBLE)

    def rounded_to_single(self, a: str) -> str:
        """The nearest float32 of each number, as a double."""
        return self.double(self.node("Cast", [a], to=TensorProto.FLOAT))

    def integer(self, a: str) -> str:
        return self.node("Cast", [a], to=TensorProto.INT64)

    def sum(self, a: str) -> str:
        """Sum of each row, ``[N, 1]``."""
        return self.node("ReduceSum", [a, self._axis_one()], keepdims=1)

    def sum_of_squares(self, a: str) -> str:
        return self.node("ReduceSumSquare", [a, self._axis_one()], keepdims=1)

    def log_sum_exp(self, a: str) -> str:
        return self.node("ReduceLogSumExp", [a, self._axis_one()], keepdims=1)

    def softmax(self, a: str) -> str:
        return self.exp(self.sub(a, self.log_sum_exp(a)))

    def argmax(self, a: str) -> str:
        """Index of each row's largest number, the first of equals: int64 ``[N]``."""
        return self.node("ArgMax", [a], axis=1, keepdims=0)

    def argmin(self, a: str) -> str:
        return self.node("ArgMin", [a], axis=1, keepdims=0)

    def columns(self, a: str, indices: Sequence[int]) -> str:
        """Some columns of a matrix, in that order."""
        return self.node("Gather", [a, self.constant(np.asarray(indices, np.int64))], axis=1)

    def concat(self, parts: Sequence[str]) -> str:
        return parts[0] if len(parts) == 1 else self.node("Concat", parts, axis=1)

    def reshape(self, a: str, shape: Sequence[int]) -> str:
        return self.node("Reshape", [a, self.constant(np.asarray(shape, np.int64))])

    def rows(self, table: Array, index: str) -> str:
        """Rows of a constant table by int64 indices ``[N]`` or ``[N, 1]``: ``[N, width]``."""
        gathered = self.node("Gather", [self.constant(table), index], axis=0)
        return self.reshape(gathered, [-1, table.shape[1]])

    def code(self, text: str, codes: dict[str, int], otherwise: int) -> str:
        """An int64 per text, ``[N, 1]``."""
        return self.node(
            "LabelEncoder",
            [text],
            ML_DOMAIN,
            keys_strings=list(codes) or ["\ufdd1"],
            values_int64s=list(codes.values()) or [otherwise],
            default_int64=otherwise,
        )

    def _axis_one(self) -> str:
        return self.constant(np.array([1], np.int64))

    def model(self, producer: str, inputs: Sequence[str]) -> onnx.ModelProto:
        """The finished model with these of the offered inputs, used or not."""
        graph = helper.make_graph(
            self._nodes,
            "armillary",
            [self._inputs[name] for name in inputs],
            self._outputs,
            initializer=self._initializers,
        )
        return helper.make_model(
            graph,
            opset_imports=[
                helper.make_opsetid("", OPSET),
                helper.make_opsetid(ML_DOMAIN, ML_OPSET),
            ],
            ir_version=IR_VERSION,
            producer_name=producer,
        )
