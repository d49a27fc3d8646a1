from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.claims import FINGERPRINTS
from softmaxbook.exercises.catalogue.families.softmaxes import softmax
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Exercise, Mistake, Probe


def explain(answer, candidates):
    """The row of candidates that answer is, to a thousandth; -1 if none."""
    off = np.abs(np.asarray(candidates) - np.asarray(answer)).max(axis=1)  # the worst entry
    size = np.abs(candidates).max(axis=1)
    near = off <= 1e-3 * size
    return int(np.argmax(near)) if near.any() else -1


SCORES = np.array([3.0, 1.0, 0.2])
SOFTMAX = softmax(SCORES)
BASE_10 = 10**SCORES / (10**SCORES).sum()
CANDIDATES = np.array([SOFTMAX, np.exp(SCORES), BASE_10, SCORES / SCORES.sum(), softmax(-SCORES)])
GRADIENT = SOFTMAX - [1, 0, 0]
SMALL = np.array([GRADIENT, [-0.0225, 0.0114, 0.0025], [-0.0353, 0.0266, 0.0088]])


def size_of(candidates: NDArray) -> NDArray:
    return np.abs(candidates).max(axis=1)


def total_of(differences: NDArray) -> NDArray:
    return differences.sum(axis=1)


def length_of(differences: NDArray) -> NDArray:
    return np.linalg.norm(differences, axis=1)


def near(answer: NDArray, candidates: NDArray) -> NDArray:
    return np.abs(candidates - answer).max(axis=1) <= 1e-3 * size_of(candidates)


def first(which: NDArray) -> int:
    return int(np.argmax(which)) if np.any(which) else -1


def within(tolerance: float) -> Callable:
    return lambda a, c: first(np.abs(c - a).max(axis=1) <= tolerance)


def after(change: Callable[[NDArray], NDArray]) -> Callable:
    """The right comparison, of what a change has made of both."""
    return lambda a, c: first(near(change(a[None])[0], change(c)))


