import dataclasses
from collections.abc import Callable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.cross_entropy import CROSS_ENTROPY, MEASURING, TO_THE_LOSS
from softmaxbook.exercises.catalogue.cross_entropy.shared import PROBES
from softmaxbook.exercises.catalogue.families.fitting import fitted, result
from softmaxbook.exercises.catalogue.families.softmax_mistakes import (
    further_shift_mistakes,
    logits_clipped,
    ratio_mistakes,
    rounded,
    scale_mistakes,
    softmax_mistakes,
)
from softmaxbook.exercises.catalogue.families.softmaxes import (
    SOFTMAX,
    in_integers,
    naive,
    nothing,
    right,
    right_log,
    row,
    softmax_with,
    whole,
)
from softmaxbook.exercises.record import Exercise, Mistake, Place, Symptom


def cross_entropy_gradient(z, y):
    """Gradient of the mean cross-entropy: (p - y) / n, with y as one-hot rows."""
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    n, classes = z.shape
    one_hot = np.eye(classes)[y]
    return (p - one_hot) / n


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
        says = mistake.says
        if mistake.name == "returns-log":
            says = "Logarithms of the probabilities stand where the probabilities belong."
        yield dataclasses.replace(mistake, says=says, wrong=tuple(wrong))
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
    expected = cross_entropy_gradient(*PROBES[0].args)
    if 1e-7 < np.abs(g - expected).max() < 0.1:
        for h in (1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6):
            yield fitted(difference(h))
            yield fitted(difference(-h))
            yield fitted(two_sided(h))


def _softened(values: Mapping[str, NDArray]) -> Iterator[Callable]:
    g = result(values, "one example", (1, 3))
    if g is None:
        return
    gap = float(g[0, 0] - cross_entropy_gradient(*PROBES[0].args)[0, 0])
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


EXERCISE = Exercise(
    title="The gradient of the mean cross-entropy",
    reference=cross_entropy_gradient,
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
        "For one example ∂L / ∂zₖ = pₖ − yₖ with p = softmax(z) and y one-hot. The mean of n "
        "losses divides each example's gradient by n.",
        "Make the labels into rows of `np.eye(K)`, subtract them from the probabilities, and "
        "divide by the number of rows.",
    ),
    why="In a sentence: why does every row of this gradient sum to 0?",
    reply="The sum is the slope along a common shift of the row's scores, and no loss changes "
    "along it. Or: probabilities and label both sum to 1.",
    place=CROSS_ENTROPY,
)
