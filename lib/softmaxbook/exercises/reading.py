"""The one reader of answers: what a careful person writes is read the same everywhere.

A number may be a Python, NumPy or SymPy number, a fraction, a one-element container, or text such
as "0.880", "4/7", "−1.386", "1e-3", "66.9 %" (a hundredth of 66.9), "ln(14)/3" or "e^2". Several
numbers may stand in anything that has an order, or under the names of what is asked for. A
judgement may be True, 1, "yes" or "right"; a word may have another case, an article, a hyphen, or
an s too many or too few. What cannot be read raises `Unreadable` with a sentence that says why.
"""

import ast
import difflib
import enum
import itertools
import math
import numbers as abstract
import operator
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST = 10_000  # entries; no answer that is a value has more
DEPTH = 6  # of nested containers


class Unreadable(ValueError):
    """Raised when an answer is not of the form that was asked for; its text says why."""


# ---- Whatever it is, as plain Python ------------------------------------------------------------


class Unordered(list):
    """The elements of a set, which have no order."""


def plain(value: Any, depth: int = 0) -> Any:
    """A value as float, bool, str, list, dict or None. Raises Unreadable, or NotImplementedError
    if dots are left in it."""
    if value is ...:
        raise NotImplementedError
    if depth > DEPTH:
        raise Unreadable("Your answer is nested too deeply to be read.")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (str, bytes)):
        return value.decode(errors="replace") if isinstance(value, bytes) else str(value)
    if type(value).__name__ in ("BooleanTrue", "BooleanFalse"):  # SymPy's
        return bool(value)
    if isinstance(value, (np.bool_, abstract.Number)) or hasattr(value, "is_number"):
        return _scalar(value)
    if isinstance(value, enum.Enum):
        return value.name
    if isinstance(value, Mapping):
        return _dict(value.items(), depth)
    if isinstance(value, (set, frozenset)):
        return Unordered(plain(v, depth + 1) for v in value)
    if hasattr(value, "to_dict") and hasattr(value, "index"):
        return _frame(value, depth)
    value = _array_like(value)
    if hasattr(value, "tolist") and not isinstance(value, type):
        listed = value.tolist()
        if not isinstance(listed, list):
            return plain(listed, depth + 1)
        return [plain(v, depth + 1) for v in _few(listed)]
    if isinstance(value, type) or callable(value):
        raise Unreadable("This is a function; its result is asked for.")
    if isinstance(value, Iterable):
        return [plain(v, depth + 1) for v in _few(value)]
    if hasattr(value, "__float__"):
        return _scalar(value)
    raise Unreadable(
        f"The type {type(value).__name__} is none of the forms that an answer can have."
    )


def _scalar(value: Any) -> float | bool:
    if isinstance(value, np.bool_):
        return bool(value)
    try:
        if isinstance(value, (complex, np.complexfloating)):
            if value.imag != 0:
                raise Unreadable("A real number is asked for, and this one is complex.")
            return float(value.real)
        return float(value)
    except Unreadable:
        raise
    except OverflowError:
        return math.inf if value > 0 else -math.inf
    except Exception:  # of SymPy: an expression with a symbol in it; whose errors are its own
        raise Unreadable("This is an expression whose value is not a real number.") from None


def _dict(items: Iterable, depth: int) -> dict:
    return {
        k if isinstance(k, str) else _key(k): plain(v, depth + 1)
        for k, v in itertools.islice(items, MOST)
    }


def _key(key: Any) -> Any:
    """Whole numbers stay whole, whatever their type; all else becomes text."""
    if isinstance(key, (int, np.integer)) and not isinstance(key, bool):
        return int(key)
    return str(key)


def _frame(value: Any, depth: int) -> Any:
    """A Series as a dict by its index; a DataFrame as such if it has one row or column."""
    columns = getattr(value, "columns", None)
    if columns is None:
        return _dict(value.to_dict().items(), depth)
    rows = value.to_numpy().tolist()
    if len(rows) == 1:
        return _dict(zip(columns, rows[0], strict=True), depth)
    if len(columns) == 1:
        return _dict(zip(value.index, [row[0] for row in rows], strict=True), depth)
    return [plain(row, depth + 1) for row in _few(rows)]


