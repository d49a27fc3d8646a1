"""What is no input: every public function, with every argument in turn replaced by something odd.

Either there is an answer, as documented, or an error that names the function, the argument, what
was given and what is needed. Neither NumPy nor Python complains itself, and nothing is warned of.
"""

import datetime
import decimal
import fractions
import inspect
import re
import types
import warnings

import numpy as np
import pytest

import softmaxbook as sb

NAN, INF = float("nan"), float("inf")


class Unwilling:
    """Something that refuses to become an array, as a tensor with a gradient does."""

    def __array__(self, dtype=None, copy=None):
        raise RuntimeError("not today")


class Sparse:
    """Like a sparse matrix: a shape and a dtype, but no array."""

    shape, dtype, ndim = (2, 3), np.dtype(float), 2


class NAType:
    """Like the missing value of pandas, whose truth is undefined."""

    def __bool__(self):
        raise TypeError("boolean value of NA is ambiguous")

    def __eq__(self, other):
        return self

    __hash__ = None


def read_only(x):
    x.setflags(write=False)
    return x


nested = [1.0]
nested.append(nested)
table = np.arange(6.0).reshape(2, 3)

ODD = {
    "None": None,
    "Ellipsis": ...,
    "True": True,
    "numpy True": np.True_,
    "0": 0,
    "-1": -1,
    "3": 3,
    "2.5": 2.5,
    "0.0": 0.0,
    "nan": NAN,
    "inf": INF,
    "-inf": -INF,
    "1e308": 1e308,
    "subnormal": 5e-324,
    "huge int": 10**400,
    "int beyond 64 bits": 2**70,
    "complex": 1 + 2j,
    "fraction": fractions.Fraction(1, 3),
    "decimal": decimal.Decimal("0.5"),
    "numpy float32": np.float32(0.5),
    "numpy longdouble": np.longdouble("0.5"),
    "numpy int8": np.int8(1),
    "text": "0.5",
    "empty text": "",
    "long text": "word " * 300,
    "bytes": b"1",
    "bytearray": bytearray(b"12"),
    "date": datetime.date(2026, 1, 1),
    "datetime64": np.datetime64("2026-01-01"),
    "timedelta64": np.timedelta64(3, "s"),
    "function": len,
    "class": float,
    "module": types,
    "set": {1, 2},
    "dict": {"a": 1},
    "generator": (i for i in range(3)),
    "iterator": iter([1, 2]),
    "range": range(3),
    "unwilling": Unwilling(),
    "sparse": Sparse(),
    "missing": NAType(),
    "empty list": [],
    "empty rows": [[], []],
    "ragged": [[1.0, 2.0], [3.0]],
    "ragged deep": [[1.0], [[2.0]]],
    "nested in itself": nested,
    "list of None": [None, None],
    "None among numbers": [1.0, None],
    "nan among labels": np.array([0, NAN], dtype=object),
    "missing among labels": np.array([0, NAType()], dtype=object),
    "text among numbers": [1, "a"],
    "nan among text": ["a", NAN],
    "list of text": ["0", "1"],
    "list of bytes": [b"a", b"b"],
    "list of sets": [{1}, {2}],
    "huge ints": [10**400, 1],
    "floats as objects": np.array([0.5, 0.25], dtype=object),
    "0-d array": np.array(1.0),
    "0-d object": np.array(None),
    "0-d text": np.array("a"),
    "one number": np.array([0.5]),
    "two ints": np.array([0, 1]),
    "two floats": np.array([0.25, 0.75]),
    "uint8": np.array([0, 1], np.uint8),
    "uint64": np.array([0, 2**64 - 1], np.uint64),
    "int64 extremes": np.array([-(2**63), 2**63 - 1]),
    "big-endian": np.arange(6, dtype=">f8").reshape(2, 3),
    "big-endian ints": np.array([0, 1], ">i4"),
    "half": np.ones((2, 3), np.float16),
    "longdouble beyond float64": np.array([[np.longdouble("1e400")] * 3] * 2),
    "booleans": np.array([True, False]),
    "complex array": np.ones((2, 3), complex),
    "table": table,
    "table of nan": np.full((2, 3), NAN),
    "table of inf": np.full((2, 3), INF),
    "table of -inf": np.full((2, 3), -INF),
    "table with one nan": np.array([[1, NAN, 2], [1.0, 2, 3]]),
    "huge numbers": np.array([[1e308, -1e308, 1e308], [-1e308, 1e308, 0]]),
    "subnormals": table * 5e-324,
    "negative": -table,
    "read-only": read_only(table.copy()),
    "not contiguous": np.arange(24.0).reshape(4, 6)[::2, ::2],
    "reversed": table[::-1, ::-1],
    "three axes": np.ones((2, 3, 2)),
    "many axes": np.ones((1,) * 32),
    "no rows": np.empty((0, 3)),
    "no columns": np.empty((2, 0)),
    "record array": np.rec.array([(1.0, 2)], dtype=[("a", float), ("b", int)]),
    "structured": np.zeros(2, dtype=[("a", float)]),
    "void": np.zeros(2, dtype="V8"),
    "datetimes": np.array(["2026-01-01", "NaT"], "M8[D]"),
    "timedeltas": np.array([1, 2], "m8[s]"),
    "text array": np.array(["a", "b"]),
    "text of fixed length": np.array([["a"] * 3] * 2),
    "strings of NumPy 2": np.array(["a", "b"], np.dtypes.StringDType()),
    "masked": np.ma.array([0.5, 0.5], mask=[0, 1]),
    "masked nowhere": np.ma.array(table),
    "masked constant": np.ma.masked,
    "list of masked": [np.ma.array([1.0, 2, 3], mask=[0, 0, 1])] * 2,
    "memoryview": memoryview(b"12"),
    "tuple": (1, 2),
    "tuple of tuples": ((1.0, 2.0, 3.0), (4.0, 5.0, 6.0)),
    "random generator": np.random.default_rng(0),
    "warnings of a cast": np.array([1e39, -1e39]),
}
with warnings.catch_warnings():
    warnings.simplefilter("ignore", PendingDeprecationWarning)
    ODD["matrix"] = np.matrix(table)

