import numpy as np

from softmaxbook.exercises.catalogue.bayes_lda import PRIORS
from softmaxbook.exercises.catalogue.bayes_lda.shared import shares, shown
from softmaxbook.exercises.catalogue.families.softmaxes import row_sums, sigmoid, softmax
from softmaxbook.exercises.reading import gives
from softmaxbook.exercises.record import Exercise, Mistake, Place, Probe


def with_priors(p, old, new):
    """Posteriors p, shape (n, K), found under the priors old, as they are under new."""
    q = p * new / old  # adding log(new / old) to log p
    return q / q.sum(axis=1, keepdims=True)


UNIFORM = np.full(3, 1 / 3)
SURE = np.array([[0.9999, 0.0001], [0.001, 0.999]])
PHOTO = np.array([[0.836, 0.113, 0.051]])
ROWS = np.array([[0.5, 0.3, 0.2], [0.1, 0.6, 0.3], [0.25, 0.25, 0.5], [0.7, 0.1, 0.2]])
PAIRS = np.array([[0.55, 0.45], [0.9, 0.1], [0.2, 0.8], [0.5, 0.5], [0.75, 0.25]])


EXERCISE = Exercise(
    title="Another mix",
    reference=with_priors,
    probes=(
        Probe("from equal priors", (PHOTO, UNIFORM, np.array([0.1, 0.1, 0.8]))),
        Probe("two classes", (PAIRS, np.array([0.9, 0.1]), np.array([0.2, 0.8]))),
        Probe("three classes", (ROWS, np.array([0.5, 0.3, 0.2]), np.array([0.2, 0.2, 0.6]))),
        Probe("to equal priors", (ROWS[:3], np.array([0.6, 0.25, 0.15]), UNIFORM)),
        Probe("a class hardly seen before", (SURE, np.array([0.999, 0.001]), np.array([0.1, 0.9]))),
        Probe("a class that is not there", (ROWS[:2], UNIFORM, np.array([0.5, 0.0, 0.5]))),
    ),
    mistakes=(
        Mistake(
            "not-renormalised",
            "The ratio is right, but the rows no longer sum to 1. Divide each by its sum.",
            wrong=gives(lambda p, old, new: p * new / old),
        ),
        Mistake(
            "old-priors-kept",
            "The new priors were multiplied in, and the old ones are still there. Both mixes "
            "now count.",
            wrong=gives(lambda p, old, new: shares(p * new), lambda p, old, new: p * new),
        ),
        Mistake(
            "new-priors-forgotten",
            "The old priors were taken out, but no others put in: that is the posterior for "
            "equal priors.",
            wrong=gives(lambda p, old, new: shares(p / old), lambda p, old, new: p / old),
        ),
        Mistake(
            "upside-down",
            "The ratio of the priors is upside down: classes that became more common lose.",
            wrong=gives(
                lambda p, old, new: shares(p * old / new), lambda p, old, new: p * old / new
            ),
        ),
        Mistake(
            "priors-added",
            "Something of the priors was added to probabilities. On probabilities the repair "
            "multiplies; it adds on their logarithms.",
            wrong=gives(
                lambda p, old, new: p + new - old,
                lambda p, old, new: shares(p + new),
                lambda p, old, new: shares(p + new / old),
                lambda p, old, new: p + np.log(new / old),
                lambda p, old, new: shares(p + np.log(new / old)),
            ),
        ),
        Mistake(
            "difference-for-ratio",
            "The difference of the priors multiplies the probabilities. It is their ratio that "
            "replaces the old ones by the new.",
            wrong=gives(
                lambda p, old, new: p * (new - old),
                lambda p, old, new: shares(p * (new - old)),
            ),
        ),
        Mistake(
            "prior-not-logged",
            "To the logits the priors were added without a logarithm.",
            wrong=gives(
                lambda p, old, new: softmax(np.log(p) + new / old),
                lambda p, old, new: softmax(np.log(p) + new - old),
                lambda p, old, new: softmax(np.log(p) + new),
            ),
        ),
        Mistake(
            "bases-mixed",
            "The logarithm of the ratio has another base, 2 or 10, than those of the "
            "probabilities and the exponential. All three need the same.",
            wrong=gives(
                lambda p, old, new: softmax(np.log(p) + np.log2(new / old)),
                lambda p, old, new: softmax(np.log(p) + np.log10(new / old)),
            ),
        ),
        Mistake(
            "logits-multiplied",
            "The logits were multiplied by the priors. Logits are logarithms: to them the "
            "logarithm of the ratio is added.",
            wrong=gives(
                lambda p, old, new: softmax(np.log(p) * new / old),
                lambda p, old, new: softmax(np.log(p) * new),
            ),
        ),
        Mistake(
            "probabilities-as-logits",
            "Softmax was applied to probabilities. Take their logarithms first, or leave "
            "softmax out and divide by the sum.",
            wrong=gives(
                lambda p, old, new: softmax(p + np.log(new / old)),
                lambda p, old, new: softmax(p * new / old),
                lambda p, old, new: softmax(shares(p * new / old)),
            ),
        ),
        Mistake(
            "log-odds-of-each-class",
            "Each class was taken alone, by its log-odds, log(p/(1 − p)). Logits of a posterior "
            "are the logarithms of p, up to one constant for the row.",
            wrong=gives(
                lambda p, old, new: softmax(np.log(p / (1 - p)) + np.log(new / old)),
                lambda p, old, new: sigmoid(np.log(p / (1 - p)) + np.log(new / old)),
                lambda p, old, new: shares(sigmoid(np.log(p / (1 - p)) + np.log(new / old))),
            ),
        ),
        Mistake(
            "normalises-over-batch",
            "The columns sum to 1: examples compete with each other, where the classes should.",
            wrong=gives(lambda p, old, new: shares(p * new / old, 0)),
            place=Place("softmax", "The wrong axis"),
        ),
        Mistake(
            "global-sum",
            "The sum runs over the whole array, so all examples share one unit of probability.",
            wrong=gives(lambda p, old, new: shares(p * new / old, None)),
            place=Place("softmax", "The wrong axis"),
        ),
        Mistake(
            "no-keepdims",
            "The sums lost their axis, so column j was divided by the sum of row j. That runs "
            "only if there are as many examples as classes, and is wrong then.",
            wrong=gives(lambda p, old, new: p * new / old / (p * new / old).sum(axis=1)),
            place=Place("softmax", "The wrong axis"),
        ),
        Mistake(
            "evidence-forgotten",
            "These are priors, whatever was seen. The evidence in p must survive.",
            wrong=gives(
                lambda p, old, new: new + 0 * p, lambda p, old, new: shares(new / old + 0 * p)
            ),
        ),
        Mistake(
            "returns-logits",
            "These are logits of the answer. Softmax turns them into probabilities.",
            wrong=gives(lambda p, old, new: np.log(p) + np.log(new / old)),
        ),
        Mistake(
            "applied-twice",
            "The ratio of the priors was applied twice. Each prior is replaced once.",
            wrong=gives(lambda p, old, new: shares(p * (new / old) ** 2)),
        ),
        Mistake(
            "old-multiplied",
            "The old priors were multiplied in as well. They are in p already, and have to be "
            "divided out.",
            wrong=gives(lambda p, old, new: (q := p * new * old) / q.sum(axis=1, keepdims=True)),
        ),
    ),
    symptoms=(shown(row_sums),),
    hints=(
        "What should come out if `new` equals `old`, and what if a row of `p` equals `old`, so "
        "that nothing was learned from x?",
        "A posterior is proportional to prior times density. The density stays, so each "
        "probability is multiplied by π′ₖ / πₖ, and the row is normalised again.",
        "`p * new / old` is right but for its row sums.",
    ),
    why="In a sentence: what must be the same in both places for this to be right?",
    reply="The density of x within each class: only the shares of the classes may differ.",
    place=PRIORS,
)
