from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.bayes_lda import FAMILIES, PARTS, STORY
from softmaxbook.exercises.catalogue.bayes_lda.shared import shares, shown, without_keepdims
from softmaxbook.exercises.catalogue.families.softmaxes import row_sums, softmax
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Exercise, Mistake, Place, Probe


def naive_bayes(x, theta, priors):
    """Posterior of every class for every row of clues x, 1 for yes, 0 for no; shape (n, K)."""
    W = np.log(theta / (1 - theta))
    b = np.log(1 - theta).sum(axis=1) + np.log(priors)
    z = x @ W.T + b
    e = np.exp(z - z.max(axis=1, keepdims=True))  # with many clues all of exp(z) may be 0
    return e / e.sum(axis=1, keepdims=True)


ANIMALS = np.array([[0.9, 0.8, 0.1], [0.9, 0.3, 0.1], [0.1, 0.1, 0.8]])
COINS = np.array([[0.75, 0.5, 0.25, 0.6], [0.4, 0.125, 0.25, 0.9]])


def clues(change: Callable[[NDArray, NDArray, NDArray], NDArray]) -> Callable:
    """Softmax of other logits."""
    return lambda x, theta, priors: softmax(change(x, theta, priors))


def of_each_clue(x: NDArray, theta: NDArray) -> NDArray:
    """Its probability in every class, shape (n, K, d)."""
    return np.where(x[:, np.newaxis].astype(bool), theta, 1 - theta)


def likelihood(x: NDArray, theta: NDArray) -> NDArray:
    return np.prod(of_each_clue(x, theta), axis=2)


def log_likelihood(x: NDArray, theta: NDArray) -> NDArray:
    return np.log(of_each_clue(x, theta)).sum(axis=2)


def right_logits(x: NDArray, theta: NDArray, priors: NDArray) -> NDArray:
    return log_likelihood(x, theta) + np.log(priors)


RARE = np.full((2, 120), 2.0**-10)  # all of them together are rarer than any float can say
RARE[1, 0] *= 2  # and differ there as well
RARE[:, -1] = 0.5, 0.25


