"""Float formats and overflow: the two lines of softmax, rounded as a format rounds."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

# As in chapter 4: bits of the exponent and of the fraction.
FORMATS = {"float16": (5, 10), "bfloat16": (8, 7), "float32": (8, 23), "float64": (11, 52)}
SUBTRACTS = ("nothing", "the maximum")
STATE = {
    "format": "float16",
    "subtract": "nothing",
    "shift": 8.0,
    "cat": 3.0,
    "dog": 1.0,
    "bird": 0.2,
}
ROWS, RATIO = 3, 240 / 480


def rounded(x: ArrayLike, format: str) -> NDArray:
    """x as the nearest number of a format; beyond the largest, infinity."""
    exponent_bits, fraction_bits = FORMATS[format]
    top = 2 ** (exponent_bits - 1)
    x = np.asarray(x, float)
    exponent = np.maximum(np.frexp(x)[1] - 1, 2 - top)  # subnormal numbers share the lowest
    step = np.exp2(exponent - fraction_bits)
    with np.errstate(all="ignore"):
        nearest = np.where(np.isfinite(x), np.rint(x / step) * step, x)
        largest = (2 - 2.0**-fraction_bits) * 2.0 ** (top - 1)
        return np.where(np.abs(nearest) > largest, nearest * np.inf, nearest)


def steps(
    *, format: str, subtract: str, shift: float, cat: float, dog: float, bird: float
) -> tuple[NDArray, NDArray, NDArray, NDArray]:
    """Exponents, exponentials, their sum and the shares, each rounded."""
    with np.errstate(all="ignore"):
        z = rounded(np.array([cat, dog, bird]) + shift, format)
        if subtract == "the maximum":
            z = rounded(z - z.max(), format)
        terms = rounded(np.exp(z), format)
        total = rounded(rounded(terms[0] + terms[1], format) + terms[2], format)
        return z, terms, total, rounded(terms / total, format)


def number(x: float) -> str:
    """Three digits, or two and a power of ten."""
    if not np.isfinite(x):
        return str(float(x))
    if x == 0 or 0.001 <= abs(x) < 999.5:
        return f"{x:.3g}"
    digits, exponent = f"{x:.1e}".split("e")
    return f"{digits}e{int(exponent)}"


def numbers(values: NDArray) -> str:
    return f"({', '.join(map(number, values))})"


def sentence(
    *, format: str, subtract: str, shift: float, cat: float, dog: float, bird: float
) -> str:
    for key, value, allowed in (("format", format, FORMATS), ("subtract", subtract, SUBTRACTS)):
        if value not in allowed:
            raise ValueError(f"{key} is {value!r}, but must be one of {', '.join(allowed)}")
    z, terms, total, shares = steps(
        format=format, subtract=subtract, shift=shift, cat=cat, dog=dog, bird=bird
    )
    return (
        f"In {format}, scores ({cat:g}, {dog:g}, {bird:g}) with {shift:g} added and {subtract} "
        f"subtracted are {numbers(z)}. Their exponentials are {numbers(terms)} with sum "
        f"{number(total)}, and the shares {numbers(shares)}."
    )
