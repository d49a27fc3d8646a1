import numpy as np

from softmaxbook.exercises.catalogue.families.gradients import SUMS_TO_0
from softmaxbook.exercises.catalogue.families.softmaxes import softmax
from softmaxbook.exercises.catalogue.jacobian import BY_HAND, LOSS
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Exercise, Mistake, Probe


def terms_backward(z, t, d):
    """Gradient of sum(d * l) with respect to z; all have shape (K,)."""
    e = np.exp(z - z.max())
    p = e / e.sum()
    return p * (d @ t) - d * t  # every term pushes on all scores, with the weight d_i t_i


def terms(name: str, z: list, t: list, d: list) -> Probe:
    return Probe(name, tuple(np.array(a, dtype=float) for a in (z, t, d)))


EXERCISE = Exercise(
    title="Find the bug: a loss for each class",
    reference=terms_backward,
    probes=(
        terms("one-hot", [3, 1, 0.25], [0, 1, 0], [1, 2, 3]),
        terms("soft target", [1, -0.5, 0.25, 2], [0.125, 0.5, 0.25, 0.125], [3, -1, 0.5, 2]),
        terms("two classes", [0.5, -1], [0.75, 0.25], [2, -1]),
        terms("weights", [0, 1, 2], [1, 2, 0.5], [1, -2, 4]),
        terms("equal d", [1, 0, -1], [0.5, 0.25, 0.25], [2, 2, 2]),
        terms("five classes", [1, 0, -1, 2, 0.5], [0, 0, 1, 0, 0], [2, -1, 3, 0.5, 1]),
        terms("targets below 0", [0.5, -1, 1], [1.5, -0.5, 0.25], [1, 2, -3]),
        terms("targets that cancel", [0.5, 2, -1], [1, -1, 0], [2, 3, 1]),
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
            "upstream-in-one-place-only",
            "The gradients that come in stand in one of the two parts only: in the push on all "
            "scores, or in the pull on the targets' own. Both have them.",
            wrong=(
                lambda z, t, d: (d @ t) * softmax(z) - t,
                lambda z, t, d: t.sum() * softmax(z) - d * t,
                lambda z, t, d: softmax(z) - d * t,
            ),
        ),
        Mistake(
            "target-left-out",
            "The pull on each score has its gradient as a factor, but not its target.",
            wrong=(lambda z, t, d: (d @ t) * softmax(z) - d,),
        ),
        Mistake(
            "target-normalised",
            "The weighted sum was divided by the sum of the targets. Targets may add up to "
            "anything, and every unit of them pushes.",
            wrong=(
                lambda z, t, d: (d @ t) / t.sum() * softmax(z) - d * t,
                lambda z, t, d: (d @ t) / t.sum() * softmax(z) - d * t / t.sum(),
            ),
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
        ),
        Mistake(
            "gradient-wrt-p",
            "This is the derivative with respect to the probabilities. The chain rule still "
            "has to go through softmax.",
            wrong=(lambda z, t, d: -d * t / softmax(z),),
        ),
        Mistake(
            "sign-flipped",
            "All signs are reversed: this is the direction of descent.",
            wrong=(lambda z, t, d: d * t - (d @ t) * softmax(z),),
        ),
        Mistake(
            "targets-for-ones",
            "That is the gradient of what comes in weighted with the probabilities, without "
            "targets or logarithms.",
            wrong=gives(
                lambda z, t, d: (p := np.exp(z - z.max()) / np.exp(z - z.max()).sum()) * (d - p @ d)
            ),
        ),
    ),
    symptoms=(SUMS_TO_0,),
    hints=(
        "With d = (1, 2, 3), what do the entries of d times p − t add up to? What should the "
        "entries of a gradient with respect to scores add up to?",
        "The derivative of the term ℓᵢ with respect to zⱼ is tᵢ(pⱼ − δᵢⱼ). Multiply by dᵢ and sum "
        "over the terms.",
        "The sum has two parts: pⱼ times the sum of all dᵢ tᵢ, and minus dⱼ tⱼ.",
    ),
    why="In a sentence: why did every training run that adds the terms up work all the same?",
    reply="The sum, or the mean, of the terms sends the same d to every term, and its targets add "
    "up to 1: that is the case in which the line is right.",
    place=LOSS,
)