def _array_like(value: Any) -> Any:
    """A tensor, a sparse matrix or a masked array as something with tolist."""
    for name in ("detach", "cpu", "toarray", "to_numpy"):
        if not isinstance(value, type) and callable(getattr(value, name, None)):
            value = getattr(value, name)()
    if not hasattr(value, "tolist") and callable(getattr(value, "numpy", None)):
        value = value.numpy()
    shape = getattr(value, "shape", ())
    if isinstance(shape, tuple) and math.prod(map(float, shape)) > MOST:
        raise Unreadable(f"An array of shape {shape} is more than any exercise asks for.")
    return value


def _few(values: Iterable) -> list:
    found = list(itertools.islice(values, MOST + 1))
    if len(found) > MOST:
        raise Unreadable("This does not end, or has more entries than any exercise asks for.")
    return found


def as_array(value: Any, largest: int) -> NDArray:
    """What a learner's function returned, as an array of numbers. Raises Unreadable or what NumPy
    raises.

    largest : entries that are read at most
    """
    for name in ("detach", "cpu", "toarray", "to_numpy"):
        if not isinstance(value, type) and callable(getattr(value, name, None)):
            value = getattr(value, name)()
    if isinstance(value, Mapping):  # by class or example, from 0 on
        if list(value) != list(range(len(value))):
            raise Unreadable("dict")
        value = list(value.values())
    elif isinstance(value, Iterable) and not hasattr(value, "__len__"):
        value = list(itertools.islice(value, largest + 1))
        if len(value) > largest:
            raise Unreadable(f"{type(value).__name__} without end")
    elif type(value).__name__ in ("dict_values", "dict_keys", "deque"):
        value = list(value)
    if isinstance(value, np.ma.MaskedArray):
        return value.astype(np.float64).filled(0.0)  # a masked class has probability 0
    try:
        array = np.asarray(value)
    except (TypeError, ValueError, RuntimeError):
        if not isinstance(value, (list, tuple)):
            raise
        array = np.asarray([as_array(v, largest) for v in value])  # tensors that record gradients
    if array.dtype.kind == "O":
        array = array.astype(np.float64)  # fractions, SymPy's numbers
    if array.dtype.kind == "c" and not np.imag(array).any():
        array = array.real
    return array


# ---- Numbers as text ----------------------------------------------------------------------------

SIGNS = str.maketrans(
    {
        **dict.fromkeys("−–—‒﹣－", "-"),
        **dict.fromkeys("×·⋅∙", "*"),
        **dict.fromkeys("÷⁄∕", "/"),
        **dict.fromkeys("\u00a0\u2009\u202f\u2007", " "),
        **dict.fromkeys("“”„«»\"'`", ""),
        "∞": "inf",
        "π": "pi",
        "√": "sqrt",
        "^": "**",
    }
)
SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+", strict=True))
FUNCTIONS = {
    "log": math.log,
    "ln": math.log,
    "log2": math.log2,
    "log10": math.log10,
    "exp": math.exp,
    "sqrt": math.sqrt,
    "tanh": math.tanh,
    "abs": abs,
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)),
}
CONSTANTS = {"e": math.e, "pi": math.pi, "inf": math.inf, "nan": math.nan}
OPERATIONS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}
NO_UNITS = "hundred|thousand|million|billion|dozen|log|ln|exp|sqrt|pi|inf|nan|per ?cent"
UNITS = re.compile(rf"(?<=[\d.)])\s*\b(?!({NO_UNITS})\b)[a-z]{{2,}}\.?$|(?<=\d)(nats?|bits?)$")
PER_CENT = re.compile(r"\s*(%|per ?cent)$", re.IGNORECASE)


