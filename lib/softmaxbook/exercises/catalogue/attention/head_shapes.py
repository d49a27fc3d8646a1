from softmaxbook.exercises.catalogue.attention import HEAD
from softmaxbook.exercises.reading import Numbers, Part
from softmaxbook.exercises.record import Exercise, Mistake
from softmaxbook.exercises.when import entry


def head_shapes():
    """A matrix takes a token to a query; each head has its own softmax for each query."""
    tokens, width, heads, d = 10, 768, 12, 64
    softmaxes = heads * tokens
    return width * d, heads * d, softmaxes, softmaxes * tokens


EXERCISE = Exercise(
    title="Twelve heads",
    reference=head_shapes,
    form=Numbers(
        (
            Part("the entries of one W_Q", digits=0, key="entries_of_W_Q"),
            Part("the numbers handed over", digits=0, key="handed_over"),
            Part("the softmaxes", digits=0, key="softmaxes"),
            Part("the weights", digits=0, key="weights"),
        ),
        logarithms=False,
    ),
    mistakes=(
        Mistake(
            "all-heads-counted",
            "768 × 768 are the query matrices of all twelve heads together. That of one head makes "
            "64 numbers of a token.",
            when=entry(0, 12 * 768 * 64),
            place=HEAD,
        ),
        Mistake(
            "queries-for-matrix",
            "Those are the tokens or the queries of the text, one row for each. The matrix makes a "
            "query from a token and knows nothing of the length of the text.",
            when=entry(0, 10 * 64, 10 * 768),
            place=HEAD,
        ),
        Mistake(
            "matrix-for-each-token",
            "That is one matrix for each of the ten tokens. They all go through the same.",
            when=entry(0, 10 * 768 * 64),
            place=HEAD,
        ),
        Mistake(
            "square-matrix",
            "A matrix from 64 numbers to 64 was counted. It is multiplied by a token, which is "
            "longer than a query.",
            when=entry(0, 64 * 64),
            place=HEAD,
        ),
        Mistake(
            "all-three-matrices",
            "The matrices for keys and values were counted too, or the whole layer. Asked for is "
            "the one that makes the queries of one head.",
            when=entry(0, 3 * 768 * 64, 3 * 768 * 768, 4 * 768 * 768),
            place=HEAD,
        ),
        Mistake(
            "biases-counted",
            "Biases were counted. The matrix alone is asked for.",
            when=entry(0, 768 * 64 + 64),
            place=HEAD,
        ),
        Mistake(
            "handed-over-by-one-head",
            "64 numbers are what one head hands over. The twelve heads work side by side, and each "
            "hands over its own.",
            when=lambda v: v[1] == 64 and v[2] != 10 and v[3] != 100,
            place=HEAD,
        ),
        Mistake(
            "softmaxes-of-one-head",
            "10 softmaxes are those of one head. The twelve heads work side by side, each with "
            "weights of its own.",
            when=lambda v: v[1] != 64 and v[2] == 10 and v[3] != 100,
            place=HEAD,
        ),
        Mistake(
            "map-of-one-head",
            "100 weights are the map of one head. The twelve heads work side by side, each with "
            "a map of its own.",
            when=lambda v: v[1] != 64 and v[2] != 10 and v[3] == 100,
            place=HEAD,
        ),
        Mistake(
            "one-head-only",
            "Several of these are what a single head has. The twelve heads of a layer work side by "
            "side, each with weights of its own.",
            when=lambda v: v[1] == 64 or v[2] == 10 or v[3] == 100,
            place=HEAD,
        ),
        Mistake(
            "whole-text",
            "That is for all ten tokens. Asked for is what the heads hand over for one of them.",
            when=entry(1, 10 * 768),
            place=HEAD,
        ),
        Mistake(
            "whole-text-of-one-head",
            "That is what one head hands over for all ten tokens. Asked for is one token, and all "
            "twelve heads.",
            when=entry(1, 10 * 64),
            place=HEAD,
        ),
        Mistake(
            "queries-handed-over",
            "Queries or keys were counted too. They are compared inside the head; what it hands "
            "over is its output, as long as a value.",
            when=entry(1, 3 * 768, 2 * 768),
            place=HEAD,
        ),
        Mistake(
            "token-for-head",
            "A head hands over 64 numbers for a token, as many as a value has, not the 768 that "
            "come in.",
            when=entry(1, 12 * 768),
            place=HEAD,
        ),
        Mistake(
            "heads-averaged",
            "A head hands over 64 numbers for a token, as many as a value has. Those of the twelve "
            "heads are put one after another.",
            when=entry(1, 12),
            place=HEAD,
        ),
        Mistake(
            "whole-model",
            "Twelve layers would take 1,440 softmaxes and have 14,400 weights. Here is one layer, "
            "and each of its heads has a map of its own, ten by ten.",
            when=lambda v: bool(v[2] == 1440 or v[3] == 14400),
            place=HEAD,
        ),
        Mistake(
            "one-word-in-all-layers",
            "That is for one word in all twelve layers. Asked for is one layer, for the ten tokens "
            "of the text.",
            when=entry(2, 144),
            place=HEAD,
        ),
        Mistake(
            "softmax-of-the-end-counted",
            "One too many: the softmax over the words that may come next is at the end of the "
            "model, not in this layer.",
            when=entry(2, 121),
        ),
        Mistake(
            "matrix-handed-over",
            "That is the size of a matrix, such as the one that mixes the heads. Asked for is how "
            "many numbers they give for a token.",
            when=entry(1, 768 * 768),
        ),
        Mistake(
            "one-row-a-head",
            "One softmax for each head was counted, with one weight for each key: one row of "
            "a map. Every query shares out its own attention, and there are ten queries.",
            when=entry(slice(2, 4), [12, 120]),
        ),
        Mistake(
            "one-softmax-a-head",
            "One softmax for each head, or a single one, was counted. Every query shares out its "
            "own attention, so each row of the map is a softmax.",
            when=entry(2, 12, 1),
        ),
        Mistake(
            "three-softmaxes-a-query",
            "Three times too many: a softmax is taken of the scores alone, not of queries, keys "
            "and values each.",
            when=entry(2, 360),
        ),
        Mistake(
            "one-softmax-a-weight",
            "A softmax is taken over a whole row of scores at once. Its weights are counted in "
            "the last number.",
            when=entry(2, 1200),
        ),
        Mistake(
            "masked-left-out",
            "The masked weights were left out, with 55 in a single head. They are 0, and they are "
            "there: a map is a square.",
            when=entry(3, 12 * 55, 55),
        ),
        Mistake(
            "one-side-of-the-diagonal",
            "Only one side of the diagonal was counted. A map has a weight for each query and each "
            "key, the masked ones and the diagonal included.",
            when=entry(3, 12 * 45, 45),
        ),
        Mistake(
            "one-weight-a-query",
            "One weight for each query was counted. A query gives a weight to every key.",
            when=entry(3, 120),
        ),
        Mistake(
            "entries-off",
            "The first number is off. Row and column: how long is a token, and how long a query?",
            when=lambda v: v[0] != 768 * 64,
            place=HEAD,
        ),
        Mistake(
            "handed-over-off",
            "The second number is off. How many numbers does one head hand over for a token, and "
            "how many heads are there?",
            when=lambda v: v[1] != 768,
            place=HEAD,
        ),
        Mistake(
            "softmaxes-off",
            "The third number is off. A softmax belongs to one head and to one query.",
            when=lambda v: v[2] != 120,
        ),
        Mistake(
            "weights-off",
            "The last number is off. Draw the map of one head: it has a row for each query and a "
            "column for each key.",
            when=lambda v: v[3] != 1200,
        ),
    ),
    hints=(
        "What are the shapes of X, W_Q and Q for one head?",
        "A token is a row of X and a query a row of Q, so W_Q has as many rows as a token has "
        "numbers. The outputs of the heads are put one after another.",
        "The map of one head has ten rows and ten columns, and each row is one softmax.",
    ),
    why="In a sentence: which of the four numbers change when the text has 20 tokens?",
    reply="The last two: 240 softmaxes and 4,800 weights. The matrices and the vectors of a token "
    "do not depend on the length of the text; the weights grow with its square.",
    place=HEAD,
)