Z = np.array([[3.0, 1.0, 0.2], [0.0, 2.0, -1.0]])
P = np.array([[0.2, 0.3, 0.5], [0.1, 0.8, 0.1]])
X = np.array([[-1.0, 0.0], [1.0, 0.3], [1.0, 2.0], [3.0, -1.0], [0.5, 0.0], [0.0, 1.5], [2.0, 0.1]])
Y = np.array([0, 1, 0, 1, 0, 1, 0])
LDA, QDA = sb.LinearDiscriminantAnalysis, sb.QuadraticDiscriminantAnalysis
REGRESSION = sb.SoftmaxRegression


def model(kind, method):
    """A method of a model as a function: settings of the constructor, then X and y."""
    names = list(inspect.signature(kind).parameters)

    def call(X, y=None, **arguments):
        settings = {key: value for key, value in arguments.items() if key in names}
        if method == "fit":
            return kind(**settings).fit(X, y)
        return getattr(kind().fit(globals()["X"], Y), method)(X)

    call.__name__ = f"{kind.__name__}.{method}"
    return call


LOSS = {"target": np.array([0, 2]), "axis": -1, "reduction": "mean"}
CROSS = {"weight": None, "ignore_index": None, "label_smoothing": 0.0}
# Every function, with arguments that fit.
FUNCTIONS = {
    sb.softmax: {"x": Z, "axis": -1, "temperature": 1.0, "where": None, "out": None},
    sb.log_softmax: {"x": Z, "axis": -1, "temperature": 1.0, "where": None, "out": None},
    sb.logsumexp: {"x": Z, "axis": -1, "b": None, "keepdims": False},
    sb.sigmoid: {"x": Z},
    sb.sparsemax: {"x": Z, "axis": -1},
    sb.entropy: {"p": P, "axis": -1},
    sb.kl_divergence: {"p": P, "q": P[::-1], "axis": -1},
    sb.entropy_from_logits: {"z": Z, "axis": -1},
    sb.kl_from_logits: {"z_p": Z, "z_q": Z[::-1], "axis": -1},
    sb.softmax_jacobian: {"z": Z[0]},
    sb.softmax_jvp: {"z": Z, "v": P, "axis": -1},
    sb.gradient_check: {
        "function": lambda x: float(np.sum(np.sin(x))),
        "gradient": np.cos,
        "x": P,
        "step": None,
    },
    sb.cross_entropy: {"logits": Z, **LOSS, **CROSS},
    sb.cross_entropy_grad: {"logits": Z, **LOSS, **CROSS},
    sb.cross_entropy_and_grad: {"logits": Z, **LOSS, **CROSS},
    sb.brier_score: {"logits": Z, **LOSS},
    sb.brier_score_grad: {"logits": Z, **LOSS},
    sb.squared_error: {"outputs": Z, **LOSS},
    sb.squared_error_grad: {"outputs": Z, **LOSS},
    sb.expected_calibration_error: {"probs": P, "labels": [2, 0], "n_bins": 15},
    sb.reliability_curve: {"probs": P, "labels": [2, 0], "n_bins": 15},
    sb.fit_temperature: {"logits": Z, "labels": [0, 2]},
    sb.maximum_entropy: {"features": [1, 2, 3, 4, 5, 6], "targets": 4.5},
    sb.gumbel_max: {"logits": Z, "size": None, "rng": 0},
    sb.top_k: {"logits": Z, "k": 2},
    sb.nucleus: {"logits": Z, "mass": 0.9},
    sb.scaled_dot_product_attention: {
        **{"q": Z, "k": P, "v": Z},
        **{"mask": None, "causal": False, "scale": None},
    },
    sb.scaled_dot_product_attention_grad: {
        **{"q": Z, "k": P, "v": Z, "grad_output": P},
        **{"mask": None, "causal": False, "scale": None},
    },
    model(LDA, "fit"): {"X": X, "y": Y, "priors": None},
    model(QDA, "fit"): {"X": X, "y": Y, "priors": None, "reg": 0.1},
    model(REGRESSION, "fit"): {"X": X, "y": Y, "l2": 1.0, "tol": 1e-10, "max_iter": 100},
    **{
        model(kind, method): {"X": X}
        for kind in (LDA, QDA, REGRESSION)
        for method in ("decision_function", "predict_proba", "predict")
    },
}
CASES = [
    pytest.param(function, argument, id=f"{function.__name__}-{argument}")
    for function, arguments in FUNCTIONS.items()
    for argument in arguments
]