def number_in(text: str) -> float:
    """The number that a text stands for. Raises Unreadable."""
    tidy = _tidy(text)
    per_cent = PER_CENT.search(tidy)
    tidy = _point_for_comma(PER_CENT.sub("", UNITS.sub("", tidy)), text)
    try:
        number = _worked_out(tidy)
    except (ArithmeticError, ValueError, SyntaxError, TypeError, KeyError, RecursionError):
        shown = text.strip()
        shown = shown if len(shown) <= 30 else shown[:30] + "…"
        raise Unreadable(f"“{shown}” cannot be read as a number.") from None
    return number / 100 if per_cent else number


def _tidy(text: str) -> str:
    text = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+", lambda m: f"^({''.join(map(SUPERSCRIPTS.get, m[0]))})", text)
    text = "".join(map(_vulgar_fraction, text)).translate(SIGNS)
    text = unicodedata.normalize("NFKC", text).strip().lower()
    text = re.sub(r"^(about|approximately|approx\.?|circa|ca\.|[≈~≃=])\s*", "", text)
    return re.sub(r"(?<=[\d\w)])\.$", "", text) if not re.search(r"\d\.$", text) else text[:-1]


def _vulgar_fraction(sign: str) -> str:
    if unicodedata.decomposition(sign).startswith("<fraction>"):
        return "(" + unicodedata.normalize("NFKC", sign).replace("⁄", "/") + ")"
    return sign


def _point_for_comma(text: str, given: str) -> str:
    """A comma may be a decimal comma or set off thousands; where it could be both, ask."""
    if re.fullmatch(r"[+-]?\d{1,3}([, ]\d{3})+\.\d+|[+-]?\d{1,3}([, ]\d{3}){2,}", text):
        return text.replace(",", "").replace(" ", "")
    if re.fullmatch(r"[+-]?\d{1,3} \d{3}", text):
        return text.replace(" ", "")
    if re.fullmatch(r"[+-]?\d+,\d+", text):
        whole, decimals = text.lstrip("+-").split(",")
        if len(decimals) == 3 and whole.strip("0") and len(whole) <= 3:
            raise Unreadable(f"“{given.strip()}” has two readings; write a decimal point.")
        return text.replace(",", ".")
    return text


def _worked_out(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        pass
    text = re.sub(r"\b(np|numpy|math|sp|sympy)\.", "", text)
    text = re.sub(r"\b(log|exp|sqrt|ln)\s+(\d+(?:\.\d+)?|e\b|pi\b)", r"\1(\2)", text)
    text = re.sub(r"(\d|\))\s*(?=(log|ln|exp|sqrt|pi)\b)", r"\1*", text)
    text = re.sub(r"sqrt(\d+(?:\.\d+)?)", r"sqrt(\1)", text)
    text = re.sub(r"\b(\d+(?:\.\d+)?)(\s+(?=e\b)|(?=e\*\*))", r"\1*", text)
    if len(text) > 200:
        raise ValueError
    return float(_evaluated(ast.parse(text.strip(), mode="eval").body))


def _evaluated(node: ast.expr) -> float:
    """Arithmetic only: names and calls are those of FUNCTIONS and CONSTANTS."""
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return float(node.value)
    if isinstance(node, ast.Name):
        return CONSTANTS[node.id]
    if isinstance(node, ast.UnaryOp):
        return OPERATIONS[type(node.op)](_evaluated(node.operand))
    if isinstance(node, ast.BinOp):
        return OPERATIONS[type(node.op)](_evaluated(node.left), _evaluated(node.right))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) == 1:
        return FUNCTIONS[node.func.id](_evaluated(node.args[0]))
    raise ValueError


def items_in(text: str) -> list[str]:
    """The items of a list that was written as one text: "4/7, 2/7, 1/7" or "[3; 5]"."""
    text = re.sub(r"[\[\]{}]+", ";", text).strip("; \n")
    while re.fullmatch(r"\([^()]*\)", text):
        text = text[1:-1].strip()
    separators = (r";|\n", r",(?![^(]*\))\s*(?:and\b)?|\band\b|&", r"\s+")
    for separator in separators:
        items = [item.strip(" ,") for item in re.split(separator, text)]
        items = [item for item in items if item]
        if len(items) > 1:
            return items
    return [text]


