from softmaxbook.exercises.catalogue.attention import PADDING, RAISES, ROOT, TRAIN
from softmaxbook.exercises.record import NumberQuestion, Option, Question

CHECKS = {
    "q1": NumberQuestion(
        asks="The entries of a query and of a key are independent, with mean 0 and variance 1, "
        "and d = 400. What is the standard deviation of their dot product?",
        key="sqrt(400)",
        says="The variances of the 400 products add up to 400, and the standard deviation is the "
        "root. As scores they would leave one key with nearly all the weight.",
        wrong={
            "400": "That is the variance. The standard deviation is its root, and by that root the "
            "dot products are divided.",
            "1": "That is the standard deviation of one product of two entries, or of the sum of "
            "400 divided by the root of d. The dot product itself is asked for.",
            "sqrt(800)": "The variances of query and key were added. The variance of a product of "
            "two independent entries with mean 0 is the product of theirs, 1.",
            "800": "The variances of query and key were added, and the root was not taken. The "
            "variance of a product of two independent entries with mean 0 is the product of the "
            "two.",
            "160000": "That is the square of the variance. The standard deviation is its root.",
            "1 / 20": "That is the factor by which the dot products are multiplied, not their "
            "spread before. The factor undoes the spread.",
        },
        place=ROOT,
    ),
    "q2": Question(
        asks="A text is padded on the left and masked causally. In the row of the first padding "
        "token every key is masked: each of its scores is set to −10⁹. What are its weights?",
        options={
            "a": Option(
                "All 0, because −10⁹ is as good as minus infinity",
                "A score of −10⁹ gets nothing beside scores near 0. Here there are none: all keys "
                "of this row have it.",
            ),
            "b": Option(
                "nan",
                "That is what minus infinity gives, a difference of two infinities. The number "
                "−10⁹ is finite, and its differences are 0.",
            ),
            "c": Option(
                "The same for every key",
                "All scores of the row are equal, whatever their size, and equal scores get equal "
                "shares: of padding, of text, and of the future.",
            ),
            "d": Option(
                "1 for the token itself, as in a text without padding",
                "Its own key is padding and is masked as well. Nothing distinguishes it from the "
                "other masked keys.",
            ),
        },
        key="c",
        place=PADDING,
    ),
    "q3": Question(
        asks="In the opening picture each word has learned to look at the word before it. Draw "
        "this as a map: a row is the word that looks, a column the word that it looks at. Which "
        "entries are large?",
        options={
            "a": Option(
                "Those on the diagonal",
                "On the diagonal the row and the column are the same word: it looks at itself.",
            ),
            "b": Option(
                "Those just below the diagonal",
                "In row i the entry of column i − 1 is large. That is one step to the left of the "
                "diagonal, or below it. The first row has no such entry.",
            ),
            "c": Option(
                "Those just above the diagonal",
                "There the row of a word meets the column of the word after it. This is what you "
                "see if columns are taken for the words that look.",
            ),
            "d": Option(
                "Those on both sides of the diagonal, because an arc joins two words",
                "An arc has a direction. Row 3, column 2 says how much word 3 looks at word 2; how "
                "much word 2 looks back stands in row 2, column 3, and is nearly 0.",
            ),
        },
        key="b",
        place=TRAIN,
    ),
    "q4": Question(
        asks="A query gives three keys the weights 0.05, 0.35 and 0.6. Their values are 4, 3 and "
        "2, so its output is 2.45. The score of one key may be raised a little. Which key makes "
        "the output grow fastest?",
        options={
            "a": Option(
                "The first, which has the largest value",
                "Its value is the furthest above the output, by 1.55. But it has little weight: "
                "the slope is 0.05 · 1.55 = 0.078.",
            ),
            "b": Option(
                "The second",
                "The slope is 0.35 · (3 − 2.45) = 0.193, the largest of the three. Weight and "
                "distance from the output both count.",
            ),
            "c": Option(
                "The third, which has the largest weight",
                "Its value, 2, is below the output. Raising its score lowers the output: the slope "
                "is 0.6 · (2 − 2.45) = −0.27.",
            ),
            "d": Option(
                "The first two alike: both values are above the output",
                "Both raise it, but not alike. A slope is weight times distance: 0.05 · 1.55 for "
                "the first, 0.35 · 0.55 for the second.",
            ),
        },
        key="b",
        place=RAISES,
    ),
}