EXERCISE = Exercise(
    title="Clues, present and absent",
    reference=naive_bayes,
    probes=(
        Probe("the animal", (np.array([[1, 1, 0]]), ANIMALS, np.array([0.5, 0.3, 0.2]))),
        Probe(
            "no clue at all",
            (np.array([[0, 0, 0], [1, 1, 1]]), ANIMALS, np.array([0.2, 0.2, 0.6])),
        ),
        Probe(
            "two classes",
            (
                np.array([[1, 0, 0, 1], [0, 1, 0, 0], [1, 1, 1, 0]]),
                COINS,
                np.array([0.25, 0.75]),
            ),
        ),
        Probe(
            "as many animals as classes",
            (np.array([[1, 0, 0], [0, 1, 0], [1, 1, 1]]), ANIMALS, np.array([0.3, 0.3, 0.4])),
        ),
        Probe(
            "all pairs",
            (
                np.array([[0, 0], [0, 1], [1, 0], [1, 1]]),
                np.array([[0.2, 0.7], [0.6, 0.4], [0.5, 0.9]]),
                np.array([0.6, 0.3, 0.1]),
            ),
        ),
        Probe(
            "many rare clues",
            (np.repeat([[1, 1], [1, 0], [1, 1]], [119, 1], axis=1), RARE, np.array([0.4, 0.6])),
        ),
    ),
    mistakes=(
        Mistake(
            "absent-clues-ignored",
            "Only clues that are present count. A clue that is absent has a probability too, "
            "1 minus that of its presence.",
            wrong=gives(clues(lambda x, t, q: x @ np.log(t).T + np.log(q))),
        ),
        Mistake(
            "all-clues-present",
            "Every clue counts as present, so x has no effect. One that is absent counts with 1 "
            "minus its probability.",
            wrong=gives(clues(lambda x, t, q: log_likelihood(np.ones_like(x), t) + np.log(q))),
        ),
        Mistake(
            "bias-forgotten",
            "The bias lacks the logarithms of no: an example without any clue must still tell "
            "the classes apart.",
            wrong=gives(
                clues(lambda x, t, q: x @ np.log(t / (1 - t)).T + np.log(q)),
                clues(lambda x, t, q: x @ np.log(t / (1 - t)).T),
            ),
        ),
        Mistake(
            "log-probability-as-weight",
            "The bias already counts every clue as absent. For a present one the weight has "
            "to take that back: log of yes minus log of no.",
            wrong=gives(
                clues(lambda x, t, q: x @ np.log(t).T + np.log(1 - t).sum(axis=1) + np.log(q))
            ),
        ),
        Mistake(
            "prior-forgotten",
            "The priors do not enter: all classes count as equally common.",
            wrong=gives(clues(lambda x, t, q: log_likelihood(x, t))),
            place=PARTS,
        ),
        Mistake(
            "prior-not-logged",
            "The priors were added as they are. To logits their logarithms are added.",
            wrong=gives(clues(lambda x, t, q: log_likelihood(x, t) + q)),
            place=PARTS,
        ),
        Mistake(
            "prior-for-every-clue",
            "The prior was counted once for every clue. It is what is known before the first "
            "clue, and counts once.",
            wrong=gives(
                clues(lambda x, t, q: log_likelihood(x, t) + x.shape[1] * np.log(q)),
            ),
            place=PARTS,
        ),
        Mistake(
            "yes-and-no-swapped",
            "Present and absent are exchanged: a 1 is answered with the probability of no.",
            wrong=gives(clues(lambda x, t, q: log_likelihood(1 - x, t) + np.log(q))),
        ),
        Mistake(
            "probabilities-added",
            "Probabilities of clues were added, or averaged. Independent clues multiply; it "
            "is their logarithms that add.",
            wrong=gives(
                clues(lambda x, t, q: x @ t.T + np.log(q)),
                lambda x, t, q: shares((x @ t.T + (1 - x) @ (1 - t).T) * q),
                clues(lambda x, t, q: x @ t.T + (1 - x) @ (1 - t).T + np.log(q)),
            ),
        ),
        Mistake(
            "logs-averaged",
            "The logarithms were averaged over the clues, not added. Every further clue is "
            "further evidence.",
            wrong=gives(
                clues(lambda x, t, q: log_likelihood(x, t) / x.shape[1] + np.log(q)),
                clues(lambda x, t, q: right_logits(x, t, q) / x.shape[1]),
            ),
        ),
        Mistake(
            "normalises-over-batch",
            "The columns sum to 1: examples compete with each other, where the classes should.",
            wrong=gives(lambda x, t, q: softmax(right_logits(x, t, q), 0)),
            place=Place("softmax", "The wrong axis"),
        ),
        Mistake(
            "no-keepdims",
            "The sums lost their axis, so column j was divided by the sum of row j. That runs "
            "only if there are as many examples as classes, and is wrong then.",
            wrong=gives(lambda x, t, q: without_keepdims(right_logits(x, t, q))),
            place=Place("softmax", "The wrong axis"),
        ),
        Mistake(
            "not-normalised",
            "These are products of prior and likelihood, not yet divided by their sum.",
            wrong=gives(lambda x, t, q: likelihood(x, t) * q, lambda x, t, q: likelihood(x, t)),
            place=STORY,
        ),
        Mistake(
            "returns-logits",
            "These are logits, or log-probabilities. The posterior is the softmax of them.",
            wrong=gives(right_logits, lambda x, t, q: np.log(softmax(right_logits(x, t, q)))),
        ),
        Mistake(
            "softmax-of-probabilities",
            "Softmax was applied to probabilities, not to their logarithms, which flattens them.",
            wrong=gives(
                clues(lambda x, t, q: likelihood(x, t) * q),
                clues(lambda x, t, q: softmax(right_logits(x, t, q))),
            ),
            place=PARTS,
        ),
        Mistake(
            "clipped-probabilities",
            "The probabilities of the clues were clipped, or something was added to them. Very "
            "rare clues then all look alike.",
            wrong=tuple(
                lambda x, t, q, change=change: softmax(right_logits(x, change(t), q))
                for e in (0.05, 0.01, 1e-3, 1e-4)
                for change in (
                    lambda t, e=e: np.clip(t, e, 1 - e),
                    lambda t, e=e: (t + e) / (1 + 2 * e),
                )
                if change(RARE)[0, 0] != RARE[0, 0]
            ),
        ),
        Mistake(
            "epsilon-for-underflow",
            "With many clues every product of their probabilities is too small for a float, and a "
            "small number stands in for all of them: the classes become alike.",
            wrong=tuple(
                lambda x, t, q, eps=eps, change=change: shares(change(likelihood(x, t), eps) * q)
                for eps in (1e-300, 1e-100, 1e-30, 1e-16, 1e-15, 1e-12)
                for change in (np.add, np.maximum)
            )
            + tuple(
                lambda x, t, q, eps=eps: shares(likelihood(x, t) * q + eps)
                for eps in (1e-300, 1e-100, 1e-30, 1e-16, 1e-15, 1e-12)
            ),
        ),
        Mistake(
            "product-first",
            "With many clues every product of their probabilities is too small for a float, "
            "and 0 is divided by 0. Keep logarithms as long as you can, as in chapter 4.",
            wrong=gives(lambda x, t, q: shares(likelihood(x, t) * q)),
        ),
    ),
    symptoms=(shown(row_sums),),
    hints=(
        "What does your function say of an animal without fur, without pointed ears, and "
        "without a song? Which class should that favour?",
        "Clue j adds xⱼ log θₖⱼ + (1 − xⱼ) log(1 − θₖⱼ) to the logit of class k, and the prior "
        "adds log πₖ.",
        "As a linear layer the weights are `np.log(theta / (1 - theta))`; what is left when "
        "all clues are 0 goes into the bias.",
    ),
    why="In a sentence: what does naive Bayes do with a clue that is entered twice?",
    reply="It counts its evidence twice, as if another clue had said the same, and becomes "
    "too sure.",
    place=FAMILIES,
)
