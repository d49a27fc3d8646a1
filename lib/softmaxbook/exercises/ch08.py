"""Exercises of chapter 8, Cross-entropy."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.record import (
    Alternative,
    Exercise,
    Mistake,
    NumberQuestion,
    Option,
    Place,
    Probe,
    Question,
    Symptom,
    Unreadable,
    add,
)
from softmaxbook.exercises.solutions import ch08 as solutions
from softmaxbook.exercises.wrong_softmax import (
    SOFTMAX,
    fitted,
    further_shift_mistakes,
    in_integers,
    logits_clipped,
    naive,
    nothing,
    ratio_mistakes,
    result,
    right,
    right_log,
    rounded,
    row,
    scale_mistakes,
    softmax_mistakes,
    softmax_with,
    whole,
)

CROSS_ENTROPY = Place("cross-entropy", "The gradient: push all, pull one")
TO_THE_LOSS = Place("jacobian", "Down to the loss")
MEASURING = Place("jacobian", "Measuring a gradient")


def probe(name: str, z: list, y: list[int]) -> Probe:
    return Probe(name, (np.array(z, dtype=float), np.array(y)))


# Numbers of examples and classes differ, and so do their products and squares.
PROBES = (
    probe("one example", [[3, 1, 0.25]], [0]),
    probe("three examples", [[3, 1, 0.25, -1], [0.5, 2, 0, 1], [-2, -0.5, 1.5, -1]], [1, 3, 1]),
    probe("square", [[3, 1, 0.25], [0.5, 2.5, -1], [-1.5, 0, 1]], [0, 2, 2]),
    probe("square of two", [[1.5, -0.5], [-2, 1]], [0, 0]),
    probe(
        "five examples",
        [[1, 0.5, -1], [0, 2, 1], [-1, -0.5, 0.75], [2, 2, 0], [0.25, 0, 1]],
        [2, 1, 0, 0, 1],
    ),
    probe("two classes", [[0.5, -1], [2, 1], [-1, 0.25], [0, 0.5]], [1, 0, 1, 1]),
    probe("sure and wrong", [[8, 0, -2], [-4, 6, 1]], [2, 0]),
    probe("one example, sure and wrong", [[8, 0, -2]], [2]),
    probe("around 1000", [[1000, 998, 996.5], [999, 1000, 997]], [1, 0]),
    probe("around -1000", [[-1000, -1002, -1001], [-1003, -1000, -1001]], [0, 0]),
    probe("rows far apart", [[20, 0, 1], [1000, 998, 0], [1, 3, 2]], [2, 1, 1]),
    probe("around 20000", [[20000, 19984, 19968], [19984, 20000, 19968]], [1, 0]),
    probe("one far below", [[-1e5, 3, 1], [0, 2, 1]], [2, 0]),
    probe("one far below the rest", [[1600, 0, 1600, 1598], [1, 0, 2, 1]], [2, 0]),
    probe("100000 either way", [[0, 1e5, -1e5], [1, 0, 0.5]], [0, 2]),
    probe("around 100", [[100, 98, 97], [97, 100, 99]], [0, 2]),
    probe("ties", [[2, 2, 0], [1, 1, 1]], [0, 2]),
    Probe("integers", (np.array([[3, 1, 0], [2, 2, 5]]), np.array([2, 0]))),
)

BASES = (right, naive, softmax_with(whole))
Divisor = Callable[[int, int], float]
DIVISORS: dict[str, Divisor] = {
    "n": lambda n, k: n,
    "nothing": lambda n, k: 1,
    "classes": lambda n, k: k,
    "n and classes": lambda n, k: n * k,
    "n twice": lambda n, k: n * n,
}


def one_hot(z: NDArray, y: NDArray) -> NDArray:
    return np.eye(z.shape[1])[y]


def written(
    formula: Callable[[NDArray, NDArray], NDArray], divisors: tuple[str, ...], factor: float = 1.0
) -> Iterator[Callable]:
    """factor · formula(p, one-hot) / divisor, on every softmax, for the given divisors."""
    for softmax in BASES:
        for divisor in (DIVISORS[name] for name in divisors):

            def gradient(z, y, softmax=softmax, divisor=divisor):
                return factor * formula(softmax(z), one_hot(z, y)) / divisor(*z.shape)

            yield gradient


def residual(p: NDArray, t: NDArray) -> NDArray:
    return p - t


def mse(p: NDArray, t: NDArray) -> NDArray:
    """Through the Jacobian of softmax: p ∘ (g − p·g) with g = p − t."""
    return p * (residual(p, t) - (p * residual(p, t)).sum(axis=1, keepdims=True))


ALL = tuple(DIVISORS)
USUAL = ("n", "nothing", "n and classes", "classes")


def in_any_scale(formula: Callable, factors: tuple[float, ...] = (1.0,)) -> tuple[Callable, ...]:
    return tuple(f for factor in factors for f in written(formula, ALL, factor))


def of_whole_columns(z: NDArray, y: NDArray, softmax: Callable, repeated: bool) -> NDArray:
    """p[:, y] -= 1, which means all rows, not row i with column y_i."""
    p = softmax(z)
    if repeated:
        return p - np.bincount(y, minlength=z.shape[1])
    p[:, y] -= 1
    return p


def _whole_columns() -> Iterator[Callable]:
    for softmax in BASES:
        for divisor in DIVISORS.values():
            for repeated in (False, True):

                def gradient(z, y, softmax=softmax, divisor=divisor, repeated=repeated):
                    return of_whole_columns(z, y, softmax, repeated) / divisor(*z.shape)

                yield gradient


def _guarded() -> Iterator[Callable]:
    """The derivative of log p, where a small number guards the division."""
    for eps in (1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6):
        for guard in (np.add, np.maximum):
            for divisor in (DIVISORS["n"], DIVISORS["nothing"]):

                def gradient(z, y, eps=eps, guard=guard, divisor=divisor):
                    return -one_hot(z, y) / guard(right(z), eps) / divisor(*z.shape)

                yield gradient


def _softmax_elsewhere() -> Iterator[Mistake]:
    """A wrong softmax inside, and the rest right, or not divided as it should be."""
    for mistake in softmax_mistakes(CROSS_ENTROPY):
        if mistake.name in ("sign-flipped", "not-normalised", "axis-1-only"):
            continue  # the first two would mean something else here, the third is right
        # The softmaxes in BASES were combined with a wrong divisor above, under its name.
        is_base = mistake.name in ("no-max-subtraction", "global-max")
        divisors = ("n",) if is_base else ("n", "nothing", "n and classes")
        wrong = [
            lambda z, y, p=p, d=DIVISORS[name]: (p(z) - one_hot(z, y)) / d(*z.shape)
            for p in mistake.wrong
            for name in divisors
        ]
        if mistake.name == "base-2":
            wrong += written(residual, ("n", "nothing"), 1 / np.log(2))
            wrong += [lambda z, y, f=f: f(z, y) * np.log(2) for f in wrong[:1]]
        yield dataclasses.replace(mistake, wrong=tuple(wrong))
    further = [
        *further_shift_mistakes(SOFTMAX),
        *ratio_mistakes(),
        *scale_mistakes((right,)),
    ]
    for mistake in further:
        wrong = (lambda z, y, p=p: (p(z) - one_hot(z, y)) / len(y) for p in mistake.wrong)
        yield dataclasses.replace(mistake, wrong=tuple(wrong))


def indexed(change: Callable[[NDArray, NDArray], None]) -> tuple[Callable, ...]:
    """(p with something subtracted by indexing) / n"""

    def gradient_with(softmax: Callable, divisor: Divisor) -> Callable:
        def gradient(z, y):
            p = softmax(z)
            change(p, y)
            return p / divisor(*z.shape)

        return gradient

    return tuple(
        gradient_with(softmax, DIVISORS[name])
        for softmax in (right, naive)
        for name in ("n", "nothing")
    )


def by_rows(p: NDArray, y: NDArray) -> None:
    p[y] -= 1


def by_positions(p: NDArray, y: NDArray) -> None:
    p.flat[y] -= 1


def from_one(p: NDArray, y: NDArray) -> None:
    p[np.arange(len(y)), y - 1] -= 1


def one_further(p: NDArray, y: NDArray) -> None:
    p[np.arange(len(y)), y + 1] -= 1


def predicted(p: NDArray, y: NDArray) -> None:
    p[np.arange(len(y)), p.argmax(axis=1)] -= 1


def label_numbers(p: NDArray, y: NDArray) -> None:
    p -= y[:, None]


def label_numbers_along_rows(p: NDArray, y: NDArray) -> None:
    p -= y


def narrow(p: NDArray, y: NDArray) -> None:
    p -= np.eye(y.max() + 1)[y]


def as_many_as_seen(p: NDArray, y: NDArray) -> None:
    p -= np.eye(len(np.unique(y)))[y]


def reshaped(p: NDArray, y: NDArray) -> None:
    p -= np.eye(p.shape[1])[y].T.reshape(p.shape)


def turned(p: NDArray, y: NDArray) -> None:
    p -= np.eye(p.shape[1])[y].T


def _wrong_labels() -> Iterator[Mistake]:
    """The right probabilities, and something else than the true class's 1 subtracted."""
    yield Mistake(
        "labels-as-rows",
        "The labels alone served as an index. They then number rows, or places in the whole array, "
        "not a column in each example's own row.",
        wrong=(*indexed(by_rows), *indexed(by_positions)),
    )
    yield Mistake(
        "counted-from-1",
        "The column next to the labelled one was taken. Classes are counted from 0 in code: the "
        "label is the column.",
        wrong=(*indexed(from_one), *indexed(one_further)),
    )
    yield Mistake(
        "predicted-class-subtracted",
        "The class with the largest probability was taken for the true one. Then the network "
        "learns from its own guesses, and y has no effect.",
        wrong=indexed(predicted),
    )
    yield Mistake(
        "label-number-subtracted",
        "The number of the label was subtracted, from every class. Labels are names; as numbers "
        "they have to become rows with a single 1 first.",
        wrong=(*indexed(label_numbers), *indexed(label_numbers_along_rows)),
    )
    yield Mistake(
        "one-hot-too-narrow",
        "The width of the one-hot rows was taken from the labels. A batch need not hold the last "
        "class; the number of classes is that of the logits.",
        wrong=(*indexed(narrow), *indexed(as_many_as_seen)),
    )
    yield Mistake(
        "one-hot-transposed",
        "The one-hot matrix has classes for rows. A reshape keeps the order of the entries and "
        "cuts them anew; it does not transpose.",
        wrong=(*indexed(reshaped), *indexed(turned)),
    )
    yield Mistake(
        "label-added",
        "The 1 of the label was added. The minus in the loss, minus log p, makes it a subtraction: "
        "the true class is to be raised.",
        wrong=tuple(written(lambda p, t: p + t, USUAL)),
    )
    yield Mistake(
        "others-pushed-up",
        "The probabilities of the other classes have the wrong sign. The true class is pulled up, "
        "so all others are pushed down, and each row sums to 0.",
        wrong=tuple(written(lambda p, t: np.where(t == 1, p - 1, -p), ("n", "nothing"))),
        place=TO_THE_LOSS,
    )
    yield Mistake(
        "right-predictions-left-out",
        "Examples that are classified rightly got no gradient, as in the perceptron. Cross-entropy "
        "has one for every example, as long as p is below 1.",
        wrong=tuple(
            written(
                lambda p, t: residual(p, t) * (p.argmax(1) != t.argmax(1))[:, None],
                ("n", "nothing"),
            )
        ),
    )


