"""Exercises and concept checks of chapter 7, The Jacobian."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.reading import in_words
from softmaxbook.exercises.record import (
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
from softmaxbook.exercises.solutions import ch07 as solutions

BY_HAND = Place("jacobian", "By hand, exact")
SHORTER = Place("jacobian", "A shorter way")
STATED = Place("jacobian", "State it")
PRODUCTS = Place("jacobian", "Products without the matrix")
LOSS = Place("jacobian", "Down to the loss")
MAXIMUM = Place("jacobian", "Through the maximum")
MEASURING = Place("jacobian", "Measuring a gradient")
LIMITS = Place("jacobian", "What a check cannot tell")
FAILS = Place("jacobian", "Where it fails")


def softmax(z: NDArray, axis: int | None = -1) -> NDArray:
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def row_sum(a: NDArray) -> NDArray:
    return a.sum(axis=-1, keepdims=True)


def one_hot(z: NDArray, y: NDArray) -> NDArray:
    return np.eye(z.shape[-1])[y]


def sums_to_0(args: tuple, g: NDArray) -> str | None:
    totals = np.atleast_1d(g.sum(axis=-1)).ravel() if g.ndim else np.zeros(1)
    wrong = totals[np.abs(totals) > 1e-3]
    return f"the entries of one of your gradients sum to {wrong[0]:.4g}." if wrong.size else None


SUMS_TO_0 = Symptom(
    "does-not-sum-to-0",
    "A common shift of the scores changes no probability, so a gradient with respect to scores "
    "sums to 0.",
    sums_to_0,
)


# ---- By hand ------------------------------------------------------------------------------------


def square_of_three(value: Any) -> NDArray:
    try:
        matrix = np.array([[float(entry) for entry in row] for row in value])
    except (TypeError, ValueError):
        raise Unreadable("Three rows of three numbers are asked for.") from None
    if matrix.shape != (3, 3):
        raise Unreadable(f"Three rows of three numbers are asked for, not shape {matrix.shape}.")
    return matrix


def vector_and_number(value: Any) -> NDArray:
    """Three numbers and one, in a row."""
    try:
        vector, number = value
        flat = [*(float(entry) for entry in vector), float(number)]
    except (TypeError, ValueError):
        raise Unreadable("A list of three numbers, and one number, are asked for.") from None
    if len(flat) != 4:
        raise Unreadable(f"The list has {len(flat) - 1} numbers, but three are asked for.")
    return np.array(flat)


HALF = np.array([0.5, 0.25, 0.25])
V = np.array([4.0, 0.0, -2.0])
OUTER = np.outer(HALF, HALF)


def matrix(value: NDArray) -> Callable:
    return lambda: value


def nudged(moved: NDArray, curvature: float | None = None) -> Callable:
    return lambda: (moved, V @ moved if curvature is None else curvature)


RIGHT = HALF * (V - HALF @ V)

add(
    Exercise(
        id="jacobian.by-hand",
        title="A Jacobian by hand",
        reference=solutions.jacobian_by_hand,
        prepare=square_of_three,
        mistakes=(
            Mistake(
                "diagonal-only",
                "Only the case of a score's own probability was worked out. Raising a score also "
                "enlarges the sum, and takes from all the others.",
                wrong=(matrix(np.diag(HALF * (1 - HALF))),),
            ),
            Mistake(
                "probabilities-on-diagonal",
                "The diagonal holds the probabilities. Each of them still has to be multiplied by "
                "what is left to 1; then the rows sum to 0.",
                wrong=(matrix(np.diag(HALF) - OUTER + np.diag(HALF**2)),),
            ),
            Mistake(
                "one-minus-p-on-diagonal",
                "The diagonal holds what is left to 1. That is how the logarithm of a probability "
                "answers; the probability itself answers that much times itself.",
                wrong=(matrix(np.diag(1 - HALF) - OUTER + np.diag(HALF**2)),),
                place=SHORTER,
            ),
            Mistake(
                "derivative-of-log",
                "These are the derivatives of the logarithms of the probabilities. Each row still "
                "has to be multiplied by its probability.",
                wrong=(
                    matrix(np.eye(3) - HALF),
                    matrix((np.eye(3) - HALF).T),
                ),
                place=SHORTER,
            ),
            Mistake(
                "plus-in-second-case",
                "The products have the wrong sign. When another score rises, this probability "
                "falls.",
                wrong=(
                    matrix(np.diag(HALF) + OUTER),
                    matrix(np.diag(HALF * (1 - HALF)) + OUTER - np.diag(HALF**2)),
                ),
            ),
            Mistake(
                "products-only",
                "The table of products is there, but nothing has been added on its diagonal. A "
                "score must raise its own probability.",
                wrong=(matrix(-OUTER), matrix(OUTER)),
            ),
            Mistake(
                "sign-flipped",
                "All signs are reversed: here a class loses by its own score.",
                wrong=(matrix(OUTER - np.diag(HALF)),),
            ),
            Mistake(
                "not-normalised",
                "The exponentials 2, 1 and 1 were used where the probabilities belong. They have "
                "to be divided by their sum first.",
                wrong=(matrix(np.diag(4 * HALF) - 16 * OUTER),),
            ),
            Mistake(
                "logarithm-overlooked",
                "This belongs to the scores 2, 1 and 1. The scores here are the logarithms of "
                "these numbers, so the exponentials are 2, 1 and 1.",
                wrong=(
                    matrix(
                        np.diag(softmax(4 * HALF)) - np.outer(softmax(4 * HALF), softmax(4 * HALF))
                    ),
                ),
            ),
        ),
        hints=(
            "What are the three probabilities, and what does each of your rows add up to?",
            "$\\partial p_i / \\partial z_j = p_i(\\delta_{ij} - p_j)$: products of two "
            "probabilities with a minus, and on the diagonal the probability is added.",
            "The probabilities are 1/2, 1/4, 1/4. The first row is 1/4, −1/8, −1/8.",
        ),
        why="In a sentence: why is the second row not the first one in another order?",
        place=BY_HAND,
        atol=6e-4,
    ),
    Exercise(
        id="jacobian.nudge",
        title="A nudge",
        reference=solutions.nudge,
        prepare=vector_and_number,
        mistakes=(
            Mistake(
                "mean-not-subtracted",
                "The direction was weighted with the probabilities, but its mean was not "
                "subtracted. The three numbers must sum to 0.",
                wrong=(nudged(HALF * V), nudged(RIGHT, float(HALF @ V**2))),
            ),
            Mistake(
                "plain-mean",
                "The mean that was subtracted gives every class the same weight. It has to be "
                "taken under the probabilities, and is 1.5.",
                wrong=(nudged(HALF * (V - V.mean())), nudged(RIGHT, float(V.var()))),
            ),
            Mistake(
                "diagonal-only",
                "Each entry was multiplied by its diagonal entry alone. The other scores move too, "
                "and act on it.",
                wrong=(nudged(HALF * (1 - HALF) * V),),
                place=BY_HAND,
            ),
            Mistake(
                "not-weighted",
                "The mean was subtracted, but the result was not weighted with the probabilities.",
                wrong=(nudged(V - HALF @ V),),
            ),
            Mistake(
                "standard-deviation",
                "The last number is the square root of the variance. The quadratic form is the "
                "variance itself.",
                wrong=(nudged(RIGHT, float(np.sqrt(V @ RIGHT))),),
                place=STATED,
            ),
            Mistake(
                "second-product-left-out",
                "The last number is not yet multiplied by the direction a second time: it is a sum "
                "of the first three, or their length.",
                wrong=(
                    nudged(RIGHT, 0.0),
                    nudged(RIGHT, float(np.linalg.norm(RIGHT))),
                    nudged(RIGHT, float(RIGHT @ RIGHT)),
                ),
                place=STATED,
            ),
            Mistake(
                "half-of-it",
                "The last number is off by a factor of two. Only the sum over all pairs, which "
                "counts each pair twice, needs a half.",
                wrong=(
                    nudged(RIGHT, float(V @ RIGHT) / 2),
                    nudged(RIGHT, float(V @ RIGHT) * 2),
                ),
                place=STATED,
            ),
            Mistake(
                "sign-flipped",
                "The signs are reversed: the score that is raised must gain.",
                wrong=(nudged(-RIGHT), nudged(-RIGHT, float(V @ RIGHT))),
            ),
        ),
        hints=(
            "What do your three numbers add up to? And can the last number be negative?",
            "$Jv$ has the entries $p_i(v_i - \\bar v)$ with the mean $\\bar v = \\sum_j p_j v_j$; "
            "$v^\\top J v$ is the variance of $v$ under $p$.",
            "The mean is 2 + 0 − 0.5 = 1.5, so the deviations are 2.5, −1.5 and −3.5.",
        ),
        why="In a sentence: which nudges would not have moved the probabilities at all?",
        place=PRODUCTS,
        atol=6e-4,
    ),
)


# ---- Backward -----------------------------------------------------------------------------------


def backward_probe(name: str, scores: list, g: list) -> Probe:
    return Probe(name, (softmax(np.array(scores, dtype=float)), np.array(g, dtype=float)))


def centred(p: NDArray, g: NDArray, mean: NDArray) -> NDArray:
    return p * (g - mean)


add(
    Exercise(
        id="jacobian.backward",
        title="Backward",
        reference=solutions.softmax_backward,
        probes=(
            backward_probe("one example", [[3, 1, 0.25]], [[1, -2, 0.5]]),
            backward_probe(
                "three examples",
                [[3, 1, 0.25, -1], [0.5, 2, 0, 1], [-2, -0.5, 1.5, -1]],
                [[1, 0, -1, 2], [0.5, 3, -2, 1], [-1, 2, 0.25, 4]],
            ),
            backward_probe(
                "square",
                [[3, 1, 0.25], [0.5, 2.5, -1], [-1.5, 0, 1]],
                [[2, -1, 0.5], [1, 3, -2], [0.25, -1, 4]],
            ),
            backward_probe("square of two", [[1.5, -0.5], [-2, 1]], [[1, -3], [2, 0.5]]),
            backward_probe(
                "five examples",
                [[1, 0.5, -1], [0, 2, 1], [-1, -0.5, 0.75], [2, 2, 0], [0.25, 0, 1]],
                [[1, 2, 3], [-1, 0, 1], [0.5, 0.5, -2], [4, 1, 1], [0, -2, 1]],
            ),
            backward_probe("equal gradients", [[0, 1, 2], [1, 1, 0]], [[3, 3, 3], [-2, -2, -2]]),
        ),
        mistakes=(
            Mistake(
                "diagonal-only",
                "Each gradient was multiplied by the diagonal of the Jacobian alone. Softmax "
                "couples the scores: each moves all probabilities.",
                wrong=(lambda p, g: p * (1 - p) * g,),
                place=FAILS,
            ),
            Mistake(
                "mean-not-subtracted",
                "The gradient was weighted with the probabilities, but its mean was not taken "
                "off. A gradient that is the same for all classes must give 0.",
                wrong=(lambda p, g: p * g,),
            ),
            Mistake(
                "plain-mean",
                "The mean that was subtracted gives every class the same weight. The mean under "
                "the probabilities belongs there.",
                wrong=(lambda p, g: centred(p, g, g.mean(axis=-1, keepdims=True)),),
            ),
            Mistake(
                "sum-not-weighted",
                "The sum of the gradients was subtracted, without the probabilities as weights.",
                wrong=(lambda p, g: centred(p, g, row_sum(g)),),
            ),
            Mistake(
                "divided-by-classes",
                "The weighted sum was divided by the number of classes. The probabilities already "
                "sum to 1, so the sum is the mean.",
                wrong=(
                    lambda p, g: centred(p, g, (p * g).mean(axis=-1, keepdims=True)),
                    lambda p, g: centred(p, g, row_sum(p * g)) / p.shape[-1],
                ),
            ),
            Mistake(
                "global-sum",
                "The mean runs over the whole batch, so examples that have nothing to do with "
                "each other are mixed.",
                wrong=(
                    lambda p, g: centred(p, g, (p * g).sum()),
                    lambda p, g: centred(p, g, (p * g).sum() / len(p)),
                ),
            ),
            Mistake(
                "normalises-over-batch",
                "The mean was taken down the columns, over the examples. It belongs to each "
                "example, over its classes.",
                wrong=(lambda p, g: centred(p, g, (p * g).sum(axis=0)),),
            ),
            Mistake(
                "no-keepdims",
                "The sums of the rows lie along the columns when they are subtracted. A square "
                "batch takes the wrong row's mean; others stop.",
                wrong=(lambda p, g: centred(p, g, (p * g).sum(axis=-1)),),
            ),
            Mistake(
                "second-factor-lost",
                "The first term is weighted with the probabilities, the mean is not. The factor "
                "stands in front of both.",
                wrong=(lambda p, g: p * g - row_sum(p * g),),
            ),
            Mistake(
                "not-weighted",
                "The mean was subtracted, but the result was not weighted with the probabilities: "
                "a class that nearly cannot come moves as much as a sure one.",
                wrong=(lambda p, g: g - row_sum(p * g),),
            ),
            Mistake(
                "products-only",
                "Only the product term is there; what a score does to its own probability is "
                "missing.",
                wrong=(lambda p, g: -p * row_sum(p * g), lambda p, g: p * row_sum(p * g)),
            ),
            Mistake(
                "sign-flipped",
                "The sign is reversed: the mean comes off the gradient, not the other way round.",
                wrong=(lambda p, g: centred(-p, g, row_sum(p * g)),),
            ),
            Mistake(
                "softmax-twice",
                "The probabilities were put through softmax again. They have been through it "
                "already, and are all that is needed.",
                wrong=(lambda p, g: centred(softmax(p), g, row_sum(softmax(p) * g)),),
            ),
            Mistake(
                "divided-by-n",
                "The result was divided by the number of examples. The mean over a batch belongs "
                "to the loss; what comes in has it already.",
                wrong=(lambda p, g: centred(p, g, row_sum(p * g)) / len(p),),
            ),
        ),
        symptoms=(SUMS_TO_0,),
        hints=(
            "Put in a gradient that is the same for every class. What must come out, and what does "
            "your function give?",
            "$J$ is symmetric, so the gradient is $Jg$, with the entries $p_i(g_i - \\sum_j p_j "
            "g_j)$; every example has a sum of its own.",
            "Multiply p and g, sum along the last axis with `keepdims=True`, subtract that from g "
            "and multiply by p.",
        ),
        why="In a sentence: why does the same function also carry a nudge of the scores forwards?",
        place=PRODUCTS,
    )
)


# ---- Find the bug -------------------------------------------------------------------------------


def labelled(name: str, z: list, y: list[int]) -> Probe:
    return Probe(name, (np.array(z, dtype=float), np.array(y)))


def residual(z: NDArray, y: NDArray) -> NDArray:
    return softmax(z) - one_hot(z, y)


add(
    Exercise(
        id="jacobian.bias-gradient",
        title="Find the bug: the bias",
        reference=solutions.bias_gradient,
        probes=(
            labelled("one example", [[3, 1, 0.25]], [0]),
            labelled(
                "three examples", [[3, 1, 0.25, -1], [0.5, 2, 0, 1], [-2, -0.5, 1.5, -1]], [1, 3, 1]
            ),
            labelled("square", [[3, 1, 0.25], [0.5, 2.5, -1], [-1.5, 0, 1]], [0, 2, 2]),
            labelled(
                "five examples",
                [[1, 0.5, -1], [0, 2, 1], [-1, -0.5, 0.75], [2, 2, 0], [0.25, 0, 1]],
                [2, 1, 0, 0, 1],
            ),
            labelled("two classes", [[0.5, -1], [2, 1], [-1, 0.25], [0, 0.5]], [1, 0, 1, 1]),
        ),
        mistakes=(
            Mistake(
                "one-number-for-all",
                "One number came back for all classes, or the same for each. The rows of p − y sum "
                "to 0, so it is 0, and the biases never move.",
                wrong=(
                    lambda z, y: residual(z, y).sum(),
                    lambda z, y: np.full(z.shape[-1], residual(z, y).mean()),
                ),
            ),
            Mistake(
                "sums-over-classes",
                "The sum runs over the classes, and leaves one number for each example, which is "
                "0. A bias belongs to a class.",
                wrong=(
                    lambda z, y: residual(z, y).sum(axis=1),
                    lambda z, y: residual(z, y).sum(axis=1, keepdims=True),
                ),
            ),
            Mistake(
                "not-summed",
                "There is one row for each example still. The biases are shared by all examples, "
                "so their gradients are averaged.",
                wrong=(residual, lambda z, y: residual(z, y) / len(z)),
            ),
            Mistake(
                "not-divided-by-n",
                "This is the gradient of the sum of the losses. Of their mean it is smaller by the "
                "number of examples.",
                wrong=(lambda z, y: residual(z, y).sum(axis=0),),
            ),
            Mistake(
                "divided-by-n-and-classes",
                "The number of classes was divided out as well. An example has one loss, however "
                "many classes it has.",
                wrong=(lambda z, y: residual(z, y).mean(axis=0) / z.shape[-1],),
            ),
            Mistake(
                "divided-by-classes",
                "The number of classes was divided out where the number of examples belongs.",
                wrong=(lambda z, y: residual(z, y).sum(axis=0) / z.shape[-1],),
            ),
            Mistake(
                "sign-flipped",
                "Label minus probability is the direction of descent, the negative of the "
                "gradient.",
                wrong=(
                    lambda z, y: -residual(z, y).mean(axis=0),
                    lambda z, y: -residual(z, y).sum(axis=0),
                ),
            ),
            Mistake(
                "label-not-subtracted",
                "These are mean probabilities alone. Without the labels every bias would be pushed "
                "down.",
                wrong=(lambda z, y: softmax(z).mean(axis=0), lambda z, y: softmax(z).sum(axis=0)),
                place=LOSS,
            ),
            Mistake(
                "only-true-class",
                "Only the true class of each example has a gradient here. The others are pushed "
                "down, each by its probability.",
                wrong=(
                    lambda z, y: (residual(z, y) * one_hot(z, y)).mean(axis=0),
                    lambda z, y: (residual(z, y) * one_hot(z, y)).sum(axis=0),
                ),
            ),
            Mistake(
                "normalises-over-batch",
                "Softmax was taken down the columns, so the examples compete with each other.",
                wrong=(
                    lambda z, y: (softmax(z, 0) - one_hot(z, y)).mean(axis=0),
                    lambda z, y: (softmax(z, 0) - one_hot(z, y)).sum(axis=0),
                ),
                place=LOSS,
            ),
            Mistake(
                "extra-p(1-p)",
                "There is one factor too many, the diagonal of the Jacobian. With the "
                "cross-entropy nothing of the Jacobian remains.",
                wrong=(
                    lambda z, y: (residual(z, y) * softmax(z) * (1 - softmax(z))).mean(axis=0),
                    lambda z, y: (residual(z, y) * softmax(z) * (1 - softmax(z))).sum(axis=0),
                ),
                place=LOSS,
            ),
        ),
        symptoms=(SUMS_TO_0,),
        hints=(
            "What is the shape of the result of the line in the exercise, and what is its value "
            "for any scores and labels?",
            "$\\partial L / \\partial b_k$ is the mean of $p_k - y_k$ over the examples. The "
            "classes are not summed: each has a bias of its own.",
            "Average along `axis=0` only; there is nothing to multiply by K then.",
        ),
        why="In a sentence: why would one number added to all biases change nothing, even if it "
        "were not 0?",
        place=FAILS,
    )
)


def terms(name: str, z: list, t: list, d: list) -> Probe:
    return Probe(name, tuple(np.array(a, dtype=float) for a in (z, t, d)))


add(
    Exercise(
        id="jacobian.terms-backward",
        title="Find the bug: a loss for each class",
        reference=solutions.terms_backward,
        probes=(
            terms("one-hot", [3, 1, 0.25], [0, 1, 0], [1, 2, 3]),
            terms("soft target", [1, -0.5, 0.25, 2], [0.125, 0.5, 0.25, 0.125], [3, -1, 0.5, 2]),
            terms("two classes", [0.5, -1], [0.75, 0.25], [2, -1]),
            terms("weights", [0, 1, 2], [1, 2, 0.5], [1, -2, 4]),
            terms("equal d", [1, 0, -1], [0.5, 0.25, 0.25], [2, 2, 2]),
            terms("five classes", [1, 0, -1, 2, 0.5], [0, 0, 1, 0, 0], [2, -1, 3, 0.5, 1]),
        ),
        mistakes=(
            Mistake(
                "equal-gradients-assumed",
                "As in the line of the exercise, each d acts on its own score only. But every term "
                "pushes on all scores, with its own d.",
                wrong=(
                    lambda z, t, d: d * (softmax(z) - t),
                    lambda z, t, d: d * (softmax(z) * t.sum() - t),
                ),
            ),
            Mistake(
                "sum-not-weighted",
                "The gradients were summed without the targets as weights. A term whose target is "
                "0 is not there, whatever its gradient.",
                wrong=(lambda z, t, d: d.sum() * softmax(z) - d * t,),
            ),
            Mistake(
                "plain-mean",
                "The gradients were averaged with equal weights. The targets are the weights.",
                wrong=(
                    lambda z, t, d: d.mean() * softmax(z) - d * t,
                    lambda z, t, d: d.mean() * (softmax(z) - t),
                ),
            ),
            Mistake(
                "mean-not-sum",
                "The products of gradients and targets were averaged. They add up: every term "
                "pushes with its full weight.",
                wrong=(lambda z, t, d: (d * t).mean() * softmax(z) - d * t,),
            ),
            Mistake(
                "weighted-with-p",
                "The gradients were weighted with the probabilities. Each term carries its target "
                "as a factor, not its probability.",
                wrong=(lambda z, t, d: (d @ softmax(z)) * softmax(z) - d * t,),
            ),
            Mistake(
                "upstream-ignored",
                "The gradients that come in are not used. This is right only if all of them are 1.",
                wrong=(lambda z, t, d: softmax(z) - t, lambda z, t, d: t.sum() * softmax(z) - t),
            ),
            Mistake(
                "total-for-each",
                "The weighted sum multiplies the target as well. Only the probabilities are "
                "multiplied by the sum; the target keeps its own gradient.",
                wrong=(
                    lambda z, t, d: (d @ t) * (softmax(z) - t),
                    lambda z, t, d: d.sum() * (softmax(z) - t),
                ),
            ),
            Mistake(
                "only-true-class",
                "Only the scores with a target have a gradient here: the case of two different "
                "classes was left out.",
                wrong=(lambda z, t, d: -d * t * (1 - softmax(z)), lambda z, t, d: -d * t),
                place=BY_HAND,
            ),
            Mistake(
                "target-not-subtracted",
                "The push on all scores is there; the pull on the targets' own is missing.",
                wrong=(lambda z, t, d: (d @ t) * softmax(z),),
                place=LOSS,
            ),
            Mistake(
                "gradient-wrt-p",
                "This is the derivative with respect to the probabilities. The chain rule still "
                "has to go through softmax.",
                wrong=(lambda z, t, d: -d * t / softmax(z),),
                place=LOSS,
            ),
            Mistake(
                "sign-flipped",
                "All signs are reversed: this is the direction of descent.",
                wrong=(lambda z, t, d: d * t - (d @ t) * softmax(z),),
            ),
        ),
        symptoms=(SUMS_TO_0,),
        hints=(
            "With d = (1, 2, 3), what do the entries of d times p − t add up to? What should the "
            "entries of a gradient with respect to scores add up to?",
            "The derivative of the term $\\ell_i$ with respect to $z_j$ is $t_i(p_j - "
            "\\delta_{ij})$. Multiply by $d_i$ and sum over the terms.",
            "The sum has two parts: $p_j$ times the sum of all $d_i t_i$, and minus $d_j t_j$.",
        ),
        why="In a sentence: why did every training run that adds the terms up work all the same?",
        place=LOSS,
    )
)


# ---- Any target ---------------------------------------------------------------------------------


def weighted(name: str, z: list, y: list) -> Probe:
    return Probe(name, (np.array(z, dtype=float), np.array(y, dtype=float)))


add(
    Exercise(
        id="jacobian.any-target",
        title="Targets that do not sum to 1",
        reference=solutions.gradient_for_weights,
        probes=(
            weighted("two findings", [[3, 1, 0.25]], [[1, 1, 0]]),
            weighted(
                "three rows",
                [[3, 1, 0.25, -1], [0.5, 2, 0, 1], [-2, -0.5, 1.5, -1]],
                [[1, 0, 0, 2], [0.5, 0, 0, 0], [1, 1, 1, 0]],
            ),
            weighted(
                "square",
                [[3, 1, 0.25], [0.5, 2.5, -1], [-1.5, 0, 1]],
                [[2, 0, 1], [0, 0.5, 0], [1, 1, 3]],
            ),
            weighted("square of two", [[1.5, -0.5], [-2, 1]], [[3, 0], [0.25, 0.5]]),
            weighted("one-hot", [[1, 0, -1], [0, 2, 1]], [[0, 1, 0], [1, 0, 0]]),
            weighted(
                "five rows",
                [[1, 0.5], [0, 2], [-1, -0.5], [2, 2], [0.25, 0]],
                [[1, 2], [0, 4], [0.5, 0], [3, 1], [0, 0]],
            ),
        ),
        mistakes=(
            Mistake(
                "assumes-sum-1",
                "Prediction minus target needs targets that sum to 1. Here every unit of weight "
                "pushes all scores down once.",
                wrong=(lambda z, y: softmax(z) - y,),
            ),
            Mistake(
                "target-normalised",
                "The targets were divided by their sum. That is the gradient of another loss, "
                "smaller by the sum.",
                wrong=(lambda z, y: softmax(z) - y / row_sum(y),),
            ),
            Mistake(
                "sum-times-both",
                "The sum multiplies the target as well. Only the probabilities are pushed by the "
                "whole sum; each class is pulled by its own weight.",
                wrong=(lambda z, y: row_sum(y) * (softmax(z) - y),),
            ),
            Mistake(
                "classes-for-sum",
                "The probabilities were multiplied by the number of classes. What counts is the "
                "sum of the weights of the row.",
                wrong=(lambda z, y: z.shape[-1] * softmax(z) - y,),
            ),
            Mistake(
                "global-sum",
                "The weights of all rows were added up. Each example pushes with its own sum.",
                wrong=(lambda z, y: y.sum() * softmax(z) - y,),
            ),
            Mistake(
                "sums-over-batch",
                "The weights were summed down the columns, over the examples. The sum runs over "
                "the classes of one example.",
                wrong=(lambda z, y: y.sum(axis=0) * softmax(z) - y,),
            ),
            Mistake(
                "no-keepdims",
                "The sums of the rows lie along the columns when they multiply. A square batch "
                "takes the wrong row's sum; others stop.",
                wrong=(lambda z, y: y.sum(axis=-1) * softmax(z) - y,),
            ),
            Mistake(
                "only-true-class",
                "Only classes with a weight have a gradient here. The others are pushed down as "
                "well.",
                wrong=(
                    lambda z, y: (softmax(z) - 1) * y,
                    lambda z, y: (row_sum(y) * softmax(z) - y) * (y > 0),
                ),
                place=BY_HAND,
            ),
            Mistake(
                "divided-by-n",
                "The result was divided by the number of rows. The gradient of each row's own loss "
                "was asked for.",
                wrong=(lambda z, y: (row_sum(y) * softmax(z) - y) / len(z),),
            ),
            Mistake(
                "target-not-subtracted",
                "The push on all scores is there, the pull on the targets' own is missing.",
                wrong=(lambda z, y: row_sum(y) * softmax(z), lambda z, y: softmax(z)),
            ),
            Mistake(
                "gradient-wrt-p",
                "This is the derivative with respect to the probabilities. The chain rule still "
                "has to go through softmax.",
                wrong=(lambda z, y: -y / softmax(z),),
            ),
            Mistake(
                "sign-flipped",
                "All signs are reversed: this is the direction of descent.",
                wrong=(
                    lambda z, y: y - row_sum(y) * softmax(z),
                    lambda z, y: y - softmax(z),
                ),
            ),
        ),
        symptoms=(SUMS_TO_0,),
        hints=(
            "For the row (1, 1, 0), what do the entries of p − y add up to? What must a gradient "
            "with respect to scores add up to?",
            "$-\\sum_i y_i \\log p_i$ is $(\\sum_i y_i)\\,\\mathrm{LSE}(z) - y^\\top z$. The "
            "gradient of LSE is $p$.",
            "Sum each row of y with `keepdims=True`, multiply by the probabilities, subtract y.",
        ),
        why="In a sentence: at which probabilities is this gradient 0?",
        place=LOSS,
    )
)


# ---- Judgements ---------------------------------------------------------------------------------


def word(value: Any, allowed: tuple[str, ...]) -> int:
    given = " ".join(str(value).lower().split())
    if given not in allowed:
        raise Unreadable(f"“{given}” is not one of: {', '.join(allowed)}.")
    return allowed.index(given)


def words_for(keys: str, allowed: tuple[str, ...]) -> Callable[[Any], NDArray]:
    def prepare(value: Any) -> NDArray:
        if not isinstance(value, dict) or set(value) != set(keys):
            raise Unreadable(f"A dict with the keys {', '.join(keys)} is asked for.")
        return np.array([word(value[key], allowed) for key in keys])

    return prepare


BREAKS = ("possible", "symmetric", "rows", "size", "products")
CONCLUSIONS = ("right", "wrong", "bad step", "bad place")


def says(place: int, *wrong: int) -> Callable[[NDArray], bool]:
    return lambda v: bool(np.isin(v[place], wrong))


def is_not(place: int, right: int) -> Callable[[NDArray], bool]:
    return lambda v: bool(v[place] != right)


add(
    Exercise(
        id="jacobian.impossible",
        title="Impossible Jacobians",
        reference=solutions.five_matrices,
        prepare=words_for("ABCDE", BREAKS),
        text=in_words(*BREAKS),
        mistakes=(
            Mistake(
                "diagonal-only",
                "B has no entries beside the diagonal, so its rows sum to a quarter. Raising one "
                "score would create probability out of nothing.",
                when=is_not(1, 2),
                place=BY_HAND,
            ),
            Mistake(
                "not-symmetric",
                "In D the first row and the first column differ. What cat loses by a nudge of dog, "
                "dog loses by a nudge of cat.",
                when=is_not(3, 1),
            ),
            Mistake(
                "too-large",
                "C has 0.3 on its diagonal. A probability times what is left to 1 is largest at "
                "one half, where it is a quarter.",
                when=is_not(2, 3),
            ),
            Mistake(
                "possible-one-rejected",
                "A is possible. Its diagonal entry 0.16 is 0.2 times 0.8, and the other entries "
                "follow.",
                when=is_not(0, 0),
            ),
            Mistake(
                "properties-taken-for-proof",
                "E passes the first three, and still comes from no scores. Equal products of all "
                "pairs mean equal probabilities, and these would be thirds.",
                when=says(4, 0),
            ),
            Mistake(
                "first-broken",
                "E is symmetric, its rows sum to 0 and its diagonal is small. What is left to "
                "test are the products themselves.",
                when=is_not(4, 4),
            ),
        ),
        hints=(
            "Which probabilities would have the off-diagonal entries of A, and of E, as their "
            "products with a minus?",
            "$J_{ij} = -p_i p_j$ and $J_{ii} = p_i(1 - p_i) \\le \\tfrac14$: symmetric, rows that "
            "sum to 0, and all of it from one list of probabilities with sum 1.",
            "In E each pair has the product 0.05, so each probability is 0.224, three times the "
            "same.",
        ),
        why="In a sentence: how can the probabilities be read off a possible Jacobian?",
        place=STATED,
    ),
    Exercise(
        id="jacobian.read-the-report",
        title="Read the report",
        reference=solutions.four_reports,
        prepare=words_for("abcd", CONCLUSIONS),
        text=in_words(*CONCLUSIONS),
        mistakes=(
            Mistake(
                "small-error-distrusted",
                "Ten digits agree in a. No difference of two losses can confirm more, and a wrong "
                "gradient is not close by accident.",
                when=is_not(0, 0),
            ),
            Mistake(
                "large-error-excused",
                "In b the step and the place are good ones, and most of the gradient is missing. "
                "That is a mistake in the formula.",
                when=is_not(1, 1),
                place=FAILS,
            ),
            Mistake(
                "step-too-small",
                "In c the step is as small as the rounding of float32 itself, so the difference is "
                "mostly rounding. It says nothing about the gradient.",
                when=is_not(2, 2),
            ),
            Mistake(
                "saturated",
                "In d the loss is flat: the step moves it by less than rounding does, and 0 was "
                "measured. The gradient may well be right.",
                when=is_not(3, 3),
                place=LIMITS,
            ),
        ),
        hints=(
            "For each report: by how much does the loss change over one step, and by how much does "
            "rounding change it?",
            "Central differences are best near the cube root of the rounding unit, about 5 × 10⁻⁶ "
            "in float64 and 4 × 10⁻³ in float32, where the loss moves.",
            "At a margin of 45 the gradient is about 10⁻¹⁹. In c the step should be ten thousand "
            "times as large.",
        ),
        why="In a sentence: which of the two unclear cases is settled by changing the format, and "
        "which by changing the scores?",
        place=MEASURING,
    ),
)


# ---- Concept checks -----------------------------------------------------------------------------

add(
    NumberQuestion(
        id="jacobian.q1",
        asks="The probabilities are 0.836 for cat, 0.113 for dog and 0.051 for bird. At which rate "
        "does the probability of cat change, per nat, when the score of dog rises? (To three "
        "decimals.)",
        key="-exp(3) * exp(1) / (exp(3) + exp(1) + exp(0.2)) ** 2",
        says="Minus the product of the two probabilities: cat pays in proportion to what it has.",
        wrong={
            "exp(3) * exp(1) / (exp(3) + exp(1) + exp(0.2)) ** 2": "The size is right. When "
            "another score rises the sum grows and the numerator does not, so cat falls.",
            "exp(3) * (exp(1) + exp(0.2)) / (exp(3) + exp(1) + exp(0.2)) ** 2": "That is how cat "
            "answers its own score, the case of equal indices.",
            "exp(1) * (exp(3) + exp(0.2)) / (exp(3) + exp(1) + exp(0.2)) ** 2": "That is how dog "
            "answers its own score, the case of equal indices.",
            "-exp(1) / (exp(3) + exp(1) + exp(0.2))": "That is the rate of the logarithm of cat's "
            "probability. The probability itself has one more factor.",
            "0 * exp(1)": "The score of dog does not stand in cat's numerator, but it does stand "
            "in the sum below, which all classes share.",
        },
        place=BY_HAND,
        atol=6e-4,
    ),
    Question(
        id="jacobian.q2",
        asks="Five classes, finite scores. In how many independent directions can the "
        "probabilities move?",
        options={
            "a": Option(
                "In five, one for each score",
                "Raising all five scores by the same amount is one of these directions, and it "
                "moves nothing: the rows of J sum to 0.",
            ),
            "b": Option(
                "It depends on the scores: fewer where one class leads",
                "The motion becomes slow where one class leads, but every product of two "
                "probabilities is positive, so no further direction is lost.",
            ),
            "c": Option(
                "In four, whatever the scores are",
                "A common shift moves nothing, every other direction does: the rank of J is one "
                "less than the number of classes.",
            ),
        },
        key="c",
        place=STATED,
    ),
    Question(
        id="jacobian.q3",
        asks="Softmax is computed as softmax of z − m, with m the largest score. How much gradient "
        "reaches the scores by way of m?",
        options={
            "a": Option(
                "None, whatever the loss is",
                "A common shift moves no probability, so the derivative with respect to m is 0, "
                "and so is what comes back through it.",
            ),
            "b": Option(
                "A part, and only the largest score receives it",
                "It would go to the largest score, but there is nothing to send: what arrives at "
                "m from all classes adds up to 0.",
            ),
            "c": Option(
                "It is undefined as soon as two scores tie for the largest",
                "The maximum has no derivative at a tie, but whatever is put in its place gets "
                "multiplied by 0.",
            ),
        },
        key="a",
        place=MAXIMUM,
    ),
    Question(
        id="jacobian.q4",
        asks="Central differences in float64, scores near 1. Which step gives the most correct "
        "digits?",
        options={
            "a": Option(
                "10⁻¹⁵, the smaller the better",
                "The two losses then agree in nearly all their digits, and their difference "
                "consists of rounding, divided by a tiny number.",
            ),
            "b": Option(
                "10⁻⁵",
                "There the error of the step, about its square, and the rounding error divided by "
                "the step are about equal, near the cube root of the unit of rounding.",
            ),
            "c": Option(
                "10⁻⁸, half of the sixteen digits of the format",
                "That is the best step of forward differences. Central ones have a smaller error "
                "of the step, so they can afford a larger one.",
            ),
            "d": Option(
                "10⁻², far away from any rounding",
                "Rounding is no trouble there, but the error of the step is about its square, so "
                "five digits or so are right.",
            ),
        },
        key="b",
        place=MEASURING,
    ),
    Question(
        id="jacobian.q5",
        asks="The three biases are trained from 0 with the frequencies 0.6, 0.3 and 0.1 as the "
        "goal, and all three get the same number as their gradient, the sum of p − y over examples "
        "and classes, per example. What happens?",
        options={
            "a": Option(
                "They learn the frequencies, only more slowly than they should",
                "To learn the frequencies they would have to move apart, but all three get the "
                "same number.",
            ),
            "b": Option(
                "They grow together without end, and nothing shows in the loss",
                "Together they would move if the number were not 0. But each row of p − y sums to "
                "0, so the sum of everything does.",
            ),
            "c": Option(
                "The most frequent class takes everything",
                "For that its bias would have to leave the others behind, but all three get the "
                "same number.",
            ),
            "d": Option(
                "They stay where they are",
                "Each row of p − y sums to 0, so the number is 0 up to rounding; and a common "
                "number would be a shift that softmax does not see.",
            ),
        },
        key="d",
        place=FAILS,
    ),
)
