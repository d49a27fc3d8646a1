from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.claims import PRINT
from softmaxbook.exercises.catalogue.families.softmaxes import softmax
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Exercise, Mistake, Place, Probe


def smoothed_loss(z, label, epsilon):
    """Cross-entropy of softmax(z), shape (K,), to the smoothed label."""
    z = np.asarray(z, float)
    top = z.max()
    log_p = z - top - np.log(np.exp(z - top).sum())  # no logarithm of a 0
    target = np.full(len(z), epsilon / len(z))
    target[label] += 1 - epsilon
    return -(target * log_p).sum()


def log_p_of(z: NDArray) -> NDArray:
    z = np.asarray(z, float)
    return z - z.max() - np.log(np.exp(z - z.max()).sum())


def target_of(z: NDArray, label: int, epsilon: float) -> NDArray:
    target = np.full(len(z), epsilon / len(z))
    target[label] += 1 - epsilon
    return target


def with_target(make: Callable[[int, int, float], NDArray]) -> Callable:
    """Cross-entropy to another target, of which make(K, label, epsilon) is the vector."""
    return lambda z, label, epsilon: -(make(len(z), label, epsilon) * log_p_of(z)).sum()


def one_hot(K: int, label: int) -> NDArray:
    return np.eye(K)[label]


def of_log_p(transform: Callable[[NDArray], NDArray]) -> Callable:
    """The right loss with transform(p) in place of log p."""

    def loss(z: NDArray, label: int, epsilon: float) -> float:
        return -(target_of(z, label, epsilon) * transform(np.exp(log_p_of(z)))).sum()

    return loss


def binary_sum(z: NDArray, label: int, epsilon: float) -> float:
    t, p = target_of(z, label, epsilon), softmax(z)
    return -(t * np.log(p) + (1 - t) * np.log(1 - p)).sum()


def mixture(z: NDArray, label: int, epsilon: float) -> float:
    return -np.log(target_of(z, label, epsilon) @ softmax(z))


def entropy_subtracted(z: NDArray, label: int, epsilon: float) -> float:
    t = target_of(z, label, epsilon)
    return smoothed_loss(z, label, epsilon) + (t * np.log(t)).sum()


def entropy_subtracted_without_zeros(z: NDArray, label: int, epsilon: float) -> float:
    t = target_of(z, label, epsilon)
    return smoothed_loss(z, label, epsilon) + (t[t > 0] * np.log(t[t > 0])).sum()


def log_sum_exp_as_it_is(z: NDArray, label: int, epsilon: float) -> float:
    return -(target_of(z, label, epsilon) * (z - np.log(np.exp(z).sum()))).sum()


def naive_log_of_softmax(z: NDArray, label: int, epsilon: float) -> float:
    return -(target_of(z, label, epsilon) * np.log(np.exp(z) / np.exp(z).sum())).sum()


SCORES = np.array([3.0, 1.0, 0.2])