# ---- Leaves -------------------------------------------------------------------------------------


def one(tree: Any) -> Any:
    """What is inside containers of one element."""
    while (isinstance(tree, list) and len(tree) == 1) or (
        isinstance(tree, dict) and len(tree) == 1
    ):
        tree = tree[0] if isinstance(tree, list) else next(iter(tree.values()))
    return tree


def number(tree: Any) -> float:
    """One number. Raises Unreadable."""
    tree = one(tree)
    if isinstance(tree, bool):
        raise Unreadable(f"A number is asked for, not {tree}.")
    if isinstance(tree, float):
        return tree
    if isinstance(tree, str):
        return number_in(tree)
    if tree is None:
        raise Unreadable("A number is asked for, not None.")
    if isinstance(tree, (list, dict)):
        raise Unreadable(f"A single number is asked for here, not {len(tree)} of them.")
    raise Unreadable("A number is asked for.")


YES = ("true", "yes", "y", "t", "right", "correct", "1", "1.0", "✓", "✔", "holds", "agree", "on")
NO = ("false", "no", "n", "f", "wrong", "incorrect", "0", "0.0", "✗", "✘", "x", "never", "off")


def truth(tree: Any, yes: tuple[str, ...] = (), no: tuple[str, ...] = ()) -> float:
    """1 for True, "yes" or 1; 0 for their opposites. Raises Unreadable.

    yes, no : further words that say so in an exercise
    """
    tree = one(tree)
    if isinstance(tree, (bool, float)) and tree in (0, 1):
        return float(tree)
    if isinstance(tree, str):
        said = squeezed(tree)
        if said in {squeezed(w) for w in (*YES, *yes)}:
            return 1.0
        if said in {squeezed(w) for w in (*NO, *no)}:
            return 0.0
        raise Unreadable(f"“{tree.strip()[:40]}” is neither True nor False.")
    raise Unreadable("True or False is asked for.")


def squeezed(text: str) -> str:
    """A word or phrase without case, articles, plurals, and what joins its parts."""
    text = unicodedata.normalize("NFKC", str(text).translate(SIGNS)).lower()
    parts = re.findall(r"\d+(?:\.\d+)?(?:e[-+]?\d+)?|[^\W\d_]+|[✓✔✗✘]", text)
    kept = [p for p in parts if p not in ("the", "a", "an")] or parts[-1:]
    return "".join(p[:-1] if len(p) > 3 and p.endswith("s") else p for p in kept)


def choose(tree: Any, options: Sequence[str], also: Mapping[str, str] | None = None) -> int:
    """Position of the option that is meant. Raises Unreadable.

    also : other words for options
    """
    tree = one(tree)
    if isinstance(tree, bool) or (tree is None and "none" in options):
        tree = str(tree)
    if not isinstance(tree, str):
        raise Unreadable(f"One of these is asked for, as text: {', '.join(options)}.")
    names = {squeezed(option): at for at, option in enumerate(options)}
    for said, meant in (also or {}).items():
        names.setdefault(squeezed(said), list(options).index(meant))
    said = squeezed(tree)
    if said in names:
        return names[said]
    words = _words(tree)
    holding = {at for at, option in enumerate(options) if words and words <= _words(option)}
    if len(holding) == 1:  # "argmax" for "argmax of the scores"
        return holding.pop()
    raise Unreadable(f"“{tree.strip()[:40]}” is not one of: {', '.join(options)}.")


def _words(text: str) -> set[str]:
    return {squeezed(w) for w in re.findall(r"[^\W_]+", text)} - {"the", "a", "an", "of", ""}