EXERCISE = Exercise(
    title="Explain",
    reference=explain,
    probes=(
        Probe("softmax to four decimals", (SOFTMAX.round(4), CANDIDATES)),
        Probe("the sign error", (softmax(-SCORES).round(4), CANDIDATES)),
        Probe("none of them", (np.array([0.5, 0.3, 0.2]), CANDIDATES)),
        Probe("not normalised", (np.array([20.09, 2.718, 1.221]), CANDIDATES)),
        Probe("one small entry rounded", (BASE_10.round(4), CANDIDATES)),
        Probe("one entry of three agrees", (np.array([SOFTMAX[0], 0.082, 0.082]), CANDIDATES)),
        Probe("in another order", (SOFTMAX[[1, 0, 2]], CANDIDATES)),
        Probe("as many candidates as entries", (SMALL[2], SMALL)),
        Probe("ascent for descent", (-GRADIENT, SMALL)),
        Probe("small, and near", (np.array([-0.0228, 0.0114, 0.0025]), SMALL)),
        Probe("all entries just near enough", (SOFTMAX + 9e-4 * SOFTMAX[0], CANDIDATES)),
        Probe("one just too far off", (SOFTMAX + 1.1e-3 * SOFTMAX[0] * np.eye(3)[1], CANDIDATES)),
        Probe("just too far off, upwards", (SOFTMAX + 1.0005e-3 * SOFTMAX[0], CANDIDATES)),
        Probe("just near enough, downwards", (SOFTMAX - 9.995e-4 * SOFTMAX[0], CANDIDATES)),
        Probe("all a little too far off", (SOFTMAX + 1.5e-3 * SOFTMAX[0], CANDIDATES)),
        Probe("all off by a hundredth", (SOFTMAX + 0.01, CANDIDATES)),
        Probe("just near enough, below 0", (GRADIENT * [1 + 9e-4, 1, 1], SMALL)),
        Probe("just too far off, below 0", (GRADIENT * [1 + 1.1e-3, 1, 1], SMALL)),
        Probe("half as far off as it may be", (SOFTMAX + 4.5e-4 * SOFTMAX[0], CANDIDATES)),
        Probe("small, and just too far off", (SMALL[1] + 4e-5 * np.eye(3)[0], SMALL)),
    ),
    mistakes=(
        Mistake(
            "nearest-always",
            "The nearest candidate was named, however far away it is. A wrong name is worse "
            "than none.",
            wrong=gives(
                lambda a, c: int((np.abs(c - a).max(axis=1) / size_of(c)).argmin()),
                lambda a, c: int(np.abs(c - a).max(axis=1).argmin()),
                lambda a, c: int(np.abs(c - a).sum(axis=1).argmin()),
                lambda a, c: int(((c - a) ** 2).sum(axis=1).argmin()),
            ),
        ),
        Mistake(
            "exact-equality",
            "The numbers were compared for equality, or what is as good as that. An answer "
            "with four decimals is never so near to a float64.",
            wrong=gives(
                lambda a, c: first((c == a).all(axis=1)),
                lambda a, c: first(np.isclose(c, a).all(axis=1)),
            ),
        ),
        Mistake(
            "absolute-tolerance",
            "The tolerance is the same for all candidates. It is too strict for exponentials "
            "near 20, too lax for gradients near 0.02, or both.",
            wrong=(
                *map(within, (1e-2, 2e-3, 1e-3, 5e-4, 3e-4, 2e-4, 1e-4, 5e-5)),
                lambda a, c: first(length_of(c - a) <= 1e-3),
            ),
        ),
        Mistake(
            "scale-of-each-entry",
            "Each entry was held to a thousandth of itself. A small entry, rounded as the "
            "others were, is off by more than that.",
            wrong=gives(
                lambda a, c: first((np.abs(c - a) <= 1e-3 * np.abs(c)).all(axis=1)),
                lambda a, c: first(np.isclose(a, c, rtol=1e-3).all(axis=1)),
            ),
        ),
        Mistake(
            "first-entry-only",
            "Only the first entry was compared, which others can share.",
            wrong=gives(lambda a, c: first(np.abs(c[:, 0] - a[0]) <= 1e-3 * np.abs(c).max(axis=1))),
        ),
        Mistake(
            "any-for-all",
            "One agreeing entry was taken to be enough.",
            wrong=gives(
                lambda a, c: first(np.abs(c - a).min(axis=1) <= 1e-3 * np.abs(c).max(axis=1))
            ),
        ),
        Mistake(
            "counted-from-1",
            "The rows were counted from 1. NumPy counts from 0.",
            wrong=gives(
                lambda a, c: explain(a, c) + 1,
                lambda a, c: i + 1 if (i := explain(a, c)) >= 0 else -1,
            ),
        ),
        Mistake(
            "none-becomes-first",
            "Where no candidate is near, row 0 was returned. The position of the largest of "
            "nothing but False is 0.",
            wrong=gives(lambda a, c: int(np.argmax(near(a, c)))),
        ),
        Mistake(
            "order-ignored",
            "The entries were sorted before they were compared. Which class has which number "
            "belongs to the fingerprint.",
            wrong=gives(after(lambda x: np.sort(x, axis=1))),
        ),
        Mistake(
            "sign-ignored",
            "Magnitudes were compared, so that a gradient and its opposite look the same.",
            wrong=gives(after(np.abs)),
        ),
        Mistake(
            "normalised-first",
            "Both were divided by their sum first. What was not normalised then looks like "
            "softmax.",
            wrong=gives(after(lambda x: x / x.sum(axis=1, keepdims=True))),
        ),
        Mistake(
            "differences-cancel",
            "The differences were added with their signs. Distributions all have the same sum, "
            "so between them nothing is left.",
            wrong=gives(
                lambda a, c: first(np.abs((c - a).sum(axis=1)) <= 1e-3 * np.abs(c).max(axis=1)),
                lambda a, c: first(np.abs((c - a).mean(axis=1)) <= 1e-3 * np.abs(c).max(axis=1)),
            ),
        ),
        Mistake(
            "added-up-or-averaged",
            "The differences of a row were added up or averaged. The worst entry decides: one "
            "too far off is enough, many small ones are not.",
            wrong=gives(
                *(
                    lambda a, c, total=total: first(total(np.abs(c - a)) <= 1e-3 * total(np.abs(c)))
                    for total in (total_of, length_of)
                ),
                lambda a, c: first(np.abs(c - a).sum(axis=1) <= 1e-3 * size_of(c)),
                lambda a, c: first(np.abs(c - a).mean(axis=1) <= 1e-3 * size_of(c)),
                lambda a, c: first(length_of(c - a) <= 1e-3 * size_of(c)),
            ),
        ),
        Mistake(
            "other-size",
            "The worst entry was held beside something else than the largest magnitude of its "
            "row: of the answer, of the whole table, a sum or mean, or a largest entry with sign.",
            wrong=(
                lambda a, c: first(np.abs(c - a).max(axis=1) <= 1e-3 * np.abs(a).max()),
                *(
                    lambda a, c, size=size: first(np.abs(c - a).max(axis=1) <= 1e-3 * size(c))
                    for size in (
                        lambda c: np.abs(c).max(),
                        lambda c: c.max(axis=1),
                        lambda c: np.abs(c.sum(axis=1)),
                        lambda c: np.abs(c).sum(axis=1),
                        lambda c: np.abs(c).mean(axis=1),
                        lambda c: length_of(c),
                    )
                ),
            ),
        ),
        Mistake(
            "other-tolerance",
            "The worst entry was held beside the size of its row, but not to a thousandth of it.",
            wrong=tuple(
                lambda a, c, share=share: first(np.abs(c - a).max(axis=1) <= share * size_of(c))
                for share in (1e-1, 1e-2, 5e-3, 2e-3, 5e-4, 2e-4, 1e-4)
            ),
        ),
        Mistake(
            "one-side-only",
            "Differences with a sign were compared, so that an entry may be as far off as it "
            "likes on one side.",
            wrong=gives(
                lambda a, c: first((c - a).max(axis=1) <= 1e-3 * size_of(c)),
                lambda a, c: first((a - c).max(axis=1) <= 1e-3 * size_of(c)),
            ),
        ),
        Mistake(
            "gives-up-after-the-first",
            "Only row 0 was ever looked at. That one row is too far away says nothing about "
            "those after it.",
            wrong=gives(lambda a, c: 0 if near(a, c)[0] else -1),
        ),
        Mistake(
            "columns-for-rows",
            "The worst entry was sought down the columns, over the candidates. Each candidate "
            "is a row.",
            wrong=gives(
                lambda a, c: first(np.abs(c - a).max(axis=0) <= 1e-3 * np.abs(c).max(axis=0)),
            ),
        ),
        Mistake(
            "matches-counted",
            "The matching rows were counted, or it was said whether there is one. The number of "
            "the row is asked for.",
            wrong=gives(lambda answer, candidates: float(explain(answer, candidates) >= 0)),
        ),
    ),
    hints=(
        "What does your function say to (0.5, 0.3, 0.2), which is none of them? And to 20.09, "
        "where the candidate has 20.0855?",
        "maxᵢ |aᵢ − cᵢ| ≤ 10⁻³ maxᵢ |cᵢ| for a candidate c: the worst entry decides, beside the "
        "size of the whole.",
        "Take the largest magnitude of each row of differences, compare it with a thousandth "
        "of the largest magnitude of the row, and treat the case of no row apart.",
    ),
    why="In a sentence: which temperature can no checker tell from base 2, and why?",
    reply="T = 1/log 2, about 1.443. 2ᶻ is e to the power z log 2, so the two are the same "
    "function of the scores.",
    place=FINGERPRINTS,
)