def _partly_divided() -> Iterator[Mistake]:
    yield Mistake(
        "only-p-divided-by-n",
        "Only the probabilities were divided by the number of examples, the labels were not. "
        "Division comes before subtraction unless there are brackets.",
        wrong=tuple(lambda z, y, p=p: p(z) / len(y) - one_hot(z, y) for p in BASES),
    )
    yield Mistake(
        "only-labels-divided-by-n",
        "Only the labels were divided by the number of examples, the probabilities were not. "
        "Division comes before subtraction unless there are brackets.",
        wrong=tuple(lambda z, y, p=p: p(z) - one_hot(z, y) / len(y) for p in BASES),
    )


def _other_functions() -> Iterator[Mistake]:
    """The gradient of something else, or no gradient."""
    yield Mistake(
        "gradient-of-minus-p",
        "This is the gradient of minus the probability, not of minus its logarithm. Where the true "
        "class has hardly any probability, it vanishes.",
        wrong=tuple(
            written(
                lambda p, t: residual(p, t) * (p * t).sum(axis=1, keepdims=True), ("n", "nothing")
            )
        ),
        place=Place("cross-entropy", "Honesty pays"),
    )
    yield Mistake(
        "no-softmax",
        "The label was subtracted from the logits themselves. That is the gradient of a linear "
        "regression; here the probabilities are compared with the label.",
        wrong=tuple(
            lambda z, y, d=d, t=t: (z - t(z) - one_hot(z, y)) / DIVISORS[d](*z.shape)
            for d in ("n", "nothing")
            for t in (nothing, row)
        ),
    )
    yield Mistake(
        "weight-gradient",
        "One factor too many: logits were taken for inputs, and this is the gradient of a weight "
        "matrix. Asked for is the gradient of the logits.",
        wrong=tuple(lambda z, y, f=f: z.T @ f(z, y) for f in written(residual, ("n", "nothing"))),
        place=TO_THE_LOSS,
    )
    yield Mistake(
        "averaged-over-batch",
        "The gradients of the examples were added up to one row, as for a bias. Each logit of each "
        "example has its own entry.",
        wrong=tuple(
            lambda z, y, f=f, k=k: f(z, y).sum(axis=0, keepdims=k)
            for f in written(residual, ("n", "nothing", "n twice"))
            for k in (False, True)
        ),
        place=TO_THE_LOSS,
    )
    yield Mistake(
        "returns-the-loss",
        "This is the loss. Its gradient has the shape of the logits, and says for each of them how "
        "the loss changes with it.",
        wrong=tuple(
            lambda z, y, f=f, r=r: r(-(f(z)[np.arange(len(y)), y]))
            for f in (right_log, lambda z: np.log(right(z)), lambda z: np.log(naive(z)))
            for r in (np.mean, np.sum, lambda losses: losses)
        ),
    )
    yield Mistake(
        "step-too-large",
        "This is a difference of two losses, over a step that is not small: the loss is curved, "
        "and the error is seen in the third or fourth digit.",
        wrong=(difference(0.1), difference(0.01), two_sided(0.5)),
        fit=_steps,
        place=MEASURING,
    )


def difference(h: float) -> Callable:
    """(loss(z + h) - loss(z)) / h in closed form, for each logit."""

    def gradient(z, y):
        return (np.log1p(right(z) * np.expm1(h)) / h - one_hot(z, y)) / len(y)

    return gradient


def two_sided(h: float) -> Callable:
    ahead, behind = difference(h), difference(-h)
    return lambda z, y: (ahead(z, y) + behind(z, y)) / 2


def _steps(values: Mapping[str, NDArray]) -> Iterator[Callable]:
    g = result(values, "one example", (1, 3))
    if g is None:
        return
    expected = solutions.cross_entropy_gradient(*PROBES[0].args)
    if 1e-7 < np.abs(g - expected).max() < 0.1:
        for h in (1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6):
            yield fitted(difference(h))
            yield fitted(difference(-h))
            yield fitted(two_sided(h))


def _softened(values: Mapping[str, NDArray]) -> Iterator[Callable]:
    g = result(values, "one example", (1, 3))
    if g is None:
        return
    gap = float(g[0, 0] - solutions.cross_entropy_gradient(*PROBES[0].args)[0, 0])
    if 1e-4 < gap < 0.9:
        yield from (fitted(smoothed(gap * 3 / 2, 0)), fitted(smoothed(gap, 1)))


def smoothed(eps: float, others_only: int) -> Callable:
    """others_only : 1 if the true class gets nothing of what is shared out"""

    def gradient(z, y):
        t = one_hot(z, y)
        share = (1 - t if others_only else 1) / (z.shape[1] - others_only)
        return (right(z) - (1 - eps) * t - eps * share) / len(y)

    return gradient