def test_the_table_holds_every_public_function_and_each_of_its_arguments():
    called = {function.__name__.split(".")[0] for function in FUNCTIONS}
    assert called == set(sb.__all__)
    for function, arguments in FUNCTIONS.items():
        if "." not in function.__name__:
            assert set(arguments) == set(inspect.signature(function).parameters)
    for kind in (LDA, QDA, REGRESSION):
        fit = next(f for f in FUNCTIONS if f.__name__ == f"{kind.__name__}.fit")
        assert set(FUNCTIONS[fit]) == {"X", "y", *inspect.signature(kind).parameters}
    assert len(ODD) >= 100


def complaint(function, arguments):
    """The error that the function raises, if it raises one."""
    with np.errstate(all="raise"):
        try:
            function(**arguments)
        except Exception as error:
            return error
    return None


@pytest.mark.parametrize(("function", "argument"), CASES)
def test_odd_input_has_an_answer_or_an_error_that_names_function_argument_and_need(
    function, argument
):
    for name, odd in ODD.items():
        if name == "class" and argument in ("function", "gradient"):
            continue  # float is a function, and what it raises is its own
        error = complaint(function, FUNCTIONS[function] | {argument: odd})
        if error is None:
            continue
        text = str(error)
        assert text.startswith(f"{function.__name__}: "), (name, error)
        assert re.search(rf"\b{argument}\b", text), (name, text)
        assert re.search(r"\b(need(s|ed)?|must|take)\b", text), (name, text)
        assert len(text) < 400, (name, text)
        assert "\n" not in text, (name, text)
        documented = (TypeError, ValueError, IndexError)
        if argument in ("max_iter", "tol"):  # too few steps are given up with a RuntimeError
            documented += (RuntimeError,)
        assert isinstance(error, documented), (name, text)