def letter_in(value: Any, options: Mapping[str, str]) -> str | None:
    """The letter of the option that is meant by d, "d", "(d)", "D." or the option's own words;
    None if there is no telling.

    options : letter to the option's text
    """
    tree = one(plain(value))
    if not isinstance(tree, str):
        return None
    said = unicodedata.normalize("NFKC", tree).strip().lower()
    found = re.fullmatch(r"(?:option|answer|letter)?[\s\W_]*([a-z])[\s\W_]*", said)
    if found and found[1] in options:
        return found[1]
    headed = re.match(r"\W*([a-z])\W+(.+)", said, re.DOTALL)
    rest = headed[2] if headed and headed[1] in options else said
    meant = [k for k, text in options.items() if squeezed(text) == squeezed(rest)]
    return meant[0] if len(meant) == 1 else None


# ---- Several, under names or in order -----------------------------------------------------------


def by_name(tree: Any, names: Sequence[str], what: str = "entries") -> list:
    """The entries of a dict, a list or a text, in the order of the names. Raises Unreadable."""
    if isinstance(tree, str):
        tree = items_in(tree)
    while isinstance(tree, list) and len(tree) == 1 and isinstance(tree[0], (list, dict)):
        tree = tree[0]
    if isinstance(tree, Unordered):
        raise Unreadable("A set has no order, and here the order says which is which.")
    if isinstance(tree, list) and _is_pairs(tree, names):
        tree = dict(tree)
    if isinstance(tree, dict):
        return _in_order(tree, names)
    if not isinstance(tree, list):
        raise Unreadable(f"The number of {what} asked for is {len(names)}.")
    if len(tree) != len(names):
        tree = [leaf for row in tree for leaf in (row if isinstance(row, list) else [row])]
    if len(tree) != len(names):
        raise Unreadable(f"The number of {what} asked for is {len(names)}, not {len(tree)}.")
    return tree


def _is_pairs(tree: list, names: Sequence[str]) -> bool:
    pairs = all(isinstance(p, list) and len(p) == 2 and isinstance(p[0], str) for p in tree)
    return pairs and len(tree) == len(names) and all(_meant(p[0], names) for p in tree)


def _in_order(tree: dict, names: Sequence[str]) -> list:
    count = len(names)
    for start in (0, 1):  # numbered
        if list(map(str, sorted(tree, key=str))) == sorted(map(str, range(start, start + count))):
            return [tree.get(i, tree.get(str(i))) for i in range(start, start + count)]
    lettered = {str(k).strip().strip("().").lower(): v for k, v in tree.items()}
    if sorted(lettered) == list("abcdefghijklmnop"[:count]):
        return [lettered[letter] for letter in sorted(lettered)]
    found: dict[str, Any] = {}
    strays = []
    for key, value in tree.items():
        name = _meant(str(key), names)
        if name is None or name in found:
            strays.append(key)
        else:
            found[name] = value
    missing = [name for name in names if name not in found]
    if len(strays) == len(missing) == count:
        return list(tree.values())  # names of the learner's own; the order is what is left
    if len(strays) == len(missing) == 1:
        found[missing.pop()] = tree[strays.pop()]
    if missing:
        raise Unreadable(f"The key “{missing[0]}” is missing.")
    if strays:
        raise Unreadable(f"The key “{strays[0]}” is none of those asked for.")
    return [found[name] for name in names]


def _meant(key: str, names: Sequence[str]) -> str | None:
    """The name that a key stands for: the same but for case, spaces and signs, or nearly."""
    same = [name for name in names if squeezed(name) == squeezed(key)]
    if same:
        return next((name for name in same if _exact(name) == _exact(key)), same[0])
    words = _words(key.replace("_", " "))
    holding = [n for n in names if words and words <= _words(n.replace("_", " "))]
    if len(holding) == 1:
        return holding[0]
    near = difflib.get_close_matches(_exact(key), map(_exact, names), n=1, cutoff=0.9)
    return next((name for name in names if near and _exact(name) == near[0]), None)


def _exact(key: str) -> str:
    return "".join(unicodedata.normalize("NFKC", key.translate(SIGNS)).lower().split())