def clipped_p(eps: float) -> Iterator[Callable]:
    for high in (1.0, 1 - eps):
        for divisor in ("n", "nothing"):
            yield (
                lambda z, y, high=high, d=DIVISORS[divisor]: (
                    (np.clip(right(z), eps, high) - one_hot(z, y)) / d(*z.shape)
                )
            )


def _clipped_p(values: Mapping[str, NDArray]) -> Iterator[Callable]:
    g = result(values, "100000 either way", (2, 3))
    if g is not None and 1e-7 < g[0, 2] < 0.3:
        yield from map(fitted, clipped_p(2 * float(g[0, 2])))
        yield from map(fitted, clipped_p(float(g[0, 2])))


def clipped_gradient(bound: float) -> tuple[Callable, ...]:
    return tuple(
        lambda z, y, f=f: np.clip(f(z, y), -bound, bound)
        for f in written(residual, ("n", "nothing"))
    )


def shortened_gradient(longest: float) -> Iterator[Callable]:
    """Clipped as a whole, by its length."""
    for f in written(residual, ("n", "nothing")):

        def gradient(z, y, f=f):
            g = f(z, y)
            return g * min(1, longest / np.sqrt((g * g).sum()))

        yield gradient


def _clipped_gradient(values: Mapping[str, NDArray]) -> Iterator[Callable]:
    bound = max((np.abs(v).max(initial=0) for v in values.values()), default=0)
    if 1e-6 < bound < 0.999:
        yield from map(fitted, clipped_gradient(float(bound)))


def _bound(values: Mapping[str, NDArray]) -> Iterator[float]:
    """Of clipped logits, read off a probability that would else be 0."""
    g = result(values, "100000 either way", (2, 3))
    if g is not None and g[0, 1] > g[0, 2] > 0:
        gap = float(np.log(g[0, 1] / g[0, 2]))
        yield from (gap / 2, gap)  # clipped before the shift, or after


def first_row_only(f: Callable) -> Callable:
    return lambda z, y: f(z, y) * (np.arange(len(y)) == 0)[:, None]


def _changed_on_the_way() -> Iterator[Mistake]:
    """The right gradient, but for a step too many or one left out."""
    yield Mistake(
        "left-the-loop-early",
        "Only the first example has a gradient: the loop over the examples was left after its "
        "first round. How far is the last line indented?",
        wrong=tuple(map(first_row_only, written(residual, ("n", "nothing")))),
    )
    yield Mistake(
        "integer-buffer",
        "Integer logits make an integer array, and what is written into it loses everything after "
        "the point. Its type was taken over from the logits.",
        wrong=(
            *(in_integers(f) for f in written(residual, ("n", "nothing"))),
            lambda z, y: in_integers(lambda z: right(z) - one_hot(z, y))(z) / len(y),
        ),
        place=Place("overflow", "What rounding costs"),
    )
    yield Mistake(
        "label-smoothing",
        "The labels were smoothed: part of the 1 was shared out among the classes. That is "
        "another target, and another loss.",
        wrong=(smoothed(0.1, 0), smoothed(0.1, 1)),
        fit=_softened,
    )
    yield Mistake(
        "clipped-probabilities",
        "The probabilities were clipped before the label was subtracted. No logarithm is taken "
        "here, so there is nothing to guard against.",
        wrong=tuple(clipped_p(0.01)),
        fit=_clipped_p,
    )
    yield Mistake(
        "clipped-gradient",
        "The finished gradient was clipped. That is a decision of the optimiser; the gradient "
        "itself needs no bound, since no entry exceeds 1.",
        wrong=(*clipped_gradient(0.1), *shortened_gradient(1.0), *shortened_gradient(0.5)),
        fit=_clipped_gradient,
    )
    yield logits_clipped(
        tuple(f for i, f in enumerate(written(residual, ("n",))) if i < 2), _bound, tail=15
    )
    yield rounded(*written(residual, ("n", "nothing")))


def row_sums_to_0(args: tuple, g: NDArray) -> str | None:
    totals = g.sum(axis=-1).ravel() if g.ndim else np.zeros(1)
    wrong = totals[np.abs(totals) > 1e-3]
    return f"a row of your gradient sums to {wrong[0]:.4g}." if wrong.size else None


add(
    Exercise(
        id="cross-entropy.gradient",
        title="The gradient of the mean cross-entropy",
        reference=solutions.cross_entropy_gradient,
        probes=PROBES,
        mistakes=(
            Mistake(
                "not-divided-by-n",
                "This is the gradient of the sum of the losses. Of their mean it is smaller by the "
                "number of examples.",
                wrong=tuple(written(residual, ("nothing",))),
            ),
            Mistake(
                "divided-by-n-twice",
                "The number of examples was divided out twice: once in the gradient, once more "
                "in a mean taken afterwards.",
                wrong=tuple(written(residual, ("n twice",))),
            ),
            Mistake(
                "divided-by-n-and-classes",
                "The mean was taken over all entries. The loss is a mean over examples; an example "
                "has one loss, however many classes it has.",
                wrong=tuple(written(residual, ("n and classes",))),
            ),
            Mistake(
                "divided-by-classes",
                "The number of classes was divided out where the number of examples belongs: the "
                "wrong axis of the shape.",
                wrong=tuple(written(residual, ("classes",))),
            ),
            Mistake(
                "factor-two",
                "A factor of 2 is left over, as from the derivative of a square. The logarithm "
                "in cross-entropy leaves none.",
                wrong=tuple(f for factor in (2.0, 0.5) for f in written(residual, USUAL, factor)),
            ),
            Mistake(
                "sign-flipped",
                "Label minus probability is the direction of descent, the negative of the "
                "gradient: it points to where the loss falls.",
                wrong=tuple(f for factor in (-1.0, -2.0) for f in written(residual, ALL, factor)),
            ),
            Mistake(
                "label-not-subtracted",
                "These are the probabilities alone. The label is what pulls its own class up; "
                "without it every logit would be pushed down.",
                wrong=in_any_scale(lambda p, t: p),
            ),
            Mistake(
                "subtracts-whole-columns",
                "One was subtracted in every row of the labelled columns. A slice together with "
                "labels selects whole columns, not one entry for each row.",
                wrong=tuple(_whole_columns()),
            ),
            Mistake(
                "only-true-class",
                "Only the true class has a gradient here. Softmax couples all logits: the "
                "others are pushed down, each by its probability.",
                wrong=(
                    *in_any_scale(lambda p, t: residual(p, t) * t),
                    *in_any_scale(lambda p, t: -t / p * p * (1 - p)),  # nan where p is 0
                ),
            ),
            Mistake(
                "gradient-wrt-p",
                "This is the derivative with respect to the probabilities. The chain rule still "
                "has to go through softmax to the logits.",
                wrong=(
                    *in_any_scale(lambda p, t: -t / p, (1.0, -1.0)),
                    *in_any_scale(lambda p, t: residual(p, t) / (p * (1 - p))),
                    *_guarded(),
                ),
            ),
            Mistake(
                "mse-gradient",
                "This is the gradient of a squared error between probabilities and label, not of "
                "the cross-entropy. It vanishes when the network is sure and wrong.",
                wrong=in_any_scale(mse, (1.0, 2.0, 0.5)),
                place=Place("ce-vs-mse", "How slow is slow"),
            ),
            Mistake(
                "extra-p(1-p)",
                "There is one factor too many, p times 1 - p. In cross-entropy the logarithm "
                "cancels the derivative of softmax; nothing of it remains.",
                wrong=in_any_scale(lambda p, t: residual(p, t) * p * (1 - p), (1.0, 2.0, 0.5)),
            ),
            *_partly_divided(),
            *_wrong_labels(),
            *_other_functions(),
            *_softmax_elsewhere(),
            *_changed_on_the_way(),
        ),
        symptoms=(
            Symptom(
                "rows-do-not-sum-to-0",
                "A common shift of an example's logits changes no loss, so the gradient of each "
                "example sums to 0.",
                row_sums_to_0,
            ),
        ),
        hints=(
            "What does each row of your gradient sum to, and what does your function give if every "
            "example of a batch is written down twice? What should it give?",
            "For one example $\\partial L / \\partial z_k = p_k - y_k$ with $p = "
            "\\mathrm{softmax}(z)$ and $y$ one-hot. The mean of $n$ losses divides each example's "
            "gradient by $n$.",
            "Make the labels into rows of `np.eye(K)`, subtract them from the probabilities, and "
            "divide by the number of rows.",
        ),
        why="In a sentence: why does every row of this gradient sum to 0?",
        place=CROSS_ENTROPY,
    )
)


