"""What the server refuses in an ONNX file, refused here before anything is sent."""

from __future__ import annotations

import onnx

from armillary.conversion.errors import UnservableGraph

ML_OPERATORS = frozenset(
    "ArrayFeatureExtractor Imputer LabelEncoder LinearClassifier LinearRegressor Normalizer "
    "OneHotEncoder SVMClassifier Scaler TreeEnsembleClassifier TreeEnsembleRegressor".split()
)
OPERATORS = frozenset(
    "Add ArgMax ArgMin Cast Concat Div Equal Exp Flatten Gather Gemm Greater Identity Less Log "
    "MatMul Max Mul Neg Pow ReduceLogSumExp ReduceSum ReduceSumSquare Relu Reshape Sigmoid Sqrt "
    "StringNormalizer Sub Sum TfIdfVectorizer TopK Transpose".split()
)
NEWEST_OPSET = 21
MOST_BYTES = 64 * 2**20
MOST_NODES = 10_000
_CONVERT = "Convert the model from its source with armillary.conversion.convert"
_ADVICE = {"ZipMap": "Convert with the option zipmap=False, so that probabilities are a tensor"}
_DOMAINS = {"": OPERATORS, "ai.onnx": OPERATORS, "ai.onnx.ml": ML_OPERATORS}


def require_servable(model: onnx.ModelProto) -> None:
    """Raises UnservableGraph naming the first thing that the server would refuse."""
    _require_opset(model)
    _require_size(model)
    if model.functions:
        raise UnservableGraph("the file defines functions of its own", "Inline them first")
    for node in model.graph.node:
        _require_operator(node)
    for tensor in model.graph.initializer:
        if tensor.data_location == onnx.TensorProto.EXTERNAL:
            raise UnservableGraph(
                f"the weights {tensor.name!r} are kept in another file",
                "Save the model with save_as_external_data=False",
            )
    if model.graph.sparse_initializer:
        raise UnservableGraph("the file holds sparse weights", "Save them dense")


def _require_opset(model: onnx.ModelProto) -> None:
    for imported in model.opset_import:
        if imported.domain in ("", "ai.onnx") and imported.version > NEWEST_OPSET:
            raise UnservableGraph(
                f"opset {imported.version} is newer than {NEWEST_OPSET}",
                "Convert with target_opset=18",
            )


def _require_size(model: onnx.ModelProto) -> None:
    size = model.ByteSize()
    if size > MOST_BYTES:
        raise UnservableGraph(
            f"the file has {size:,} bytes, more than {MOST_BYTES:,}",
            "Train fewer or smaller trees, or fewer weights",
        )
    if len(model.graph.node) > MOST_NODES:
        raise UnservableGraph(
            f"the graph has {len(model.graph.node):,} nodes, more than {MOST_NODES:,}",
            "Train fewer trees or send fewer columns",
        )


def _require_operator(node: onnx.NodeProto) -> None:
    allowed = _DOMAINS.get(node.domain, frozenset())
    if node.op_type not in allowed:
        name = f"{node.domain}:{node.op_type}" if node.domain else node.op_type
        raise UnservableGraph(
            f"node {node.name or node.output[0]!r} uses the operator {name}, "
            "which the server does not run",
            _ADVICE.get(node.op_type, _CONVERT),
        )
    for attribute in node.attribute:
        if attribute.type in (onnx.AttributeProto.GRAPH, onnx.AttributeProto.GRAPHS):
            raise UnservableGraph(
                f"node {node.name or node.output[0]!r} contains another graph",
                "Convert without If, Loop and Scan",
            )
