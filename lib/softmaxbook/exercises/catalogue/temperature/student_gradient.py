from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from softmaxbook.exercises.catalogue.families.softmax_mistakes import softmax_inside
from softmaxbook.exercises.catalogue.families.softmaxes import right, right_log
from softmaxbook.exercises.catalogue.temperature import DISTILLATION
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Exercise, Mistake, Probe


def student_gradient(z, v, T):
    """T (p - q): the factor T² and the inner derivative 1 / T leave one T."""

    def heated(s):
        e = np.exp((s - s.max(axis=1, keepdims=True)) / T)
        return e / e.sum(axis=1, keepdims=True)

    return T * (heated(z) - heated(v))


def heated(s: NDArray, T: float) -> NDArray:
    return right(s / T)


def imitation(form: Callable, p_of: Callable = heated, q_of: Callable = heated) -> Callable:
    return lambda z, v, T: form(p_of(z, T), q_of(v, T), T)


def at_one(s: NDArray, T: float) -> NDArray:
    return right(s)


def one_hot_of_top(s: NDArray, T: float) -> NDArray:
    return np.eye(s.shape[1])[s.argmax(axis=1)]


def asked(p: NDArray, q: NDArray, T: float) -> NDArray:
    return T * (p - q)


def limit(z: NDArray, v: NDArray, T: float) -> NDArray:
    return ((z - v) - (z - v).mean(axis=1, keepdims=True)) / z.shape[1]


def exchanged(factor: Callable[[float], float]) -> Callable:
    """The gradient of H(p, q) by z, times T or without T²."""

    def wrong(z: NDArray, v: NDArray, T: float) -> NDArray:
        p, log_q = right(z / T), right_log(v / T)
        return -factor(T) * p * (log_q - (p * log_q).sum(axis=1, keepdims=True))

    return wrong


def imitation_by(softmax: Callable) -> Callable:
    return imitation(asked, lambda s, T: softmax(s / T), lambda s, T: softmax(s / T))


def imitates(name: str, T: float, z: list, v: list) -> Probe:
    return Probe(f"{name} at T = {T:g}", (np.array(z, dtype=float), np.array(v, dtype=float), T))


