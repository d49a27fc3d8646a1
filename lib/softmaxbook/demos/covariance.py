"""The Jacobian as a covariance: scores are moved, and one-hot vectors drawn."""

import numpy as np

from softmaxbook.derivatives import softmax_jacobian
from softmaxbook.functions import softmax

STATE = {"cat": 3.0, "dog": 1.0, "bird": 0.2, "draws": 729.0}
ROWS, RATIO = 3, 288 / 480


def count(p: np.ndarray, draws: int) -> np.ndarray:
    """How often each class comes, with the random numbers that the page draws as well: the
    congruential generator of Numerical Recipes, started at 1."""
    state, found = 1, np.zeros(3)
    for _ in range(draws):
        state = (1664525 * state + 1013904223) % 2**32
        u = state / 2**32
        found[0 if u < p[0] else 1 if u < p[0] + p[1] else 2] += 1
    return found


def sentence(*, cat: float, dog: float, bird: float, draws: float) -> str:
    # Of an odd number, because no covariance then lies half-way between two decimals.
    if not (1 <= draws <= 20_000 and draws % 2 == 1):
        raise ValueError(f"draws is {draws:g}, but must be an odd number up to 20000")
    z = np.array([cat, dog, bird])
    p, J = softmax(z, axis=-1), softmax_jacobian(z)
    found = count(p, int(draws))
    q = found / draws
    half, product = (1 - p @ p) / 2, 3 * p.prod()  # of the two eigenvalues that are not 0
    root = np.sqrt(max(0.0, half**2 - product))

    def tuple_of(values):
        return f"({', '.join(f'{v:z.3f}' for v in values)})"

    return (
        f"At the scores ({cat:g}, {dog:g}, {bird:g}), raising cat moves cat, dog and bird at the "
        f"rates {tuple_of(J[0])}. In {draws:g} draws they come {found[0]:g}, {found[1]:g} and "
        f"{found[2]:g} times, and the covariances of cat with them are "
        f"{tuple_of(q[0] * (np.eye(3)[0] - q))}. The eigenvalues of J are {half + root:.3f}, "
        f"{half - root:z.3f} and 0."
    )