# ---- Further exercises of the chapter -----------------------------------------------------------

SURPRISE = Place("cross-entropy", "Surprise is a logarithm")
CONSTANT = Place("cross-entropy", "Cross-entropy, and what is constant")
ROLES = Place("cross-entropy", "Which way round")
LOSS = Place("cross-entropy", "The loss of a classifier")
UNDERFLOW = Place("cross-entropy", "The likelihood underflows")
PROPER = Place("cross-entropy", "Honesty pays")
SMOOTHING = Place("cross-entropy", "Label smoothing")
PERPLEXITY = Place("cross-entropy", "Perplexity")
FAILS = Place("cross-entropy", "Where it fails")


def two_numbers(value: Any) -> NDArray:
    try:
        found = np.array([float(v) for v in value])
    except TypeError:
        raise Unreadable("Two numbers are asked for, in a pair.") from None
    if found.shape != (2,):
        raise Unreadable(f"Two numbers are asked for, not {found.size}.")
    return found


def at(place: int, *numbers: float, atol: float = 6e-4) -> Callable[[NDArray], bool]:
    """Whether the first or second number of an answer is one of these."""
    return lambda v: any(bool(abs(v[place] - number) <= atol) for number in numbers)


def pair(*values: float) -> Callable:
    return lambda: np.array(values)


Z_DOG = np.log(np.exp([3.0, 1.0, 0.2]).sum()) - 1
FAIR, BENT = np.array([0.5, 0.5]), np.array([0.9, 0.1])


def kl(y: NDArray, p: NDArray) -> float:
    return (y * np.log(y / p)).sum()


THERE, BACK = kl(FAIR, BENT), kl(BENT, FAIR)

add(
    Exercise(
        id="cross-entropy.surprise",
        title="A dog after all",
        reference=solutions.surprise_of_dog,
        prepare=two_numbers,
        mistakes=(
            Mistake(
                "units-swapped",
                "Nats and bits are in each other's place. A bit is the smaller unit, so there are "
                "more of them.",
                wrong=(pair(Z_DOG / np.log(2), Z_DOG),),
            ),
            Mistake(
                "multiplied-by-log-2",
                "The nats were multiplied by log 2. A bit is log 2 nats, so it has to be divided "
                "out.",
                when=at(1, Z_DOG * np.log(2)),
            ),
            Mistake(
                "base-10",
                "A logarithm of base 10 was taken. Nats need the natural logarithm, bits the one "
                "of base 2.",
                when=lambda v: any(at(k, Z_DOG / np.log(10))(v) for k in (0, 1)),
            ),
            Mistake(
                "minus-missing",
                "The minus sign is missing. The logarithm of a probability is at most 0, and no "
                "surprise is negative.",
                wrong=(pair(-Z_DOG, -Z_DOG / np.log(2)),),
            ),
            Mistake(
                "other-class",
                "This is the surprise at another class. The photograph shows the class whose score "
                "is 1.",
                when=at(0, Z_DOG - 2, Z_DOG + 0.8),
            ),
            Mistake(
                "one-minus-p",
                "That is what the probability lacks to 1. A surprise is a logarithm, so that "
                "surprises add where probabilities multiply.",
                when=at(0, 1 - np.exp(-Z_DOG)),
            ),
            Mistake(
                "probability-for-surprise",
                "That is the probability of a dog. Its surprise is minus the logarithm of that.",
                when=at(0, np.exp(-Z_DOG)),
            ),
            Mistake(
                "score-for-surprise",
                "The score itself was used. It becomes a surprise only after log-sum-exp, the "
                "constant of all classes, has been brought in.",
                when=at(0, -1.0, 1.0, 0.0),
            ),
        ),
        hints=(
            "What is the probability of dog? And is one bit more or less than one nat?",
            "The surprise at class $k$ is $-\\log p_k = \\mathrm{LSE}(z) - z_k$ nats, and a bit is "
            "$\\log 2$ nats.",
            "Log-sum-exp of the scores is 3.1791; take the score of dog from it, and divide by "
            "0.6931 for bits.",
        ),
        why="In a sentence: by how many nats is a bird more surprising than a dog, and can you see "
        "it without a calculation?",
        place=SURPRISE,
        atol=6e-4,
    ),
    Exercise(
        id="cross-entropy.two-divergences",
        title="There and back",
        reference=solutions.both_divergences,
        prepare=two_numbers,
        mistakes=(
            Mistake(
                "roles-swapped",
                "Both numbers are there, in each other's place. Data come first, and the data are "
                "what the logarithms are averaged over.",
                wrong=(pair(BACK, THERE),),
            ),
            Mistake(
                "taken-as-symmetric",
                "The same number was given twice. The two divergences average different logarithms "
                "with different weights.",
                wrong=(pair(THERE, THERE), pair(BACK, BACK)),
            ),
            Mistake(
                "cross-entropy-for-divergence",
                "These are cross-entropies. The entropy of whatever comes first still has to be "
                "taken off.",
                wrong=(pair(-(FAIR * np.log(BENT)).sum(), -(BENT * np.log(FAIR)).sum()),),
                place=CONSTANT,
            ),
            Mistake(
                "entropies",
                "These are the entropies of the two coins. A divergence compares one with the "
                "other.",
                wrong=(
                    pair(-(FAIR * np.log(FAIR)).sum(), -(BENT * np.log(BENT)).sum()),
                    pair(-(BENT * np.log(BENT)).sum(), -(FAIR * np.log(FAIR)).sum()),
                ),
                place=CONSTANT,
            ),
            Mistake(
                "not-weighted",
                "The logarithms of the ratios were added up as they are. Each counts as often as "
                "its side comes up.",
                wrong=(pair(np.log(FAIR / BENT).sum(), np.log(BENT / FAIR).sum()),),
            ),
            Mistake(
                "sign-flipped",
                "The sign is wrong. The ratio has the first coin above and the second below, and "
                "no divergence is negative.",
                wrong=(pair(-THERE, -BACK),),
            ),
            Mistake(
                "bits",
                "These are bits. Nats were asked for, with the natural logarithm.",
                wrong=(pair(THERE / np.log(2), BACK / np.log(2)),),
                place=SURPRISE,
            ),
            Mistake(
                "averaged-over-sides",
                "The sum was divided by the number of sides. The weights are in it already, and "
                "they sum to 1.",
                wrong=(pair(THERE / 2, BACK / 2),),
            ),
        ),
        hints=(
            "How surprised is somebody who believes in the bent coin, per toss of the fair one? "
            "And how surprised would that person be who knows?",
            "$D_\\mathrm{KL}(y\\,\\|\\,p) = \\sum_i y_i \\log(y_i / p_i)$: the weights and the "
            "numerators are those of $y$.",
            "The first is one half of log(0.5/0.9) plus one half of log(0.5/0.1).",
        ),
        why="In a sentence: why is it worse to take the fair coin for the bent one than the other "
        "way round?",
        place=ROLES,
        atol=6e-4,
    ),
)


# ---- A divergence in code -----------------------------------------------------------------------


def rows_of(name: str, y: list, p: list) -> Probe:
    return Probe(name, (np.array(y, dtype=float), np.array(p, dtype=float)))