EXERCISE = Exercise(
    title="Put it right",
    reference=smoothed_loss,
    probes=(
        Probe("the photograph", (SCORES, 0, 0.1)),
        Probe("the wrong class", (SCORES, 2, 0.1)),
        Probe("two classes", (np.array([1.0, 0.0]), 1, 0.2)),
        Probe("four classes", (np.array([0.5, -1.0, 2.0, 0.0]), 2, 0.05)),
        Probe("no smoothing", (SCORES, 1, 0.0)),
        Probe("a lead of 800", (np.array([800.0, 0.0]), 0, 0.1)),
        Probe("around 1000", (np.array([1000.0, 1001.0, 999.5]), 0, 0.1)),
    ),
    mistakes=(
        Mistake(
            "mixture-inside-log",
            "The target has been put inside the logarithm: the surprise of a mixture, not the "
            "mean surprise. Its least value is at certainty.",
            wrong=gives(mixture),
        ),
        Mistake(
            "not-smoothed",
            "This is the loss for the bare label: epsilon has no effect.",
            wrong=gives(with_target(lambda K, y, e: one_hot(K, y))),
        ),
        Mistake(
            "wrong-classes-only",
            "Epsilon was spread over the wrong classes only. In the target asked for every "
            "class has its share of it, the true one too.",
            wrong=gives(
                with_target(
                    lambda K, y, e: (1 - e) * one_hot(K, y) + e * (1 - one_hot(K, y)) / (K - 1)
                ),
            ),
        ),
        Mistake(
            "target-sums-to-less",
            "The entries of this target sum to less than 1: the label has lost epsilon and not "
            "got its share of it back.",
            wrong=gives(
                with_target(lambda K, y, e: (1 - e) * one_hot(K, y) + e * (1 - one_hot(K, y)) / K),
            ),
        ),
        Mistake(
            "target-sums-to-more",
            "The entries of this target sum to more than 1: epsilon was not divided by K, or "
            "not taken away from the label.",
            wrong=gives(
                with_target(lambda K, y, e: (1 - e) * one_hot(K, y) + e),
                with_target(lambda K, y, e: one_hot(K, y) + e / K),
                with_target(lambda K, y, e: one_hot(K, y) + e),
            ),
        ),
        Mistake(
            "true-class-only",
            "Only the term of the label was kept. With a smoothed target every class has one.",
            wrong=gives(
                with_target(lambda K, y, e: (1 - e + e / K) * one_hot(K, y)),
                with_target(lambda K, y, e: (1 - e) * one_hot(K, y)),
            ),
        ),
        Mistake(
            "epsilon-for-its-rest",
            "Epsilon and 1 − epsilon have changed places: at epsilon 0 this target is uniform.",
            wrong=gives(with_target(lambda K, y, e: e * one_hot(K, y) + (1 - e) / K)),
        ),
        Mistake(
            "uniform-target",
            "The target is uniform, and the label has no part in it.",
            wrong=gives(with_target(lambda K, y, e: np.full(K, 1 / K))),
        ),
        Mistake(
            "roles-swapped",
            "Model and target have changed places: the target has to do the averaging, the "
            "model stands inside the logarithm.",
            wrong=gives(lambda z, y, e: -(softmax(z) * np.log(target_of(z, y, e))).sum()),
            place=Place("cross-entropy"),
        ),
        Mistake(
            "no-max-subtraction",
            "Exponentials of the scores as they are overflow above 709. Only differences "
            "matter, so the largest score can be taken away first.",
            wrong=gives(log_sum_exp_as_it_is, naive_log_of_softmax),
        ),
        Mistake(
            "log-of-softmax",
            "At a lead of 800 a probability is 0 and its logarithm infinite. The logarithm of "
            "softmax can be had from the scores without it.",
            wrong=gives(of_log_p(np.log)),
        ),
        Mistake(
            "epsilon-inside-log",
            "A small number inside the logarithm, or a floor under the probability, hides how "
            "large the loss at a lead of 800 is.",
            wrong=tuple(
                of_log_p(lambda p, tiny=tiny: np.log(p + tiny))
                for tiny in (1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-16)
            ),
        ),
        Mistake(
            "entropy-subtracted",
            "This is the divergence: the entropy of the target has been taken away. What is "
            "asked for is the cross-entropy.",
            wrong=gives(entropy_subtracted, entropy_subtracted_without_zeros),
        ),
        Mistake(
            "divided-by-classes",
            "The sum over the classes was divided by K. The target already does the averaging.",
            wrong=gives(
                lambda z, y, e: smoothed_loss(z, y, e) / len(z),
            ),
        ),
        Mistake(
            "logits-for-log-probabilities",
            "The scores were used as if they were logarithms of probabilities. Log-sum-exp is "
            "missing.",
            wrong=gives(lambda z, y, e: -(target_of(z, y, e) * np.asarray(z)).sum()),
        ),
        Mistake(
            "softmax-twice",
            "Softmax was applied twice: probabilities went in where scores belong.",
            wrong=gives(lambda z, y, e: smoothed_loss(softmax(z), y, e)),
        ),
        Mistake(
            "one-sigmoid-each",
            "For each class the loss of a yes-or-no question was added. The classes exclude "
            "each other, and one logarithm for each is enough.",
            wrong=gives(binary_sum),
        ),
        Mistake(
            "squared-error",
            "That is a squared error between probabilities and target. A cross-entropy has a "
            "logarithm.",
            wrong=gives(
                lambda z, label, epsilon: (
                    (
                        np.exp(z - np.max(z)) / np.exp(z - np.max(z)).sum()
                        - epsilon / len(z)
                        - (1 - epsilon) * np.eye(len(z))[label]
                    )
                    ** 2
                ).sum()
            ),
        ),
        Mistake(
            "one-minus-p",
            "That is 1 less the mean probability under the target. The loss is the mean of minus "
            "its logarithm.",
            wrong=gives(
                lambda z, label, epsilon: (
                    1
                    - (
                        (epsilon / len(z) + (1 - epsilon) * np.eye(len(z))[label])
                        * np.exp(z - np.max(z))
                    ).sum()
                    / np.exp(z - np.max(z)).sum()
                )
            ),
        ),
        Mistake(
            "epsilon-for-every-class",
            "Every other class was given all of ε. It is shared out among all K.",
            wrong=gives(
                lambda z, label, epsilon: (
                    smoothed_loss(z, label, 0) * (1 - epsilon)
                    + epsilon * sum(smoothed_loss(z, k, 0) for k in range(len(z)) if k != label)
                )
            ),
        ),
    ),
    hints=(
        "At which probability of the label is your loss least: at 1, or below it?",
        "−∑ᵢ tᵢ log pᵢ with tᵢ = ε / K, and 1 − ε more for the label; log pᵢ = zᵢ − LSE(z).",
        "Make the vector of the logarithms of the probabilities first, with the largest score "
        "taken away, then the target, then minus the sum of their products.",
    ),
    why="In a sentence: what does the printed loss describe, if not label smoothing?",
    reply="The surprise at a label that is drawn from softmax with probability 1 − ε, and from "
    "all classes alike with probability ε: labels that are sometimes wrong.",
    place=PRINT,
    atol=1e-6,
)