# ---- Forms --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """Some of the numbers of an answer, which belong together.

    name : what they are, in the words of a message
    size : how many
    digits : decimals that are asked for, −1 for the nearest ten; None: nothing is said, and three
        significant digits will do, or three decimals of what is below 0.1
    key : the starter cell's variable, if it has one
    or_else : other numbers that are right as well
    """

    name: str
    size: int = 1
    digits: int | None = 3
    key: str = ""
    or_else: tuple[float, ...] = ()


class Form:
    """How an answer is read, when it is right, and what it is called. Subclasses say how."""

    def read(self, value: Any) -> NDArray:
        """The answer as an array. Raises Unreadable."""
        raise NotImplementedError

    def is_right(self, given: NDArray, expected: NDArray) -> NDArray:
        """For each entry whether it is right."""
        return (given == expected) | (np.isnan(given) & np.isnan(expected))

    def text(self, given: NDArray) -> str:
        """The answer in words or numbers."""
        raise NotImplementedError

    def labels(self) -> list[str]:
        """What each entry is called, in the order of the flattened array."""
        return []


@dataclass(frozen=True)
class Numbers(Form):
    """One number, or several in parts.

    parts : in order
    shape : of the array; by default () for one number and (n,) for n
    logarithms : whether any of them is a logarithm, or is in nats or bits; where none is, no wrong
        number is explained by the base of one, or as one taken of something else
    """

    parts: tuple[Part, ...]
    shape: tuple[int, ...] | None = None
    logarithms: bool = True

    @property
    def count(self) -> int:
        return sum(part.size for part in self.parts)

    def read(self, value: Any) -> NDArray:
        tree = plain(value)
        if self.count == 1:
            return np.array(number(tree))
        if len(self.parts) > 1 and isinstance(one(tree), dict):
            tree = one(tree)
        if len(self.parts) > 1 and (isinstance(tree, dict) or self._is_paired(tree)):
            keys = [part.key or part.name for part in self.parts]
            if not isinstance(tree, dict) or len(tree) == len(keys):
                tree = by_name(tree, keys)
        if isinstance(tree, dict) and len(tree) == self.count:
            tree = by_name(tree, [str(i) for i in range(self.count)])
        self._check_shape(tree)
        found = [n for leaf in _leaves(tree) for n in _numbers_of(leaf)]
        if len(found) != self.count:
            raise Unreadable(f"The answer is {self._form()}; this has {len(found)}.")
        return np.array(found).reshape(self.shape or (self.count,))

    def _is_paired(self, tree: Any) -> bool:
        keys = [part.key or part.name for part in self.parts]
        return isinstance(tree, list) and bool(tree) and _is_pairs(tree, keys)

    def _check_shape(self, tree: Any) -> None:
        """Rows of another length than asked for are no other way to write the same."""
        if not isinstance(tree, list) or not any(isinstance(row, list) for row in tree):
            return
        lengths = [len(list(_leaves(row))) for row in tree]
        due = [part.size for part in self.parts]
        if len(due) == 1 and self.shape and len(self.shape) == 2:
            due = [self.shape[1]] * self.shape[0]
        if lengths in (due, [self.count]) or (len(tree) == self.count and set(lengths) == {1}):
            return
        if any(isinstance(leaf, str) for leaf in _leaves(tree)):  # may be several in one text
            return
        off = [i for i in range(len(due)) if len(lengths) == len(due) and lengths[i] != due[i]]
        if len(self.parts) == len(due) and len(off) == 1:  # by its name, if one part is at fault
            part, size = self.parts[off[0]], lengths[off[0]]
            gap = abs(size - part.size)
            verb, side = "is" if gap == 1 else "are", "missing" if size < part.size else "too many"
            what = f"{gap} {verb} {side}"
            raise Unreadable(
                f"The answer is {self._form()}. For {part.name} you gave {size}: {what}."
            )
        raise Unreadable(f"The answer is {self._form()}; yours has {_spelled(lengths)}.")

    def _form(self) -> str:
        if self.shape and len(self.shape) == 2 and len(self.parts) == 1:
            return f"{self.shape[0]} rows of {self.shape[1]} numbers"
        if len(self.parts) == 1:
            return f"{self.count} numbers"
        if all(part.size == 1 for part in self.parts):
            return f"{self.count} numbers: {', then '.join(part.name for part in self.parts)}"
        sizes = (f"{p.size} for {p.name}" for p in self.parts)
        return f"{self.count} numbers: {', '.join(sizes)}"

    def digits(self) -> list[int | None]:
        """Decimals asked for, of each number."""
        return [part.digits for part in self.parts for _ in range(part.size)]

    def is_right(self, given: NDArray, expected: NDArray) -> NDArray:
        parts = [part for part in self.parts for _ in range(part.size)]
        right = [
            any(is_rounding(g, x, part.digits) for x in (exact, *part.or_else))
            for g, exact, part in zip(given.ravel(), expected.ravel(), parts, strict=True)
        ]
        return np.array(right, bool).reshape(given.shape)

    def labels(self) -> list[str]:
        if self.shape and len(self.shape) == 2 and len(self.parts) == 1:
            return [f"row {i + 1}, column {j + 1}" for i, j in np.ndindex(self.shape)]
        return [
            part.name if part.size == 1 else f"{part.name}, entry {i + 1}"
            for part in self.parts
            for i in range(part.size)
        ]

    def text(self, given: NDArray) -> str:
        shown = iter([f"{float(v):.6g}" for v in given.ravel()])
        sizes = [part.size for part in self.parts]
        if given.ndim == 2 and len(sizes) == 1:
            sizes = [given.shape[1]] * given.shape[0]
        groups = []
        for size in sizes:
            entries = list(itertools.islice(shown, size))
            groups.append(entries[0] if size == 1 else f"({', '.join(entries)})")
        return ", ".join(groups)


def _spelled(lengths: list[int]) -> str:
    if len(set(lengths)) == 1:
        return f"{len(lengths)} rows of {lengths[0]}"
    return "rows of " + ", ".join(map(str, lengths))


def _numbers_of(leaf: Any) -> list[float]:
    """The number in a leaf, or the numbers in a text that lists several."""
    try:
        return [number(leaf)]
    except Unreadable:
        items = items_in(leaf) if isinstance(leaf, str) else []
        if len(items) < 2:
            raise
        return [n for item in items for n in _numbers_of(item)]


def _leaves(tree: Any) -> Iterator:
    if isinstance(tree, Unordered):
        raise Unreadable("A set has no order, and here the order says which number is which.")
    if isinstance(tree, dict):
        tree = by_name(tree, [str(i) for i in range(len(tree))])
    if isinstance(tree, list):
        for branch in tree:
            yield from _leaves(branch)
    else:
        yield tree


def step_of(exact: float, digits: int | None) -> float:
    """The unit of the last digit that is asked for; a whole number is to be whole."""
    if digits is not None:
        return 10.0**-digits
    if not math.isfinite(exact) or float(exact).is_integer():
        return 1e-3
    size = math.floor(math.log10(abs(exact)))
    return 10.0 ** (max(size, -1 if size > -3 else size) - 2)


def is_rounding(given: float, exact: float, digits: int | None) -> bool:
    """Whether a number is right: a correct rounding of the exact one to the digits asked for, or
    to more. More digits than asked for may be off by a tenth of the last one asked for, or by as
    much as leaves the rounding what it is.
    """
    if not (math.isfinite(given) and math.isfinite(exact)):
        return given == exact or (math.isnan(given) and math.isnan(exact))
    step = step_of(exact, digits)
    gap, slack = abs(given - exact), 1e-6 * step + 1e-12 * abs(exact)
    if gap > step / 2 + slack:
        return False
    if digits is not None and digits < 0:  # tens are asked for: 783 is neither 780 nor exact
        return abs(given - round(exact / step) * step) <= slack or gap <= step / 20
    on_grid = abs(given - round(given / step) * step) <= slack
    rounds_alike = math.floor(given / step + 0.5) == math.floor(exact / step + 0.5)
    return on_grid or rounds_alike or gap <= step / 10


@dataclass(frozen=True)
class Judgements(Form):
    """True or False, once or for each of several keys.

    yes, no : further words that say so
    says : from the array to words, where a list of them would be too long
    """

    keys: tuple[str, ...] = ()
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    says: Callable[[NDArray], str] | None = None

    def read(self, value: Any) -> NDArray:
        tree = plain(value)
        if not self.keys:
            return np.array(truth(tree, self.yes, self.no))
        entries = by_name(tree, self.keys, "judgements")
        return np.array([truth(entry, self.yes, self.no) for entry in entries])

    def text(self, given: NDArray) -> str:
        if self.says:
            return self.says(given)
        return ", ".join(str(bool(v)) for v in given.ravel())

    def labels(self) -> list[str]:
        return list(self.keys)


@dataclass(frozen=True)
class Words(Form):
    """For each of several keys one of several options.

    keys : what is judged; by default numbered
    also : other words for options
    says : as of `Judgements`
    """

    options: tuple[str, ...]
    keys: tuple[str, ...]
    also: Mapping[str, str] = field(default_factory=dict)
    says: Callable[[NDArray], str] | None = None

    def read(self, value: Any) -> NDArray:
        entries = by_name(plain(value), self.keys, "answers")
        return np.array([choose(e, self.options, self.also) for e in entries], float)

    def text(self, given: NDArray) -> str:
        if self.says:
            return self.says(given)
        return ", ".join(self.options[int(i)] for i in given.ravel())

    def labels(self) -> list[str]:
        return list(self.keys)


@dataclass(frozen=True)
class Chosen(Form):
    """Some of the numbers from 1 to count, in any order: as a vector of 0 and 1."""

    count: int
    what: str

    def read(self, value: Any) -> NDArray:
        tree = one(plain(value))
        if isinstance(tree, dict):
            tree = list(tree.values())
        found = tree if isinstance(tree, list) else [tree]
        if len(found) == self.count and all(isinstance(v, bool) for v in found):
            return np.array(found, float)  # whether each of them is meant
        found = [number(n) for v in found for n in self._numerals(v)]
        if not all(n in range(1, self.count + 1) for n in found):
            raise self._unknown()
        return np.isin(np.arange(1, self.count + 1), found).astype(float)

    def _numerals(self, leaf: Any) -> list:
        """The numbers in a text such as "line 3" or "3 and 5"."""
        found = re.findall(r"\d+", leaf) if isinstance(leaf, str) else [leaf]
        if not found:
            raise self._unknown()
        return found

    def _unknown(self) -> Unreadable:
        return Unreadable(f"The {self.what} are numbered from 1 to {self.count}.")

    def text(self, given: NDArray) -> str:
        return ", ".join(str(i + 1) for i in np.flatnonzero(given)) or f"none of the {self.what}"


@dataclass(frozen=True)
class Custom(Form):
    """Read by a function of the record's own.

    reads : from the plain value, or from the value itself if `raw`, to an array
    says : from that array to words
    like : a form whose relations to what is right may be looked for, where one array is right
    """

    reads: Callable[[Any], Any]
    says: Callable[[NDArray], str]
    raw: bool = False
    atol: float = 0.0
    like: Form | None = None

    def read(self, value: Any) -> NDArray:
        return np.asarray(self.reads(value if self.raw else plain(value)), float)

    def is_right(self, given: NDArray, expected: NDArray) -> NDArray:
        return np.isclose(given, expected, rtol=0, atol=self.atol, equal_nan=True)

    def text(self, given: NDArray) -> str:
        return self.says(given)


# ---- For records --------------------------------------------------------------------------------


def gives(*functions: Callable) -> tuple[Callable, ...]:
    """The functions that make a mistake, where a record lists them."""
    return functions
