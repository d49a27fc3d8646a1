from softmaxbook.exercises.catalogue.shift_invariance import (
    BUSES,
    DECAY,
    FLOATS,
    ORDER,
    PROJECTION,
    SCALE,
)
from softmaxbook.exercises.record import NumberQuestion, Option, Question

CHECKS = {
    "q1": Question(
        asks="In float64, 10¹⁶ is added to both scores of the pair (0, 1). What does softmax give?",
        options={
            "a": Option(
                "(0.269, 0.731), because a common shift cancels",
                "In exact arithmetic it does. But the sum is rounded before softmax sees it, and "
                "10¹⁶ + 1 is no float64 number.",
            ),
            "b": Option(
                "(nan, nan), as the exponentials overflow",
                "The library's softmax does not overflow, and would not do so here: it works with "
                "differences. The trouble lies before it.",
            ),
            "c": Option(
                "(0.5, 0.5), since both scores are now the same number",
                "Near 10¹⁶ the float64 numbers are 2 apart, so 10¹⁶ + 1 is rounded to 10¹⁶. The "
                "difference of 1 is gone before softmax is called.",
            ),
            "d": Option(
                "(0, 1), the larger one takes it all",
                "That would take a huge difference of scores. Here the scores are huge, and their "
                "difference is 1 at most.",
            ),
        },
        key="c",
        place=FLOATS,
    ),
    "q2": Question(
        asks="Gradient descent without a penalty starts from random weights. After 4000 steps, "
        "what do the columns of W add up to?",
        options={
            "a": Option(
                "To 0, as with weight decay",
                "There a penalty chose the constant. Without one nothing prefers a sum of 0, and "
                "descent does not go where the loss does not change.",
            ),
            "b": Option(
                "To what they added up to at the start",
                "The loss does not change when one vector is added to all rows, so the gradient "
                "has no part in that direction, and no step moves the sum.",
            ),
            "c": Option(
                "To something that depends on the photographs",
                "The photographs move every weight, but their steps for the three classes add up "
                "to 0: what one row gains, the others lose.",
            ),
        },
        key="b",
        place=DECAY,
    ),
    "q3": NumberQuestion(
        asks="Which share of the people goes by car now, according to softmax? (To three "
        "decimals.)",
        key="1 / 3",
        says="Three equal scores get equal shares. In the street those who drive still drive, and "
        "it is one half: the blue bus takes its passengers from the red one.",
        wrong={
            "1 / 2": "That is what the street does, where colour does not matter. Softmax is given "
            "three scores of 0, and cannot know that two of them are the same bus.",
            "1": "That is the ratio of car to red bus, or the exponential of one score. A share is "
            "one exponential of three.",
            "1 / 4": "That is what each bus has in the street. Softmax has three equal scores to "
            "deal with, and gives none of them a quarter.",
        },
        rare={"2 / 3": "That is the share of the two buses together. The car has the rest."},
        place=BUSES,
    ),
    "q4": Question(
        asks="In (1, 0, 0) the first score is raised by 1 and the second by 5; the third stays. "
        "What becomes of the first probability?",
        options={
            "a": Option(
                "It falls, from 0.576 to 0.047",
                "Its own rise helps, but the second score rises by more, and only differences "
                "count. Not all probabilities can rise together.",
            ),
            "b": Option(
                "It rises, because softmax is increasing and no score has fallen",
                "That reads monotone entry by entry. Each probability rises with its own score "
                "and falls with every other, and here both happen.",
            ),
            "c": Option(
                "It stays: the first score is still above the third",
                "Its ratio to the third has even grown, by a factor of e. But the second now has "
                "most of the whole.",
            ),
        },
        key="a",
        place=ORDER,
    ),
    "q5": Question(
        asks="Divided by their sum, the scores (0.3, 0.1, 0.02) give (0.714, 0.238, 0.048), just "
        "as (3, 1, 0.2) do. How do the shares from softmax compare with these?",
        options={
            "a": Option(
                "They are farther apart, since the exponential enlarges gaps",
                "So they are for (3, 1, 0.2). Here the exponentials are 1.35, 1.11 and 1.02, "
                "almost equal, and so are the shares.",
            ),
            "b": Option(
                "They are the same, as the scores are in the same proportion",
                "Proportions are what plain division sees. Softmax sees differences, and these "
                "are a tenth of what they were.",
            ),
            "c": Option(
                "They are one-hot, or nearly so",
                "That would take gaps of several nats. The largest gap here is 0.28.",
            ),
            "d": Option(
                "They are closer together",
                "The gaps are 0.2 and 0.08 nats, so the ratios are e^0.2 and e^0.08: 0.388, 0.318 "
                "and 0.294.",
            ),
        },
        key="d",
        place=SCALE,
    ),
    "q6": Question(
        asks="The point (0.6, 0.3, 0.1) lies on the simplex. Softmax is applied to it, and to the "
        "result, fifty times. Where does it end?",
        options={
            "a": Option(
                "Where it began: on the simplex there is nothing left to do",
                "That is what a projection would do, such as sparsemax. Softmax moves the point "
                "at the first application, to (0.426, 0.316, 0.258).",
            ),
            "b": Option(
                "At (⅓, ⅓, ⅓)",
                "Each application at least halves the distance to the centre, the only point that "
                "softmax leaves in its place.",
            ),
            "c": Option(
                "In the corner of the largest entry, (1, 0, 0)",
                "Multiplied by a large number each time, the scores would end near it. Softmax "
                "returns numbers between 0 and 1, which are close together as scores.",
            ),
        },
        key="b",
        place=PROJECTION,
    ),
}