Q3 = [[0.5, 0.25, 0.25], [0.1, 0.6, 0.3], [0.3, 0.3, 0.4]]
PAIRS = (
    rows_of("one row", [[0.7, 0.2, 0.1]], [[0.5, 0.3, 0.2]]),
    rows_of("two rows", [[0.7, 0.2, 0.1], [0.25, 0.25, 0.5]], Q3[:2]),
    rows_of("three rows", [[0.7, 0.2, 0.1], [0.25, 0.25, 0.5], [0.4, 0.5, 0.1]], Q3),
    rows_of(
        "four classes",
        [[0.4, 0.3, 0.2, 0.1], [0.1, 0.2, 0.3, 0.4]],
        [[0.1, 0.2, 0.1, 0.6], [0.3, 0.3, 0.3, 0.1]],
    ),
    rows_of("a model near 0", [[0.5, 0.4, 0.1]], [[0.9, 0.1 - 1e-9, 1e-9]]),
    rows_of("one-hot labels", [[1, 0, 0], [0, 0, 1], [0.5, 0.5, 0]], Q3),
    rows_of("a model with a 0", [[0.5, 0.5, 0], [0.8, 0.1, 0.1]], [[0.9, 0.1, 0], [0.9, 0.1, 0]]),
)
Rows = Callable[[NDArray, NDArray], NDArray]


def terms(y: NDArray, p: NDArray) -> NDArray:
    return np.where(y > 0, y * np.log(y / p), 0)


def divergence(y: NDArray, p: NDArray) -> NDArray:
    return terms(y, p).sum(axis=-1)


def plain_terms(y: NDArray, p: NDArray) -> NDArray:
    return y * np.log(y / p)


def both_ways_of(total: Callable[[NDArray], NDArray]) -> tuple[Rows, ...]:
    """The convention 0 log 0 = 0 kept, and forgotten."""
    return tuple(lambda y, p, t=t: total(t(y, p)) for t in (terms, plain_terms))


def with_epsilon(eps: float) -> tuple[Rows, ...]:
    return (
        lambda y, p: (y * np.log((y + eps) / (p + eps))).sum(axis=-1),
        lambda y, p: np.where(y > 0, y * np.log(y / (p + eps)), 0).sum(axis=-1),
        lambda y, p: (y * (np.log(y + eps) - np.log(np.maximum(p, eps)))).sum(axis=-1),
        lambda y, p: np.where(y > 0, y * np.log(y / np.maximum(p, eps)), 0).sum(axis=-1),
        lambda y, p: (np.maximum(y, eps) * np.log(np.maximum(y, eps) / np.maximum(p, eps))).sum(-1),
    )


def middle(y: NDArray, p: NDArray) -> NDArray:
    m = (y + p) / 2
    return (divergence(y, m) + divergence(p, m)) / 2


add(
    Exercise(
        id="cross-entropy.divergence",
        title="A divergence with its roles right",
        reference=solutions.divergence,
        probes=PAIRS,
        mistakes=(
            Mistake(
                "roles-swapped",
                "This is the divergence of the data from the model, the wrong way round. The "
                "logarithms have to be averaged over the data.",
                wrong=(
                    lambda y, p: divergence(p, y),
                    lambda y, p: plain_terms(p, y).sum(axis=-1),
                ),
            ),
            Mistake(
                "cross-entropy-for-divergence",
                "This is the cross-entropy. It does not vanish where model and data agree; the "
                "entropy of the data has to be taken off.",
                wrong=(
                    lambda y, p: -np.where(y > 0, y * np.log(p), 0).sum(axis=-1),
                    lambda y, p: -(y * np.log(p)).sum(axis=-1),
                ),
                place=CONSTANT,
            ),
            Mistake(
                "sign-flipped",
                "The sign is wrong: no divergence is negative. The data stand above in the ratio, "
                "the model below.",
                wrong=both_ways_of(lambda t: -t.sum(axis=-1)),
            ),
            Mistake(
                "mean-over-classes",
                "A mean over the classes was taken. The data are the weights of the average, and "
                "they sum to 1 already.",
                wrong=both_ways_of(lambda t: t.mean(axis=-1)),
            ),
            Mistake(
                "sums-over-batch",
                "The sum ran down the columns, over the examples. Every example has a divergence "
                "of its own.",
                wrong=both_ways_of(lambda t: t.sum(axis=0)),
            ),
            Mistake(
                "one-number",
                "One number came out for the whole batch. A divergence for each row was asked for.",
                wrong=(
                    *both_ways_of(lambda t: t.sum()),
                    *both_ways_of(lambda t: t.sum(axis=-1).mean()),
                    *both_ways_of(lambda t: t.mean()),
                ),
            ),
            Mistake(
                "terms-not-added",
                "These are the terms of the classes. Added up along each row they give the "
                "divergence.",
                wrong=both_ways_of(lambda t: t),
            ),
            Mistake(
                "not-weighted",
                "The logarithms of the ratios are not weighted. Each class counts as often as it "
                "occurs in the data.",
                wrong=(lambda y, p: np.log(y / p).sum(axis=-1),),
            ),
            Mistake(
                "base-2",
                "The logarithm has base 2 or 10. In nats it is the natural one.",
                wrong=tuple(
                    f
                    for base in (2, 10)
                    for f in both_ways_of(lambda t, b=base: t.sum(axis=-1) / np.log(b))
                ),
                place=SURPRISE,
            ),
            Mistake(
                "symmetrised",
                "Both directions were combined. A loss needs only the one in which the data do the "
                "averaging.",
                wrong=(
                    lambda y, p: divergence(y, p) + divergence(p, y),
                    lambda y, p: (divergence(y, p) + divergence(p, y)) / 2,
                    lambda y, p: ((y - p) * np.log(y / p)).sum(axis=-1),
                    middle,
                ),
            ),
            Mistake(
                "zero-times-log-zero",
                "Where the data have a 0, the product of 0 and an infinite logarithm is nan. A "
                "class that never occurs adds nothing.",
                wrong=(
                    lambda y, p: plain_terms(y, p).sum(axis=-1),
                    lambda y, p: (y * np.log(y) - y * np.log(p)).sum(axis=-1),
                ),
                place=LOSS,
            ),
            Mistake(
                "infinity-left-out",
                "A class that occurs in the data and has no probability was left out. To rule out "
                "what happens is infinitely wrong, not right.",
                wrong=(
                    lambda y, p: np.where((y > 0) & (p > 0), terms(y, p), 0).sum(axis=-1),
                    lambda y, p: np.where(p > 0, plain_terms(y, p), 0).sum(axis=-1),
                ),
            ),
            Mistake(
                "epsilon-inside-log",
                "A small number stands in for the zeros. An impossible class then costs a finite "
                "price that this number dictates.",
                wrong=tuple(f for eps in (1e-15, 1e-12, 1e-8, 1e-5) for f in with_epsilon(eps)),
                place=FAILS,
            ),
            Mistake(
                "distance-for-divergence",
                "This is a distance between the two vectors, without a logarithm. It does not "
                "count in nats.",
                wrong=(
                    lambda y, p: ((y - p) ** 2).sum(axis=-1),
                    lambda y, p: np.abs(y - p).sum(axis=-1),
                    lambda y, p: np.abs(y - p).sum(axis=-1) / 2,
                    lambda y, p: np.linalg.norm(y - p, axis=-1),
                ),
            ),
            Mistake(
                "absolute-logarithms",
                "The terms lost their signs. Some are negative, where the model gives more than "
                "the data have, and they belong in the sum.",
                wrong=(
                    lambda y, p: np.abs(terms(y, p)).sum(axis=-1),
                    lambda y, p: np.maximum(terms(y, p), 0).sum(axis=-1),
                ),
            ),
        ),
        hints=(
            "Give your function a one-hot label and a model: is the result the surprise at that "
            "class? And what does it say of a class that occurs in neither?",
            "$D_\\mathrm{KL}(y\\,\\|\\,p) = \\sum_i y_i \\log(y_i / p_i)$ with $0 \\log 0 = 0$; a "
            "class with $y_i > 0$ and $p_i = 0$ makes it infinite.",
            "Choose with `np.where` between the product and 0, by whether the data have the class, "
            "and add up along the last axis.",
        ),
        why="In a sentence: which of the two directions stays finite if a model gives every class "
        "some probability?",
        place=ROLES,
        atol=1e-9,
    ),
)


# ---- The loss -----------------------------------------------------------------------------------


