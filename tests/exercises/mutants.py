"""Right answers with one small thing changed, which ought to be wrong.

A mutant that passes shows a hole between the probes, unless it computes the same: those are in
`EQUIVALENT`, each with its reason.
"""

import ast
import copy
import inspect
import textwrap
from collections.abc import Callable, Iterator

SWAPPED = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
}
RENAMED = {"max": "min", "maximum": "minimum", "sum": "prod", "mean": "sum", "exp": "exp2"}


def mutants(function: Callable) -> Iterator[tuple[str, Callable]]:
    """(what was changed, the changed function) for every place where something can be."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    definition = tree.body[0]
    definition.decorator_list = []
    for number, node in enumerate(ast.walk(tree)):
        for what, change in changes(node):
            changed = copy.deepcopy(tree)
            change(list(ast.walk(changed))[number])
            ast.fix_missing_locations(changed)
            namespace = dict(function.__globals__)
            exec(compile(changed, f"<mutant of {function.__name__}>", "exec"), namespace)
            place = getattr(node, "lineno", "?")
            yield f"line {place}: {what}", namespace[definition.name]


def changes(node: ast.AST) -> Iterator[tuple[str, Callable[[ast.AST], None]]]:
    if isinstance(node, (ast.BinOp, ast.AugAssign)) and type(node.op) in SWAPPED:
        new = SWAPPED[type(node.op)]
        yield f"{type(node.op).__name__} to {new.__name__}", _setting("op", new())
    if isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPPED:
        new = SWAPPED[type(node.ops[0])]
        yield f"{type(node.ops[0]).__name__} to {new.__name__}", _setting("ops", [new()])
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield "minus dropped", _setting("op", ast.UAdd())
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield f"{node.value} to {node.value + 1}", _setting("value", node.value + 1)
    if isinstance(node, ast.Constant) and node.value is True:
        yield "True to False", _setting("value", False)
    if isinstance(node, ast.Attribute) and node.attr in RENAMED:
        yield f"{node.attr} to {RENAMED[node.attr]}", _setting("attr", RENAMED[node.attr])
    if isinstance(node, ast.Name) and node.id in ("max", "sum"):
        new = {"max": "min", "sum": "max"}[node.id]
        yield f"{node.id} to {new}", _setting("id", new)
    if isinstance(node, ast.Call):
        for i, keyword in enumerate(node.keywords):
            if keyword.arg in ("axis", "keepdims"):
                yield f"{keyword.arg} dropped", _without_keyword(i)


def _setting(attribute: str, value) -> Callable[[ast.AST], None]:
    return lambda node: setattr(node, attribute, value)


def _without_keyword(index: int) -> Callable[[ast.AST], None]:
    return lambda node: node.keywords.pop(index)


SHIFT = "a common shift of a row cancels in the function that is called next"
DEFAULT = "the default of that argument is the same"
UNUSED = "the changed number is overwritten or multiplied by 0"
SAME = "on equal numbers both sides do the same"
UNCHECKED = "strict= only guards against lengths that are equal here"
NESTED = "rows of a nested list are alike, and none has fewer than two entries"
FLOOR = "nothing is that far down"
SPARE = "one more bin, which stays empty"
LAST = "the last bin takes what is left anyhow"
AXIS_1 = "of a matrix, axis 1 is the last"
FINITE = "there are no infinite logits in this exercise"

EQUIVALENT = {
    ("softmax_pure_python", "line 6: 0 to 1"): NESTED,
    ("softmax_by_logs", "line 4: Sub to Add"): SHIFT,
    ("softmax_by_logs", "line 4: axis dropped"): SHIFT,
    ("softmax_online_rescaled", "line 6: 0.0 to 1.0"): UNUSED,
    ("softmax_online_rescaled", "line 10: Gt to GtE"): SAME,
    ("softmax_pairwise_sigmoid_like", "line 5: axis dropped"): SHIFT,
    ("softmax_pairwise_sigmoid_like", "line 6: Sub to Add"): SHIFT,
    ("softmax_pairwise_sigmoid_like", "line 6: 100000.0 to 100001.0"): FLOOR,
    ("softmax_sorted_shift", "line 4: axis dropped"): DEFAULT,
    ("logsoftmax_scipy_lse", "line 4: Sub to Add"): SHIFT,
    ("logsoftmax_scipy_lse", "line 4: axis dropped"): SHIFT,
    ("logsoftmax_logaddexp_reduce", "line 4: Sub to Add"): SHIFT,
    ("logsoftmax_logaddexp_reduce", "line 4: axis dropped"): SHIFT,
    ("logsoftmax_nested_lists", "line 4: 0 to 1"): NESTED,
    ("logsoftmax_log1p_without_one_max", "line 5: axis dropped"): DEFAULT,
    ("logsoftmax_functools_reduce", "line 4: Sub to Add"): SHIFT,
    ("logsoftmax_functools_reduce", "line 4: axis dropped"): SHIFT,
    ("logsoftmax_pairs_shifted", "line 5: 0.0 to 1.0"): SHIFT,
    ("grad_put_along_axis", "line 6: axis dropped"): DEFAULT,
    ("grad_complex_step", "line 10: minus dropped"): FINITE,
    ("grad_complex_step", "line 14: Gt to GtE"): FINITE,
    ("grad_complex_step", "line 14: 0.0 to 1.0"): FINITE,
    ("grad_row_by_row", "line 5: True to False"): UNCHECKED,
    ("tsoftmax_python", "line 4: 0 to 1"): NESTED,
    ("tsoftmax_via_logs", "line 4: Sub to Add"): SHIFT,
    ("tsoftmax_via_logs", "line 4: axis dropped"): SHIFT,
    ("tsoftmax_via_logs", "line 4: max to min"): SHIFT,
    ("tsoftmax_log_softmax_twice", "line 4: axis dropped"): SHIFT,
    ("tsoftmax_log_softmax_twice", "line 5: Sub to Add"): SHIFT,
    ("tsoftmax_log_softmax_twice", "line 5: axis dropped"): SHIFT,
    ("tsoftmax_log_softmax_twice", "line 5: max to min"): SHIFT,
    ("ece_usual_masks", "line 7: True to False"): UNCHECKED,
    ("ece_plain_python", "line 5: True to False"): UNCHECKED,
    ("ece_exact_fractions", "line 4: True to False"): UNCHECKED,
    ("ece_exact_fractions", "line 6: 1 to 2"): LAST,
    ("ece_add_at", "line 5: axis dropped"): DEFAULT,
    ("ece_add_at", "line 6: Sub to Add"): SPARE,
    ("ece_float32_sums", "line 6: 1 to 2"): SPARE,
    ("cross_entropy_gradient", "line 3: minus dropped"): AXIS_1,
    ("cross_entropy_gradient", "line 4: minus dropped"): AXIS_1,
}
