from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.elsewhere import POLICIES
from softmaxbook.exercises.catalogue.families.softmaxes import softmax
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Exercise, Mistake, Place, Probe


def policy_gradient(z, a, r, b):
    """Estimate, shape (K,), from n actions a and rewards r."""
    e = np.exp(z - z.max())
    pi = e / e.sum()
    slopes = np.eye(len(z))[a] - pi  # of log pi, one row for each draw
    return ((r - b)[:, None] * slopes).mean(axis=0)


def estimate(form: Callable, gain: Callable = lambda r, b: r - b, over: Callable = len) -> Callable:
    """Sum of gain times form(e_a, pi), divided by over(a)."""

    def gradient(z: NDArray, a: NDArray, r: NDArray, b: float) -> NDArray:
        each = gain(r, b)[:, None] * form(np.eye(len(z))[a], softmax(z))
        return each.sum(axis=0) / over(a)

    return gradient


def score(e: NDArray, pi: NDArray) -> NDArray:
    return e - pi


def naive_policy(z: NDArray, a: NDArray, r: NDArray, b: float) -> NDArray:
    pi = np.exp(z) / np.exp(z).sum()
    return ((r - b)[:, None] * (np.eye(len(z))[a] - pi)).mean(axis=0)


def repeats_lost(z: NDArray, a: NDArray, r: NDArray, b: float) -> NDArray:
    total = np.zeros(len(z))
    total[a] += r - b
    return total / len(a) - (r - b).mean() * softmax(z)


def slope_2(
    unseen: Callable[[float], float], measured_from: Callable[[float, float], float]
) -> Callable:
    """Share times how much better than the mean, with the mean reward of each action for its value.

    unseen : from the baseline, the value of an action that was never drawn
    measured_from : from the mean by the shares and the baseline, what a value is compared with
    """

    def gradient(z: NDArray, a: NDArray, r: NDArray, b: float) -> NDArray:
        pi = softmax(z)
        v = np.array([r[a == k].mean() if (a == k).any() else unseen(b) for k in range(len(z))])
        return pi * (v - measured_from(pi @ v, b))

    return gradient


def along_the_wrong_axis(z: NDArray, a: NDArray, r: NDArray, b: float) -> NDArray:
    """Runs only if there are as many draws as actions."""
    return ((r - b) * (np.eye(len(z))[a] - softmax(z))).mean(axis=0)


def baseline_last(z: NDArray, a: NDArray, r: NDArray, b: float) -> NDArray:
    return estimate(score, gain=lambda r, b: r)(z, a, r, b) - b


def policy_probe(name: str, z: list, a: list, r: list, b: float) -> Probe:
    return Probe(name, (np.array(z, float), np.array(a), np.array(r, float), b))