def log_sum_exp(z: NDArray) -> NDArray:
    top = z.max(axis=-1, keepdims=True)
    return top[:, 0] + np.log(np.exp(z - top).sum(axis=-1))


def of_labels(a: NDArray, y: NDArray) -> NDArray:
    return a[np.arange(len(y)), y]


def losses(z: NDArray, y: NDArray) -> NDArray:
    return log_sum_exp(z) - of_labels(z, y)


def of_p(cost: Callable, softmaxes: tuple = (right, naive)) -> tuple[Callable, ...]:
    """cost(p, y) of each example, and their mean and sum."""
    return tuple(
        lambda z, y, s=s, end=end: end(cost(s(z), y))
        for s in softmaxes
        for end in (np.mean, np.sum)
    )


def hot(p: NDArray, y: NDArray) -> NDArray:
    return np.eye(p.shape[1])[y]


def two_classes_each(p: NDArray, y: NDArray) -> NDArray:
    """Binary cross-entropies, of every class against the rest."""
    return -np.where(hot(p, y) == 1, np.log(p), np.log1p(-p)).sum(axis=1)


add(
    Exercise(
        id="cross-entropy.loss",
        title="The loss, from scores",
        reference=solutions.mean_cross_entropy,
        probes=PROBES,
        mistakes=(
            Mistake(
                "not-divided-by-n",
                "This is the sum of the losses. Their mean does not grow with the number of "
                "examples.",
                wrong=(lambda z, y: losses(z, y).sum(),),
            ),
            Mistake(
                "divided-by-n-and-classes",
                "The mean ran over classes as well. An example has one loss, however many classes "
                "there are.",
                wrong=(
                    lambda z, y: losses(z, y).mean() / z.shape[1],
                    lambda z, y: losses(z, y).sum() / z.shape[1],
                ),
            ),
            Mistake(
                "not-averaged",
                "These are the losses of the examples. One number was asked for, their mean.",
                wrong=(losses,),
            ),
            Mistake(
                "sign-flipped",
                "The sign is wrong. The logarithm of a probability is at most 0, and the loss is "
                "minus that.",
                wrong=(
                    lambda z, y: -losses(z, y).mean(),
                    lambda z, y: -losses(z, y).sum(),
                ),
            ),
            Mistake(
                "base-2",
                "The loss is in bits, or in base 10. With the natural logarithm it is in nats, and "
                "its gradient has no extra factor.",
                wrong=tuple(lambda z, y, b=b: losses(z, y).mean() / np.log(b) for b in (2, 10)),
                place=SURPRISE,
            ),
            Mistake(
                "one-minus-p",
                "What the probability lacks to 1 was taken as the loss. It is at most 1, however "
                "wrong the model, and does not reward honesty.",
                wrong=of_p(lambda p, y: 1 - of_labels(p, y)),
                place=PROPER,
            ),
            Mistake(
                "squared-error",
                "This is a squared error between probabilities and label, the Brier score or a "
                "part of it. The loss asked for takes a logarithm.",
                wrong=tuple(
                    f
                    for share in (1, 0.5)
                    for f in of_p(
                        lambda p, y, c=share: c * ((p - hot(p, y)) ** 2).sum(axis=1), (right,)
                    )
                ),
                place=PROPER,
            ),
            Mistake(
                "score-for-log-probability",
                "Minus the score of the label was taken. A score becomes a log-probability only "
                "when log-sum-exp is taken off.",
                wrong=(
                    lambda z, y: -of_labels(z, y).mean(),
                    lambda z, y: -of_labels(z, y).sum(),
                ),
            ),
            Mistake(
                "log-sum-exp-alone",
                "This is the mean of log-sum-exp. What the score of the label is has not been used "
                "at all.",
                wrong=(lambda z, y: log_sum_exp(z).mean(), lambda z, y: log_sum_exp(z).sum()),
            ),
            Mistake(
                "softmax-twice",
                "Softmax was applied to probabilities. As scores they lie within 1 of each other, "
                "so the loss cannot come near 0.",
                wrong=tuple(
                    lambda z, y, end=end: end(losses(right(z), y)) for end in (np.mean, np.sum)
                ),
                place=FAILS,
            ),
            Mistake(
                "log-of-softmax",
                "The probability had underflowed to 0 before its logarithm was taken. From the "
                "scores the loss is a finite number.",
                wrong=of_p(lambda p, y: -np.log(of_labels(p, y)), (right,)),
                place=LOSS,
            ),
            Mistake(
                "no-max-subtraction",
                "The exponentials overflow for large scores, and underflow to 0 for very negative "
                "ones. Only differences of scores matter.",
                wrong=(
                    lambda z, y: (np.log(np.exp(z).sum(axis=1)) - of_labels(z, y)).mean(),
                    *of_p(lambda p, y: -np.log(of_labels(p, y)), (naive,)),
                ),
                place=Place("overflow", "Log-softmax and the loss"),
            ),
            Mistake(
                "epsilon-inside-log",
                "A small number was put inside the logarithm, as a summand or a floor. The worst "
                "mistakes then all cost the same, and teach nothing.",
                wrong=tuple(
                    f
                    for eps in (1e-15, 1e-12, 1e-10, 1e-8, 1e-7, 1e-5)
                    for f in (
                        *of_p(lambda p, y, e=eps: -np.log(of_labels(p, y) + e), (right,)),
                        *of_p(
                            lambda p, y, e=eps: -np.log(np.maximum(of_labels(p, y), e)), (right,)
                        ),
                    )
                ),
                place=FAILS,
            ),
            Mistake(
                "whole-columns",
                "A slice together with the labels picks whole columns, for every example all "
                "labels of the batch. Each row has one label.",
                wrong=(
                    lambda z, y: (log_sum_exp(z)[:, None] - z[:, y]).mean(),
                    lambda z, y: (log_sum_exp(z)[:, None] - z[:, y]).sum(),
                    lambda z, y: (log_sum_exp(z)[:, None] - z[:, y]).sum() / len(y),
                ),
            ),
            Mistake(
                "best-class-for-label",
                "The class with the highest score was used, whatever the label. The loss then "
                "measures how sure the model is, not whether it is right.",
                wrong=(
                    lambda z, y: (log_sum_exp(z) - z.max(axis=1)).mean(),
                    lambda z, y: (log_sum_exp(z) - z.max(axis=1)).sum(),
                ),
            ),
            Mistake(
                "binary-for-each-class",
                "A two-class cross-entropy was added up for every class. Softmax shares one belief "
                "out; its loss is that of the label's class alone.",
                wrong=of_p(two_classes_each, (right,)),
            ),
            Mistake(
                "logarithm-of-mean",
                "The mean was taken before the logarithm. Losses are averaged, not probabilities.",
                wrong=(lambda z, y: -np.log(of_labels(right(z), y).mean()),),
            ),
            Mistake(
                "one-sum-for-all-rows",
                "The exponentials of the whole batch were added up. Every row has a sum of its "
                "own.",
                wrong=(
                    lambda z, y: (np.log(np.exp(z).sum()) - of_labels(z, y)).mean(),
                    lambda z, y: (
                        z.max() + np.log(np.exp(z - z.max()).sum()) - of_labels(z, y)
                    ).mean(),
                ),
            ),
            Mistake(
                "normalises-over-batch",
                "The sum ran down the columns, over the examples. Softmax adds up over the classes "
                "of one example.",
                wrong=(
                    lambda z, y: (np.log(np.exp(z).sum(axis=0))[y] - of_labels(z, y)).mean(),
                    lambda z, y: (
                        (z.max(axis=0) + np.log(np.exp(z - z.max(axis=0)).sum(axis=0)))[y]
                        - of_labels(z, y)
                    ).mean(),
                ),
            ),
        ),
        hints=(
            "What does your function give for the scores (800, 0) and the second class? And if "
            "every example is written down twice?",
            "$-\\log p_k = \\mathrm{LSE}(z) - z_k$, and $\\mathrm{LSE}(z) = m + \\log\\sum_j "
            "e^{z_j - m}$ with $m$ the largest score of the row.",
            "Pick the label's score of each row with `z[np.arange(len(z)), y]`, subtract it from "
            "log-sum-exp of the row, and take the mean.",
        ),
        why="In a sentence: why should a loss be given scores and not probabilities?",
        place=LOSS,
        atol=1e-9,
    ),
)