EXERCISE = Exercise(
    title="The student's gradient",
    reference=student_gradient,
    probes=(
        imitates("one example", 2.0, [[3, 1, 0.25]], [[1, 2, -1]]),
        imitates("two examples", 4.0, [[3, 1, 0.25], [0.5, 2, -1]], [[5, 1, 0], [0, 1, 3]]),
        imitates(
            "square",
            3.0,
            [[1, 0.5, -0.5], [0, 2, 1], [-1, 0.25, 1.5]],
            [[2, 0, 1], [1, 4, -1], [0, 0, 2]],
        ),
        imitates("four classes", 0.5, [[1, -2, 0.5, 0.25]], [[2, 0, -1, 0.5]]),
        imitates("large scores", 5.0, [[60000, 59990, 59998]], [[60000, 59996, 59999]]),
        imitates("far below 0", 5.0, [[-5000, -4990, -4998]], [[-5000, -4996, -4999]]),
        imitates("wide", 2.0, [[4000, 0, 3998]], [[3996, 3998, 0]]),
        imitates("rows far apart", 2.0, [[5000, 4998, 4999], [3, 1, 0]], [[0, 1, 2], [1, 0, 4]]),
    ),
    mistakes=(
        Mistake(
            "factor-forgotten",
            "This is the gradient without its square of T in front. It fades as T grows, and "
            "the labels beside it do not.",
            wrong=(imitation(lambda p, q, T: (p - q) / T),),
        ),
        Mistake(
            "inner-derivative-forgotten",
            "The square of T is there, but not the inner derivative: the scores go into "
            "softmax divided by T.",
            wrong=(imitation(lambda p, q, T: T**2 * (p - q)),),
        ),
        Mistake(
            "T-cancelled",
            "One T too few is left. The square of T and one inner derivative make T.",
            wrong=(imitation(lambda p, q, T: p - q),),
        ),
        Mistake(
            "sign-flipped",
            "The sign is wrong: that is the direction of descent, from student to teacher.",
            wrong=tuple(
                imitation(lambda p, q, T, f=f: f(T) * (q - p))
                for f in (lambda T: T, lambda T: 1, lambda T: 1 / T)
            ),
        ),
        Mistake(
            "teacher-not-heated",
            "The teacher's probabilities are those of T = 1. Both are heated alike.",
            wrong=(imitation(asked, q_of=at_one),),
        ),
        Mistake(
            "student-not-heated",
            "The student's probabilities are those of T = 1. Both are heated alike.",
            wrong=(imitation(asked, p_of=at_one),),
        ),
        Mistake(
            "T-has-no-effect",
            "Neither of the two was heated: the temperature stands in front only.",
            wrong=(
                imitation(asked, at_one, at_one),
                imitation(lambda p, q, T: T**2 * (p - q), at_one, at_one),
                imitation(lambda p, q, T: p - q, at_one, at_one),
            ),
        ),
        Mistake(
            "multiplied-by-T",
            "The scores were multiplied by T, which makes both nearly one-hot. Heating divides.",
            wrong=(imitation(asked, lambda s, T: right(s * T), lambda s, T: right(s * T)),),
        ),
        Mistake(
            "one-hot-teacher",
            "Only the teacher's answer was used, as a label. What there is to learn lies in "
            "the shares of the other classes.",
            wrong=(imitation(asked, q_of=one_hot_of_top),),
        ),
        Mistake(
            "limit-for-gradient",
            "That is the limit for large T. At the temperature that is given softmax is not "
            "a straight line.",
            wrong=(limit,),
        ),
        Mistake(
            "divided-by-n",
            "The rows were divided by the number of examples. Each is to be the gradient of "
            "its own example.",
            wrong=(lambda z, v, T: student_gradient(z, v, T) / len(z),),
        ),
        Mistake(
            "divided-by-classes",
            "The gradient was divided by the number of classes, which comes in only in the "
            "limit of large T.",
            wrong=(lambda z, v, T: student_gradient(z, v, T) / z.shape[1],),
        ),
        Mistake(
            "roles-exchanged",
            "This is the gradient of H(p, q), where the student stands in front. The average "
            "of the losses is over the teacher's probabilities.",
            wrong=(exchanged(lambda T: T), exchanged(lambda T: 1 / T)),
        ),
        Mistake(
            "scores-for-probabilities",
            "The scores were subtracted from each other. The gradient of cross-entropy is the "
            "difference of the probabilities.",
            wrong=(
                lambda z, v, T: z - v,
                lambda z, v, T: T * (z - v),
                lambda z, v, T: (z - v) / T,
                lambda z, v, T: T**2 * (z - v),
            ),
        ),
        Mistake(
            "factor-inverted",
            "The square of T stands in the denominator. It is to undo the fading, so it "
            "multiplies.",
            wrong=(
                imitation(lambda p, q, T: (p - q) / T**3),
                imitation(lambda p, q, T: (p - q) / T**2),
            ),
        ),
        *softmax_inside(imitation_by),
        Mistake(
            "factor-on-one-part",
            "The factor T multiplies only one of the two. It stands before their difference.",
            wrong=gives(imitation(lambda p, q, T: T * p - q), imitation(lambda p, q, T: p - T * q)),
        ),
        Mistake(
            "teacher-left-out",
            "The teacher is missing: this would push all of the student down alike.",
            wrong=gives(imitation(lambda p, q, T: T * p), imitation(lambda p, q, T: p)),
        ),
        Mistake(
            "gradient-wrt-p",
            "That is the derivative with respect to the probabilities. The chain rule goes on to "
            "the scores.",
            wrong=gives(
                imitation(lambda p, q, T: -T * T * q / p),
                imitation(lambda p, q, T: -T * q / p),
                imitation(lambda p, q, T: -q / p),
            ),
        ),
        Mistake(
            "extra-p",
            "There is a factor p too many. The logarithm of the cross-entropy cancels it.",
            wrong=gives(
                imitation(lambda p, q, T: T * p * (p - q)),
                imitation(lambda p, q, T: T * p * (1 - p) * (p - q)),
            ),
        ),
    ),
    hints=(
        "Which way should the student move if it is surer than its teacher? And what becomes "
        "of your gradient as T grows?",
        "The gradient of H(q, softmax(s)) by s is p − q, and s = z/T brings the inner derivative "
        "1/T.",
        "Take softmax of both at T, subtract the teacher's from the student's, and multiply "
        "by what is left of the factor.",
    ),
    why="In a sentence: why does the teacher's own entropy not appear in this gradient?",
    reply="It does not depend on the student's scores. H(q, p) is this entropy plus a divergence, "
    "and only the divergence changes with z.",
    place=DISTILLATION,
    atol=1e-9,
)