EXERCISE = Exercise(
    title="The gradient of a policy",
    reference=policy_gradient,
    probes=(
        policy_probe("two draws", [1, 0, -0.5], [0, 2], [2, 1], 0.5),
        policy_probe("as many draws as actions", [0.5, 0, 2], [1, 1, 0], [1, -1, 3], -0.25),
        policy_probe("five draws", [3, 1, 0.2, 0], [0, 0, 3, 1, 0], [1, 2, 0, 4, 1.5], 1.5),
        policy_probe("two actions", [0.3, -1.2], [1, 0, 1, 1], [5, 2, 3, 4], 1),
        policy_probe("large scores", [1000, 999, 998.5], [1, 0, 2, 0], [1, 2, 3, 0.5], 1),
    ),
    mistakes=(
        Mistake(
            "no-baseline",
            "The baseline was not subtracted from the rewards. On average that makes no "
            "difference; in a few draws it does.",
            wrong=(estimate(score, gain=lambda r, b: r),),
            place=POLICIES,
        ),
        Mistake(
            "baseline-added",
            "The baseline was added to the rewards. It is what a reward is measured from.",
            wrong=(estimate(score, gain=lambda r, b: r + b),),
            place=POLICIES,
        ),
        Mistake(
            "sign-flipped",
            "The sign is wrong: an action that paid more than the baseline becomes less "
            "probable. A loss goes down, a reward up.",
            wrong=(estimate(lambda e, pi: pi - e),),
        ),
        Mistake(
            "probability-not-subtracted",
            "Only the action that was drawn gets a slope. Its score also raises the "
            "denominator, which all actions share.",
            wrong=(estimate(lambda e, pi: e),),
        ),
        Mistake(
            "only-drawn-action",
            "The slope of the drawn action is right, the others are missing. Their scores "
            "lower its probability.",
            wrong=(estimate(lambda e, pi: e * (1 - pi)),),
        ),
        Mistake(
            "shares-alone",
            "These are the shares times the mean gain, or minus that. In the row of a draw stands "
            "1 for the action drawn and else 0, minus the shares.",
            wrong=(
                lambda z, a, r, b: softmax(z) * (r.mean() - b),
                lambda z, a, r, b: softmax(z) * (b - r.mean()),
            ),
        ),
        Mistake(
            "gradient-of-probability",
            "That is the gradient of the probability, not of its logarithm. Frequent actions "
            "are drawn more often and must not be weighted twice.",
            wrong=(
                estimate(
                    lambda e, pi: (e * pi).sum(axis=1, keepdims=True) * (e - pi),
                ),
            ),
        ),
        Mistake(
            "gradient-wrt-pi",
            "That is the derivative of the logarithm in the probability. It has to go on to "
            "the scores, through the Jacobian.",
            wrong=(estimate(lambda e, pi: e / pi),),
        ),
        Mistake(
            "diagonal-of-J",
            "A share stands in front, as in slope 2, or p times one minus p. Here the draws bring "
            "the shares in: what is probable is drawn often.",
            wrong=(
                estimate(lambda e, pi: e * pi * (1 - pi)),
                estimate(lambda e, pi: (e - pi) * pi * (1 - pi)),
                estimate(lambda e, pi: (e - pi) * pi),
            ),
        ),
        Mistake(
            "scores-for-probabilities",
            "The scores were subtracted, or their softmax was put through softmax again. What "
            "comes off the one-hot row is the policy.",
            wrong=(
                lambda z, a, r, b: ((r - b)[:, None] * (np.eye(len(z))[a] - z)).mean(axis=0),
                estimate(lambda e, pi: e - softmax(pi)),
            ),
        ),
        Mistake(
            "averaged-over-actions",
            "The mean ran over the actions. Each action keeps a slope of its own; only the draws "
            "are averaged.",
            wrong=(
                lambda z, a, r, b: estimate(score)(z, a, r, b).mean(),
                lambda z, a, r, b: ((r - b)[:, None] * (np.eye(len(z))[a] - softmax(z))).mean(
                    axis=1
                ),
            ),
        ),
        Mistake(
            "repeats-lost",
            "An action that was drawn several times counts once: adding in place through an "
            "array of indices writes only the last of them.",
            wrong=(repeats_lost,),
        ),
        Mistake(
            "baseline-last",
            "The baseline was subtracted from the finished estimate, or along the policy. It "
            "comes off each reward, before anything is multiplied.",
            wrong=(
                baseline_last,
                lambda z, a, r, b: (
                    estimate(score, gain=lambda r, b: r)(z, a, r, b) - b * softmax(z)
                ),
            ),
            place=POLICIES,
        ),
        Mistake(
            "along-the-wrong-axis",
            "The rewards were laid along the actions. There is one for each draw, and draws are "
            "the rows: a reward multiplies all of its row.",
            wrong=(along_the_wrong_axis,),
        ),
        Mistake(
            "divided-by-classes",
            "The sum was divided by the number of actions. The mean is one over draws.",
            wrong=(
                lambda z, a, r, b: estimate(score, over=lambda a: len(z))(z, a, r, b),
                lambda z, a, r, b: estimate(score, over=lambda a: len(a) * len(z))(z, a, r, b),
            ),
        ),
        Mistake(
            "not-divided-by-n",
            "The draws were added up. The estimate is their mean.",
            wrong=(estimate(score, over=lambda a: 1),),
        ),
        Mistake(
            "mean-reward-as-baseline",
            "The mean of these rewards was subtracted. The baseline is the number that was given.",
            wrong=(estimate(score, gain=lambda r, b: r - r.mean()),),
            place=POLICIES,
        ),
        Mistake(
            "slope-2-itself",
            "That is slope 2, with the mean reward of each action for its value. It needs a value "
            "of every action. Asked for is the estimate, which needs only the one that was drawn.",
            wrong=tuple(
                slope_2(unseen, measured_from)
                for unseen in (lambda b: 0.0, lambda b: b, lambda b: np.nan)
                for measured_from in (lambda m, b: m, lambda m, b: b)
            ),
            place=POLICIES,
        ),
        Mistake(
            "no-max-subtraction",
            "Exponentials of large scores overflow. A constant subtracted from all scores "
            "changes no probability.",
            wrong=(naive_policy,),
            place=Place("overflow", "The free constant"),
        ),
        Mistake(
            "averages-multiplied",
            "The rewards and the slopes were averaged apart, and then multiplied. Each reward "
            "belongs to the slope of its own draw.",
            wrong=gives(
                lambda z, a, r, b: (
                    (r - b).mean()
                    * (np.eye(len(z))[a] - np.exp(z - z.max()) / np.exp(z - z.max()).sum()).mean(
                        axis=0
                    )
                ),
            ),
        ),
        Mistake(
            "signs-of-rewards-lost",
            "The rewards less the baseline lost their signs. A reward below it makes its action "
            "less probable.",
            wrong=gives(lambda z, a, r, b: policy_gradient(z, a, np.abs(r - b), 0.0)),
        ),
    ),
    hints=(
        "Take one draw, of the second of three actions. Which three numbers are chosen minus "
        "shares, and what is their sum?",
        "Chosen minus shares, times r − b, for each draw; then the mean over draws.",
        "The one-hot rows of the actions less the policy, each row times its reward less the "
        "baseline, averaged over the first axis.",
    ),
    why="In a sentence: which action would gain if all rewards were equal to the baseline?",
    reply="None: every draw is multiplied by r − b = 0, so the estimate is 0.",
    place=POLICIES,
    atol=1e-7,
)