# ---- Smoothing, honesty, perplexity -------------------------------------------------------------

GAP = np.log(91)
LEAST = -(0.91 * np.log(0.91) + 0.09 * np.log(0.01))
RULES = (
    "-log p_y",
    "sum of (p - y)^2",
    "1 - p_y",
    "(1 - p_y)^2",
    "0 if the largest p is right, else 1",
    "-p_y / length of p",
)
WORTHS = ("improper", "proper", "strictly proper")


def worths(value: Any) -> NDArray:
    """For each rule 0, 1 or 2."""
    if not isinstance(value, dict) or set(value) != set(RULES):
        raise Unreadable("A dict with the six rules as keys is asked for.")
    given = [value[rule] for rule in RULES]
    if not all(isinstance(v, str) and v in WORTHS for v in given):
        raise Unreadable(f"For each rule one of {', '.join(map(repr, WORTHS))} is asked for.")
    return np.array([WORTHS.index(v) for v in given], float)


def says(rule: int, *wrong: int) -> Callable[[NDArray], bool]:
    return lambda v: v[rule] in wrong


def on_p(formula: Callable[[NDArray], float]) -> Callable:
    return lambda p: formula(np.asarray(p, float))


add(
    Exercise(
        id="cross-entropy.smoothing",
        title="Where smoothing stops",
        reference=solutions.smoothed,
        prepare=two_numbers,
        also=(
            Alternative(
                "This shares ε among the nine wrong classes alone; most libraries share it among "
                "all ten.",
                lambda: (
                    np.log(81.0),
                    -(0.9 * np.log(0.9) + 0.1 * np.log(0.1 / 9)),
                ),
            ),
        ),
        mistakes=(
            Mistake(
                "not-smoothed",
                "That is the label without smoothing: a loss that goes to 0 as the gap grows "
                "without end. With a target inside the simplex both are finite.",
                when=lambda v: bool(v[0] > 15 or v[1] == 0),
            ),
            Mistake(
                "two-classes",
                "The gap fits two classes, or all of the rest taken as one. Each of the nine "
                "others has its own share.",
                when=at(0, np.log(9), np.log(19), np.log(0.91 / 0.09)),
            ),
            Mistake(
                "true-class-without-its-share",
                "The true class was given 0.9. The smoothing is shared among all ten classes, the "
                "true one included.",
                when=at(0, np.log(90)),
            ),
            Mistake(
                "probabilities-for-logits",
                "That is a difference or a ratio of probabilities. The gap of the logits is the "
                "logarithm of the ratio.",
                when=at(0, 0.9, 0.91, 91.0),
            ),
            Mistake(
                "true-class-only",
                "The loss counts the true class alone. The other nine have targets as well, and "
                "large surprises.",
                when=at(1, -np.log(0.91), -0.91 * np.log(0.91)),
            ),
            Mistake(
                "one-other-class",
                "One of the wrong classes was counted. There are nine, each with target 0.01.",
                when=at(1, -(0.91 * np.log(0.91) + 0.01 * np.log(0.01))),
            ),
            Mistake(
                "entropy-of-two",
                "That is the entropy of a target with two entries. This one has ten.",
                when=at(1, -(0.9 * np.log(0.9) + 0.1 * np.log(0.1))),
            ),
            Mistake(
                "sign-flipped",
                "A sign is wrong: the true class stands above the others, and no entropy is "
                "negative.",
                when=lambda v: at(0, -GAP)(v) or at(1, -LEAST)(v),
            ),
            Mistake(
                "bits",
                "One of the numbers is in bits. Logits and losses are in nats.",
                when=lambda v: at(0, GAP / np.log(2))(v) or at(1, LEAST / np.log(2))(v),
                place=SURPRISE,
            ),
        ),
        hints=(
            "Which model has the least cross-entropy to a given target? And what is the target of "
            "the true class here, and of each other?",
            "The target is $(1 - \\varepsilon) y + \\varepsilon / K$. The loss is least at $p = y$ "
            "of that kind, where it is the entropy.",
            "The targets are 0.91 and nine times 0.01. The gap is the logarithm of their ratio.",
        ),
        why="In a sentence: what happens to the gap as the number of classes grows?",
        place=SMOOTHING,
        atol=6e-4,
    ),
    Exercise(
        id="cross-entropy.honest",
        title="Who is paid for honesty",
        reference=solutions.which_are_proper,
        prepare=worths,
        text=lambda v: ", ".join(WORTHS[int(k)] for k in v),
        mistakes=(
            Mistake(
                "decreasing-for-proper",
                "A cost that falls as the right class becomes more probable was taken to be "
                "proper. For 1 - p the best report is certainty, whatever is believed.",
                when=says(2, 1, 2),
            ),
            Mistake(
                "one-entry-squared",
                "The square of one entry's error is proper for two classes, where it is half the "
                "Brier score. Try the belief (0.6, 0.3, 0.1).",
                when=says(3, 1, 2),
            ),
            Mistake(
                "accuracy-taken-as-strict",
                "Whoever puts the largest probability on the right class pays nothing, at 0.51 as "
                "at 0.99. Honesty is among the best, not the only one.",
                when=says(4, 2),
            ),
            Mistake(
                "accuracy-taken-as-improper",
                "An honest report has its maximum at the most probable class, and nothing has a "
                "smaller expected cost. It shares that place with others.",
                when=says(4, 0),
            ),
            Mistake(
                "brier-not-strict",
                "The expected Brier score of a report exceeds that of an honest one by the squared "
                "distance of the two.",
                when=says(1, 0, 1),
            ),
            Mistake(
                "logarithm-not-strict",
                "The expected cost of a report exceeds that of an honest one by a divergence, "
                "which is 0 only if the two agree.",
                when=says(0, 0, 1),
            ),
            Mistake(
                "direction-forgotten",
                "The expected cost is minus the cosine of an angle, times a constant. It is least "
                "where report and belief point the same way, and both sum to 1.",
                when=says(5, 0, 1),
            ),
        ),
        hints=(
            "Suppose you believe in (0.6, 0.3, 0.1). What do you expect to pay for this report, "
            "for (1, 0, 0), and for something in between?",
            "The expected cost is $\\sum_k q_k\\, s(p, k)$. Proper: nothing is less than at $p = "
            "q$. Strictly: nothing else is as little.",
            "Two of the six have their minimum elsewhere, and one has it at many reports.",
        ),
        why="In a sentence: what does training with an improper loss do to probabilities?",
        place=PROPER,
    ),
    Exercise(
        id="cross-entropy.perplexity",
        title="Perplexity of a long text",
        reference=solutions.perplexity,
        probes=(
            Probe("a single token", (np.array([0.25]),)),
            Probe("two tokens", (np.array([0.5, 0.125]),)),
            Probe("five tokens", (np.array([0.9, 0.2, 0.05, 0.6, 0.3]),)),
            Probe("all alike", (np.full(7, 0.1),)),
            Probe("nearly sure", (np.array([0.99, 0.999, 0.98]),)),
            Probe("1000 tokens of 0.3", (np.full(1000, 0.3),)),
            Probe("3000 tokens", (np.tile([0.5, 0.01, 0.2], 1000),)),
        ),
        mistakes=(
            Mistake(
                "product-first",
                "The product of the probabilities underflowed to 0 on a long text. Logarithms are "
                "added without that danger.",
                wrong=(
                    on_p(lambda p: np.prod(p) ** (-1 / len(p))),
                    on_p(lambda p: (1 / np.prod(p)) ** (1 / len(p))),
                    on_p(lambda p: np.exp(-np.log(np.prod(p)) / len(p))),
                ),
                place=UNDERFLOW,
            ),
            Mistake(
                "sum-not-mean",
                "The surprises were added up and not averaged. The result then grows with the "
                "length of the text.",
                wrong=(
                    on_p(lambda p: np.exp(-np.log(p).sum())),
                    on_p(lambda p: 1 / np.prod(p)),
                ),
            ),
            Mistake(
                "no-exponential",
                "This is the mean surprise, in nats or bits. Perplexity is the number of equally "
                "likely choices that would surprise as much.",
                wrong=(on_p(lambda p: -np.log(p).mean()), on_p(lambda p: -np.log2(p).mean())),
            ),
            Mistake(
                "bases-mixed",
                "Nats were raised with base 2, or bits with base e. The base of the power has to "
                "be that of the logarithm.",
                wrong=(
                    on_p(lambda p: 2 ** -np.log(p).mean()),
                    on_p(lambda p: np.exp(-np.log2(p).mean())),
                    on_p(lambda p: np.exp(-np.log10(p).mean())),
                    on_p(lambda p: 10 ** -np.log(p).mean()),
                ),
                place=SURPRISE,
            ),
            Mistake(
                "sign-flipped",
                "The minus sign is missing: this is a typical probability, below 1. Perplexity is "
                "its inverse.",
                wrong=(on_p(lambda p: np.exp(np.log(p).mean())),),
            ),
            Mistake(
                "mean-of-inverses",
                "The inverses of the probabilities were averaged. The mean is taken of the "
                "logarithms, so that one rare token does not decide everything.",
                wrong=(on_p(lambda p: (1 / p).mean()),),
            ),
            Mistake(
                "inverse-of-mean",
                "The probabilities were averaged and then inverted. The mean is taken of their "
                "logarithms.",
                wrong=(on_p(lambda p: 1 / p.mean()), on_p(lambda p: np.exp(-np.log(p.mean())))),
            ),
            Mistake(
                "entropy-of-the-list",
                "The list was treated as a distribution, each surprise weighted with its own "
                "probability. These are tokens that came, each of them once.",
                wrong=(
                    on_p(lambda p: np.exp(-(p * np.log(p)).sum())),
                    on_p(lambda p: np.exp(-(p * np.log(p)).mean())),
                ),
            ),
            Mistake(
                "root-missing",
                "The probabilities were multiplied, or the surprises added, and the root was left "
                "out or taken as a square root.",
                wrong=(
                    on_p(lambda p: np.exp(-np.log(p).sum() / 2)),
                    on_p(lambda p: np.prod(p) + 0.0),
                ),
            ),
            Mistake(
                "one-for-each-token",
                "These are the inverses of single probabilities. A text has one perplexity.",
                wrong=(on_p(lambda p: 1 / p),),
            ),
        ),
        hints=(
            "A thousand tokens had the probability 0.3 each. What should the perplexity be, and "
            "what does your function give?",
            "Perplexity is $e^{L}$, where $L = -\\tfrac1n \\sum_m \\log p_m$ is the mean surprise "
            "in nats.",
            "Take the logarithm of every probability first, then the mean, then minus, then the "
            "exponential.",
        ),
        why="In a sentence: what is the perplexity of a model that gives every one of K classes "
        "the same probability?",
        place=PERPLEXITY,
        atol=1e-9,
    ),
)


