"""Exercises and concept checks of chapter 9, Cross-entropy versus MSE."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.reading import gives, is_near, numbers
from softmaxbook.exercises.record import (
    Exercise,
    Mistake,
    NumberQuestion,
    Option,
    Place,
    Probe,
    Question,
    Unreadable,
    add,
)
from softmaxbook.exercises.solutions import ch09 as solutions

BY_HAND = Place("ce-vs-mse", "By hand, exact")
CLASSES = Place("ce-vs-mse", "Any number of classes")
SLOW = Place("ce-vs-mse", "How slow is slow")
AXIS = Place("ce-vs-mse", "Loss, slope and curvature")
RAW = Place("ce-vs-mse", "Squared error without softmax")
TRIAL = Place("ce-vs-mse", "The trial")
RESULT = Place("ce-vs-mse", "What follows, and what does not")
HARM = Place("ce-vs-mse", "Where it fails")
HINGE = Place("ce-vs-mse", "A third loss: the hinge")


def three_slopes(value: Any) -> NDArray:
    """Two slopes and their ratio, which may be given with one decimal only."""
    found = numbers(value, 3)
    if abs(found[2] - 100 / 9) < 0.06:
        found[2] = 100 / 9
    return found


def place_and_size(value: Any) -> NDArray:
    """A probability and the size of a slope, whatever its sign."""
    found = numbers(value, 2)
    return np.array([found[0], abs(found[1])])


# ---- By hand ------------------------------------------------------------------------------------

add(
    Exercise(
        id="ce-vs-mse.slopes-at-a-tenth",
        title="Two slopes",
        reference=solutions.slopes_at_a_tenth,
        prepare=three_slopes,
        mistakes=(
            Mistake(
                "sign-flipped",
                "Both losses fall when the score of the true answer rises, so both slopes are "
                "negative.",
                when=lambda v: bool(v[0] > 0 or v[1] > 0),
            ),
            Mistake(
                "slope-wrt-probability",
                "A slope with respect to the probability was given. The score moves the "
                "probability at the rate a times 1 - a, which belongs to it.",
                when=lambda v: is_near(-10)(v[0]) or is_near(-0.9)(v[1]),
            ),
            Mistake(
                "factor-two",
                "The squared error here is half a square, so its slope has no factor 2.",
                when=lambda v: is_near(-0.162)(v[1]),
            ),
            Mistake(
                "error-forgotten",
                "That is the derivative of the sigmoid, a times 1 - a. The error 1 - a stands "
                "beside it.",
                when=lambda v: is_near(-0.09)(v[1]) or is_near(-0.09)(v[0]),
            ),
            Mistake(
                "a-for-one-minus-a",
                "The error is the distance of a from 1, not from 0: the true answer is 1.",
                when=lambda v: is_near(-0.1)(v[0]) or is_near(-0.009)(v[1]),
            ),
            Mistake(
                "ratio-upside-down",
                "The third number is how many times steeper cross-entropy is, so the slope of "
                "the squared error divides.",
                when=lambda v: is_near(0.09)(v[2]),
            ),
        ),
        hints=(
            "By how much does $a$ change when $s$ rises by a little, if $a = 0.1$?",
            "$\\partial a / \\partial s = a(1 - a)$. In $-\\log a$ the outer derivative is $-1/a$, "
            "in $\\tfrac12(1 - a)^2$ it is $-(1 - a)$.",
            "The products are $-(1 - a)$ and $-a(1 - a)^2$, at $a = 0.1$.",
        ),
        why="In a sentence: which factor has the logarithm cancelled, and what is its size here?",
        place=BY_HAND,
        atol=6e-4,
    ),
    Exercise(
        id="ce-vs-mse.steepest",
        title="Where squared error learns fastest",
        reference=solutions.steepest,
        prepare=place_and_size,
        mistakes=(
            Mistake(
                "sigmoid-slope-for-loss-slope",
                "One half is where the sigmoid is steepest. The slope of the loss has the error "
                "as a factor too, and that pulls the maximum towards the wrong side.",
                when=lambda v: is_near(0.5)(v[0]),
            ),
            Mistake(
                "probability-of-the-other-class",
                "The other answer has that probability. The loss is written in that of the true "
                "one.",
                when=lambda v: is_near(2 / 3)(v[0]),
            ),
            Mistake(
                "wrongest-is-steepest",
                "The error is largest there, but the other factor, the probability, vanishes.",
                when=lambda v: is_near(0)(v[0]),
            ),
            Mistake(
                "one-error-factor-only",
                "That is a times 1 - a at one third, and also the loss there. In the slope the "
                "error 1 - a stands twice.",
                when=lambda v: is_near(2 / 9)(v[1]),
            ),
            Mistake(
                "factor-two",
                "That is twice the slope, as for the square without its half.",
                when=lambda v: is_near(8 / 27)(v[1]),
            ),
        ),
        hints=(
            "The slope is $a(1 - a)^2$ in size. What is it for $a = 0$ and for $a = 1$, and where "
            "between them is it largest?",
            "Where a smooth function is largest its derivative is 0: $(1 - a)^2 - 2a(1 - a) = 0$.",
            "Divide by $1 - a$: $1 - a = 2a$.",
        ),
        why="In a sentence: why is the curvature of the loss 0 at the same probability?",
        place=AXIS,
        atol=6e-4,
    ),
)

# ---- The gradient -------------------------------------------------------------------------------


def p_and_error(z: NDArray, y: NDArray) -> tuple[NDArray, NDArray]:
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return p, p - np.eye(z.shape[1])[y]


def from_p(form: Callable) -> Callable:
    return lambda z, y: form(*p_and_error(z, y))


def true_class_only(z: NDArray, y: NDArray) -> NDArray:
    return solutions.squared_gradient(z, y) * np.eye(z.shape[1])[y]


def by(p: NDArray, e: NDArray, scale: float = 1.0) -> NDArray:
    return scale * p * (e - (p * e).sum(axis=1, keepdims=True))


add(
    Exercise(
        id="ce-vs-mse.squared-gradient",
        title="The gradient of squared error",
        reference=solutions.squared_gradient,
        probes=(
            Probe("one example", (np.array([[3.0, 1.0, 0.2]]), np.array([0]))),
            Probe(
                "two examples",
                (np.array([[3.0, 1.0, 0.2], [0.5, 2.0, -1.0]]), np.array([1, 2])),
            ),
            Probe(
                "as many examples as classes",
                (
                    np.array([[1.0, 0.5, -0.5], [0.0, 2.0, 1.0], [-1.0, 0.25, 1.5]]),
                    np.array([0, 0, 1]),
                ),
            ),
            Probe(
                "four classes",
                (np.array([[1.0, 0.5, -0.5, 2.0], [0.0, 2.0, 1.0, -1.0]]), np.array([3, 2])),
            ),
            Probe("large scores", (np.array([[1000.0, 998.5, 999.0]]), np.array([1]))),
        ),
        mistakes=(
            Mistake(
                "cross-entropy-gradient",
                "That is the gradient of the cross-entropy. For the squared error p minus y is "
                "the gradient with respect to p, and the Jacobian of softmax is still to come.",
                wrong=gives(
                    from_p(lambda p, e: e),
                    from_p(lambda p, e: 2 * e),
                    from_p(lambda p, e: e / len(p)),
                    from_p(lambda p, e: e / p.shape[1]),
                ),
            ),
            Mistake(
                "diagonal-of-J",
                "Each probability was treated as if it depended on its own score alone. Every "
                "score moves every probability; the rows of the gradient sum to 0.",
                wrong=gives(
                    from_p(lambda p, e: p * (1 - p) * e),
                    from_p(lambda p, e: 2 * p * (1 - p) * e),
                ),
            ),
            Mistake(
                "mean-not-subtracted",
                "The errors were multiplied by p, but their mean under p was not taken away. The "
                "Jacobian is diag(p) minus an outer product.",
                wrong=gives(from_p(lambda p, e: p * e), from_p(lambda p, e: 2 * p * e)),
            ),
            Mistake(
                "factor-two",
                "The gradient is twice too large: the loss is half of the squared length.",
                wrong=gives(from_p(lambda p, e: by(p, e, 2.0))),
            ),
            Mistake(
                "sign-flipped",
                "The sign is wrong. Descent takes a step against the gradient; the gradient "
                "itself points uphill.",
                wrong=gives(
                    from_p(lambda p, e: by(p, e, -1.0)), from_p(lambda p, e: by(p, e, -2.0))
                ),
            ),
            Mistake(
                "divided-by-n",
                "The rows were divided by the number of examples. Each row is to be the gradient "
                "of its own example's loss.",
                wrong=gives(from_p(lambda p, e: by(p, e, 1 / len(p)))),
            ),
            Mistake(
                "divided-by-classes",
                "The squares were averaged over the classes. The loss here sums them.",
                wrong=gives(
                    from_p(lambda p, e: by(p, e, 1 / p.shape[1])),
                    from_p(lambda p, e: by(p, e, 2 / p.shape[1])),
                ),
            ),
            Mistake(
                "only-true-class",
                "Only the score of the true class gets a gradient. The others move its "
                "probability as well.",
                wrong=gives(true_class_only),
            ),
            Mistake(
                "error-forgotten",
                "That is the derivative of each probability in its own score. The error has not "
                "come in yet.",
                wrong=gives(from_p(lambda p, e: p * (1 - p))),
            ),
            Mistake(
                "no-keepdims",
                "Without keepdims the means of the rows lie flat, and are subtracted along the "
                "columns.",
                wrong=gives(from_p(lambda p, e: p * (e - (p * e).sum(axis=1)))),
            ),
            Mistake(
                "global-sum",
                "The mean of the errors was taken over the whole batch. Each example has its own.",
                wrong=gives(from_p(lambda p, e: p * (e - (p * e).sum()))),
            ),
            Mistake(
                "no-softmax",
                "The scores themselves were compared with the target. This loss compares their "
                "softmax.",
                wrong=gives(lambda z, y: z - np.eye(z.shape[1])[y]),
                place=RAW,
            ),
        ),
        hints=(
            "What does each row of your gradient sum to? A common shift of the scores changes no "
            "probability, so what should it sum to?",
            "$\\partial L / \\partial z = J(p - y)$ with $J = \\mathrm{diag}(p) - p\\,p^\\top$; "
            "so $J e = p \\circ (e - \\sum_k p_k e_k)$.",
            "With the errors of a row in `error`, subtract from them their mean under p, kept as "
            "a column, and multiply by p.",
        ),
        why="In a sentence: why is this gradient nearly 0 when p is nearly one-hot, wherever?",
        place=CLASSES,
        atol=1e-7,
    ),
)

# ---- Descent ------------------------------------------------------------------------------------


def descent(rise: Callable, start: float = -1.0, more: int = 0) -> Callable:
    """Steps of the lead, each by rise(a)."""

    def lead_after(gap: float, steps: int) -> float:
        lead = start * gap
        for _ in range(steps + more):
            lead = lead + rise(1 / (1 + np.exp(-lead)))
        return lead

    return lead_after


def as_probability(gap: float, steps: int) -> float:
    return 1 / (1 + np.exp(-solutions.lead_after(gap, steps)))


add(
    Exercise(
        id="ce-vs-mse.lead-after",
        title="The way back, step by step",
        reference=solutions.lead_after,
        probes=(
            Probe("one step from a gap of 1", (1.0, 1)),
            Probe("five steps from a gap of 2", (2.0, 5)),
            Probe("fifty steps from a gap of 4", (4.0, 50)),
            Probe("no step", (3.0, 0)),
            Probe("three steps from a tie", (0.0, 3)),
            Probe("far behind", (5.0, 20)),
        ),
        mistakes=(
            Mistake(
                "cross-entropy-gradient",
                "These are steps of the cross-entropy, whose gradient has no factor a times 1 - a.",
                wrong=gives(descent(lambda a: 2 * (1 - a)), descent(lambda a: 1 - a)),
            ),
            Mistake(
                "one-score-moves",
                "Only one of the two scores was moved, or the lead was moved like a single "
                "score. One rises while the other falls.",
                wrong=gives(descent(lambda a: 2 * a * (1 - a) ** 2)),
                place=SLOW,
            ),
            Mistake(
                "one-output",
                "That is a single sigmoid. Two classes have two squares, and two scores that move.",
                wrong=gives(descent(lambda a: a * (1 - a) ** 2)),
            ),
            Mistake(
                "factor-two",
                "The steps are twice too large: the loss is half the squared length.",
                wrong=gives(descent(lambda a: 8 * a * (1 - a) ** 2)),
            ),
            Mistake(
                "sign-flipped",
                "The lead moves away from the target. Descent steps against the gradient.",
                wrong=gives(descent(lambda a: -4 * a * (1 - a) ** 2)),
            ),
            Mistake(
                "starts-ahead",
                "The true class starts behind: its lead is negative at first.",
                wrong=gives(descent(lambda a: 4 * a * (1 - a) ** 2, start=1.0)),
            ),
            Mistake(
                "one-step-too-many",
                "One step too many was taken. With no steps at all the lead is minus the gap.",
                wrong=gives(descent(lambda a: 4 * a * (1 - a) ** 2, more=1)),
            ),
            Mistake(
                "one-step-too-few",
                "One step was left out. After a single step the lead is no longer minus the gap.",
                wrong=gives(descent(lambda a: 4 * a * (1 - a) ** 2, more=-1)),
            ),
            Mistake(
                "error-forgotten",
                "The steps have the factor a times 1 - a of softmax, but not the error 1 - a.",
                wrong=gives(descent(lambda a: 4 * a * (1 - a)), descent(lambda a: 2 * a * (1 - a))),
            ),
            Mistake(
                "gap-for-lead",
                "The size is right, the sign is not: that is how far the true class is behind.",
                wrong=gives(lambda gap, steps: -solutions.lead_after(gap, steps)),
            ),
            Mistake(
                "probability-for-lead",
                "That is the probability of the true class. The lead is the difference of the "
                "scores.",
                wrong=gives(as_probability),
            ),
        ),
        hints=(
            "With scores (0, 1) and the first class true: what are the two entries of the "
            "gradient, and by how much does their difference change in a step?",
            "$J(p - y) = -2a(1 - a)^2\\,(1, -1)$ for two classes, where $a$ is the probability of "
            "the true one.",
            "In each step the lead grows by twice $2a(1 - a)^2$; work out $a$ anew each time.",
        ),
        why="In a sentence: why do the first steps from a gap of 10 hardly count?",
        place=SLOW,
        atol=1e-7,
    ),
)

# ---- Judging ------------------------------------------------------------------------------------

STATEMENTS = tuple(solutions.what_follows())


def six_answers(value: Any) -> NDArray:
    """For each statement, whether it follows: 1 or 0."""
    if not isinstance(value, dict) or set(value) != set(STATEMENTS):
        raise Unreadable("A dict with the six statements as keys is asked for.")
    given = [value[statement] for statement in STATEMENTS]
    if not all(isinstance(v, (bool, np.bool_)) for v in given):
        raise Unreadable("True or False is asked for, for each statement.")
    return np.array(given, float)


add(
    Exercise(
        id="ce-vs-mse.ceiling",
        title="The ceiling",
        reference=solutions.ceiling,
        prepare=lambda value: numbers(value, 2),
        mistakes=(
            Mistake(
                "outputs-as-probabilities",
                "Read as probabilities the outputs are perfect. But they were put through "
                "softmax, which takes them for scores.",
                when=lambda v: is_near(1)(v[0]),
            ),
            Mistake(
                "true-class-counted-twice",
                "Four zeros stand in the denominator beside the 1. There are three other classes.",
                when=lambda v: is_near(np.e / (np.e + 4))(v[0]),
            ),
            Mistake(
                "uniform",
                "One quarter is what four equal outputs give. The leading output is larger by 1.",
                when=lambda v: is_near(0.25)(v[0]),
            ),
            Mistake(
                "zeros-forgotten",
                "An output of 0 is not a class that is left out: its exponential is 1.",
                when=lambda v: is_near(0)(v[1]),
            ),
            Mistake(
                "two-classes",
                "That is the sigmoid of 1, as for two classes. There are four.",
                when=lambda v: is_near(np.e / (np.e + 1))(v[0]),
            ),
            Mistake(
                "confidence-for-error",
                "The calibration error is the distance of the confidence from the accuracy, "
                "which is 1.",
                when=lambda v: is_near(np.e / (np.e + 3))(v[1]),
            ),
        ),
        hints=(
            "What are the exponentials of the outputs 1, 0, 0 and 0, and what do they sum to?",
            "The confidence is the largest probability. If all examples have the same, the "
            "calibration error is its distance from the accuracy.",
            "The exponentials are $e$, 1, 1, 1.",
        ),
        why="In a sentence: what would the same outputs give after division by 0.1?",
        place=HARM,
        atol=2e-3,
    ),
    Exercise(
        id="ce-vs-mse.what-follows",
        title="What follows",
        reference=solutions.what_follows,
        prepare=six_answers,
        mistakes=(
            Mistake(
                "one-case-for-all",
                "One network and one set of images cannot rank two losses for all others. A "
                "published comparison on many tasks found winners on both sides.",
                when=lambda v: bool(v[1] == 1 or v[2] == 1),
            ),
            Mistake(
                "no-difference-for-no-effect",
                "Close accuracies are not everything: the losses need other rates, and leave "
                "outputs of another kind.",
                when=lambda v: bool(v[3] == 1),
            ),
            Mistake(
                "example-refused",
                "A single case is enough to show that something is possible, and this one does.",
                when=lambda v: bool(v[0] == 0),
            ),
            Mistake(
                "tuning-overlooked",
                "At the rate 0.1 one loss leads, at 0.4 another, and at 1.6 one of them fails.",
                when=lambda v: bool(v[4] == 0),
                place=TRIAL,
            ),
            Mistake(
                "accuracy-for-calibration",
                "The answers are right, the probabilities are not: softmax of these outputs never "
                "claims more than a third.",
                when=lambda v: bool(v[5] == 0),
                place=HARM,
            ),
        ),
        hints=(
            "Which statements speak of this experiment, and which of all networks there are?",
            "An experiment proves that what happened can happen. A general ranking needs many "
            "data sets, and a difference well beyond the spread.",
            "Three of the six follow.",
        ),
        why="In a sentence: what would you measure to rank two losses for your own task?",
        place=RESULT,
    ),
)

# ---- The hinge ----------------------------------------------------------------------------------


def shortfall(s: NDArray, y: NDArray, margin: float = 1.0) -> NDArray:
    short = np.maximum(0, margin + s - s[np.arange(len(y)), y][:, None])
    short[np.arange(len(y)), y] = 0
    return short


def flat_shortfall(s: NDArray, y: NDArray) -> float:
    short = np.maximum(0, 1 + s - s[np.arange(len(y)), y])
    short[np.arange(len(y)), y] = 0
    return short.sum(axis=1).mean()


def without_floor(s: NDArray, y: NDArray) -> float:
    short = 1 + s - s[np.arange(len(y)), y][:, None]
    short[np.arange(len(y)), y] = 0
    return short.sum(axis=1).mean()


def hinge_of_p(s: NDArray, y: NDArray) -> float:
    return solutions.hinge_loss(p_and_error(s, y)[0], y)


def cross_entropy(s: NDArray, y: NDArray) -> float:
    return -np.log(p_and_error(s, y)[0][np.arange(len(y)), y]).mean()


add(
    Exercise(
        id="ce-vs-mse.hinge-loss",
        title="The hinge of several classes",
        reference=solutions.hinge_loss,
        probes=(
            Probe("one example", (np.array([[-2.85, 0.86, 0.28]]), np.array([2]))),
            Probe("the margin is kept", (np.array([[10.0, -2.0, 3.0]]), np.array([0]))),
            Probe(
                "two examples",
                (np.array([[3.0, 2.5, 0.2, 2.75], [0.5, 2.0, -1.0, 0.25]]), np.array([0, 0])),
            ),
            Probe(
                "as many as classes",
                (
                    np.array([[1.0, 0.5, -0.5], [0.0, 2.0, 1.5], [-1.0, 0.25, 1.5]]),
                    np.array([0, 2, 1]),
                ),
            ),
            Probe("two classes", (np.array([[0.25, 0.0], [1.0, 3.5]]), np.array([0, 0]))),
        ),
        mistakes=(
            Mistake(
                "true-class-counted",
                "The true class was compared with itself, which adds the margin of 1 to every "
                "example.",
                wrong=gives(lambda s, y: solutions.hinge_loss(s, y) + 1),
            ),
            Mistake(
                "not-divided-by-n",
                "The losses of the examples were summed. The mean is asked for.",
                wrong=gives(lambda s, y: shortfall(s, y).sum()),
            ),
            Mistake(
                "divided-by-classes",
                "The mean was taken over the classes as well. The loss of an example is a sum "
                "over its wrong classes.",
                wrong=gives(
                    lambda s, y: shortfall(s, y).mean(),
                    lambda s, y: solutions.hinge_loss(s, y) / (s.shape[1] - 1),
                    lambda s, y: (solutions.hinge_loss(s, y) + 1) / s.shape[1],
                ),
            ),
            Mistake(
                "no-keepdims",
                "The scores of the true classes lie flat, and are subtracted along the columns. "
                "They have to stand in a column.",
                wrong=gives(flat_shortfall, lambda s, y: flat_shortfall(s, y) + 1),
            ),
            Mistake(
                "rivals-forgotten",
                "The score of the true class was compared with 1. It has to lead each of its "
                "rivals by 1.",
                wrong=gives(lambda s, y: np.maximum(0, 1 - s[np.arange(len(y)), y]).mean()),
            ),
            Mistake(
                "no-margin",
                "The margin of 1 is missing: a lead that is too small has to cost something too.",
                wrong=gives(lambda s, y: shortfall(s, y, 0.0).sum(axis=1).mean()),
            ),
            Mistake(
                "maximum-not-sum",
                "Only the strongest rival counts here. That is a hinge too, but another one; this "
                "exercise sums over all wrong classes.",
                wrong=gives(lambda s, y: shortfall(s, y).max(axis=1).mean()),
            ),
            Mistake(
                "squared-hinge",
                "The shortfalls were squared. That is the squared hinge.",
                wrong=gives(
                    lambda s, y: (shortfall(s, y) ** 2).sum(axis=1).mean(),
                    lambda s, y: (shortfall(s, y) ** 2).sum(axis=1).mean() / 2,
                ),
            ),
            Mistake(
                "no-floor",
                "A kept margin lowers the loss here. It has to count as 0, never as a reward.",
                wrong=gives(without_floor),
            ),
            Mistake(
                "sign-flipped",
                "The difference is the wrong way round: a rival's lead costs, the true class's "
                "does not.",
                wrong=gives(lambda s, y: solutions.hinge_loss(-s, y)),
            ),
            Mistake(
                "hinge-of-probabilities",
                "Softmax was applied first. The hinge takes scores, and with probabilities the "
                "margin of 1 can never be kept.",
                wrong=gives(hinge_of_p),
            ),
            Mistake(
                "cross-entropy",
                "That is the cross-entropy. The hinge compares scores, without any logarithm.",
                wrong=gives(cross_entropy),
            ),
        ),
        hints=(
            "For the scores (10, -2, 3) with the first class true: which rival comes closer than "
            "1, and what should the loss be?",
            "$\\sum_{j \\ne y} \\max(0,\\; 1 + s_j - s_y)$ for an example, and the mean over the "
            "examples.",
            "Take the score of the true class from each row as a column, and make the entry of "
            "the true class 0 before you sum.",
        ),
        why="In a sentence: what does this loss say to an example whose margin is kept?",
        place=HINGE,
    ),
)

# ---- Concept checks -----------------------------------------------------------------------------

add(
    Question(
        id="ce-vs-mse.q1",
        asks="Cross-entropy needs 10 steps to come back from a gap of 10. How many does the "
        "squared error of the probabilities need, at the same rate?",
        options={
            "a": Option(
                "About 20: its slope has one more factor, which is below 1",
                "Below 1 it is, but by how much? At a gap of 10 the factor is about 0.00005, and "
                "most of the steps are spent there.",
            ),
            "b": Option(
                "About 100, the square of what cross-entropy takes",
                "Squaring an error does not square a number of steps. What counts is the slope at "
                "the start, and that is tiny.",
            ),
            "c": Option(
                "Infinitely many, as its slope is 0 there",
                "The slope is small, but never 0 as long as the scores are finite. It is slow, "
                "and it arrives.",
            ),
            "d": Option(
                "More than 5000",
                "It takes 5536. The number grows like the exponential of the gap, as the section "
                "below proves.",
            ),
        },
        key="d",
        place=SLOW,
    ),
    Question(
        id="ce-vs-mse.q2",
        asks="A neuron is to answer 1. At which output does half the squared error push hardest?",
        options={
            "a": Option(
                "Near 0, where the error is largest",
                "The error is largest there, but the sigmoid is flat, and the slope of the loss "
                "is the product of the two.",
            ),
            "b": Option(
                "At 1/3",
                "The slope is a times the square of 1 - a, which is largest at one third. Below "
                "that the push weakens the more wrong the neuron is.",
            ),
            "c": Option(
                "At 1/2, where the sigmoid is steepest",
                "The sigmoid is, but the error is larger further down. The product of both peaks "
                "below one half.",
            ),
        },
        key="b",
        place=AXIS,
    ),
    Question(
        id="ce-vs-mse.q3",
        asks="The same network is trained with three losses, each with the rates 0.1, 0.4 and "
        "1.6. Which rate is best for all three?",
        options={
            "a": Option(
                "There is none: at one rate a loss crawls, at another it diverges",
                "A gradient of another size wants another rate. A trial with one rate for all "
                "measures the rate as much as the loss.",
            ),
            "b": Option(
                "0.1, for a small rate is always safe",
                "Safe it is, but with a fixed number of steps the slow ones do not arrive. "
                "Squared error without softmax is behind at this rate.",
            ),
            "c": Option(
                "1.6, because all have the same network and data",
                "The network is the same, the curvature of the loss is not. One of the three "
                "diverges at this rate.",
            ),
        },
        key="a",
        place=TRIAL,
    ),
    Question(
        id="ce-vs-mse.q4",
        asks="A network trained by squared error on its raw outputs answers 98 % of the images "
        "rightly. Softmax is applied to its outputs. How sure is it on average?",
        options={
            "a": Option(
                "About 98 %, as softmax gives probabilities",
                "Softmax gives positive numbers with sum 1. Whether they are frequencies depends "
                "on what the scores mean, and these are no logits.",
            ),
            "b": Option(
                "Above 99 %, for networks are known to be overconfident",
                "That is said of networks trained by cross-entropy. Here the outputs are near 0 "
                "and 1, and a gap of 1 is little for softmax.",
            ),
            "c": Option(
                "Not much above 21 %",
                "Outputs near (1, 0, …, 0) are a gap of 1 among ten classes, and softmax makes "
                "at most about 23 % of that.",
            ),
        },
        key="c",
        place=HARM,
    ),
    NumberQuestion(
        id="ce-vs-mse.q5",
        asks="The scores are (10, 9, 9) and the first class is true. The hinge with margin 1 is "
        "0. What is the cross-entropy? (To three decimals.)",
        key="log(1 + 2 * exp(-1))",
        says="The gaps are 1, so the loss is the logarithm of 1 + 2/e. The hinge is content, and "
        "cross-entropy is not: to it the class has a probability of 0.576.",
        wrong={
            "0": "The hinge is 0, since both rivals are exactly 1 behind. Cross-entropy is never "
            "0 for finite scores, and here it is far from it.",
            "1 / (1 + 2 * exp(-1))": "That is the probability of the first class. The "
            "cross-entropy is minus its logarithm.",
            "log(1 + exp(-1))": "There are two rivals, each 1 behind. With a single one you would "
            "be right, for two classes.",
        },
        place=HINGE,
    ),
)