# ---- Concept checks -----------------------------------------------------------------------------

add(
    NumberQuestion(
        id="cross-entropy.q1",
        asks="A class that had the probability one eighth happens. How surprising is that, in "
        "nats? (To three decimals.)",
        key="log(8)",
        says="Three halvings lead to one eighth, and each is worth log 2, that is 0.693 nats.",
        wrong={
            "3": "That is the number of bits, three halvings. A bit is log 2 nats, so there are "
            "fewer nats than bits.",
            "log10(8)": "That is the logarithm of base 10. In this book log is the natural "
            "logarithm, and its unit the nat.",
            "-log(8)": "The sign is that of the log-probability. A surprise is minus that, and "
            "never below 0.",
            "3 / log(2)": "Three bits were divided by log 2. From bits to nats one multiplies: "
            "a bit is 0.693 nats.",
        },
        place=SURPRISE,
    ),
    Question(
        id="cross-entropy.q2",
        asks="The data are (½, ¼, ¼), and a model has learnt them perfectly: it says (½, ¼, ¼). "
        "What is its cross-entropy, in bits?",
        options={
            "a": Option(
                "0, as nothing is wrong with the model",
                "Nothing is, but the animals still differ from draw to draw. The divergence is 0; "
                "the cross-entropy keeps the entropy of the data.",
            ),
            "b": Option(
                "1/4, the same as before",
                "That was what the friend's wrong order of questions cost on top. A perfect model "
                "pays nothing on top.",
            ),
            "c": Option(
                "3/2, the entropy",
                "Even the best order of questions takes one and a half on average. No model can "
                "have less, and a perfect one has just that.",
            ),
            "d": Option(
                "7/4, which no model can change",
                "That was the friend's. What no model can change is the part of it that belongs "
                "to the data, 3/2.",
            ),
        },
        key="c",
        place=CONSTANT,
    ),
    Question(
        id="cross-entropy.q3",
        asks="The label is cat, (1, 0, 0), and the model says (0.836, 0.113, 0.051). From the "
        "label to the model the divergence is 0.179. What is it the other way round, with the "
        "model's probabilities as weights?",
        options={
            "a": Option(
                "0.179, since the pair is the same",
                "A divergence is no distance. Which of the two does the averaging decides what is "
                "looked at.",
            ),
            "b": Option(
                "0, as the label is certain",
                "That would need 0 log 0 on the side of the weights. Here dog has weight 0.113 and "
                "a 0 in the denominator.",
            ),
            "c": Option(
                "-0.179, the opposite sign",
                "No divergence is negative, in either direction; that is Gibbs' inequality, the "
                "lemma of chapter 5.",
            ),
            "d": Option(
                "Infinite",
                "The model gives dog 0.113, which the label rules out. The logarithm of 0.113 "
                "divided by 0 is infinite.",
            ),
        },
        key="d",
        place=ROLES,
    ),
    Question(
        id="cross-entropy.q4",
        asks="A model gave each of 1000 labels the probability 0.3. In float64, what is the "
        "product of the thousand probabilities?",
        options={
            "a": Option(
                "0",
                "The true value is a number with 522 zeros behind the point, and float64 ends near "
                "5 times 10 to the power -324.",
            ),
            "b": Option(
                "Some tiny number near 1e-523",
                "That is the true value. But float64 has no number between 0 and 5e-324, and "
                "rounds what is smaller to 0.",
            ),
            "c": Option(
                "nan, because of underflow",
                "Underflow ends in 0, without nan. It is the logarithm of that 0, or a division by "
                "it, that spoils what follows.",
            ),
        },
        key="a",
        place=UNDERFLOW,
    ),
    Question(
        id="cross-entropy.q5",
        asks="A forecaster believes in rain with probability 0.7 and pays 1 minus the probability "
        "that she gave to what happened. Which report has the least expected cost?",
        options={
            "a": Option(
                "0.7, for then she says what she believes",
                "She would pay 0.42 on average, and less if she exaggerates. Honesty has to be "
                "built into the price.",
            ),
            "b": Option(
                "Any: on average all reports cost the same",
                "They would for a belief of one half. At 0.7 an exaggeration gains more "
                "often than it loses.",
            ),
            "c": Option(
                "1, certainty",
                "The expected cost is a straight line in the report, 0.7 - 0.4 p, and least at its "
                "end. It pays 0.3 there.",
            ),
        },
        key="c",
        place=PROPER,
    ),
    Question(
        id="cross-entropy.q6",
        asks="With label smoothing of 0.1 and three classes, the gap between the true logit and "
        "the others grows from 3 to 30. What does the loss do?",
        options={
            "a": Option(
                "It goes on falling, ever more slowly",
                "So it does without smoothing. Here the other classes have targets too, and their "
                "surprise grows with the gap.",
            ),
            "b": Option(
                "It grows",
                "Beyond the best gap, 3.33, the surprise at the other two classes grows by one "
                "fifteenth of a nat for each nat of gap.",
            ),
            "c": Option(
                "It stays where it is, at the entropy of the target",
                "That is its least value, reached at one gap only. On both sides of it the loss is "
                "larger.",
            ),
        },
        key="b",
        place=SMOOTHING,
    ),
)
