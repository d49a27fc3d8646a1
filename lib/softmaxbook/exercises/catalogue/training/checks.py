from softmaxbook.exercises.catalogue.training import FIRST, SEPARABLE, SUM, TWICE, XOR
from softmaxbook.exercises.record import NumberQuestion, Option, Question

CHECKS = {
    "q1": Question(
        asks="With random initial weights of standard deviation 1 the first loss of the digits is "
        "5.7. The weights are made ten times as large. What happens to it?",
        options={
            "a": Option(
                "It hardly changes: the weights are still random about 0",
                "Their mean is 0, but the scores lie ten times as far apart. The loss depends on "
                "the gaps, and a confident mistake costs a lot.",
            ),
            "b": Option(
                "It becomes about ten times as high",
                "The scores are ten times as far apart and know nothing. Mostly a wrong class "
                "leads, and the loss is about the gap.",
            ),
            "c": Option(
                "It falls, since the classifier is more decided from the start",
                "It is more decided, but for classes picked by chance. One in ten of these "
                "decisions is right. Each of the others costs as much as the wrong class leads by.",
            ),
        },
        key="b",
        place=FIRST,
    ),
    "q2": NumberQuestion(
        asks="The mean loss over 1200 images was trained at the rate 1. Now the losses are "
        "summed. Which rate gives the same steps? (A quotient, or three digits.)",
        key="1 / 1200",
        says="The gradient of the sum is 1200 times that of the mean, so a rate of 1/1200 takes "
        "the same step.",
        wrong={
            "1": "The rate is the same, but the gradient is 1200 times as long, and so is every "
            "step. The minimum is the same, the way there is not.",
            "1200": "That makes the steps even longer. The gradient has grown by 1200 already, and "
            "the rate has to shrink.",
            "1 / 120": "A decimal point has slipped: that is ten times as large as it should be.",
            "1 / 12000": "The number of classes plays no part: the loss of an image is the same in "
            "the sum and in the mean.",
        },
        place=SUM,
    ),
    "q3": Question(
        asks="Ten classes, 95 % of the images right, and the training loss creeps from 1.54 to "
        "1.53 and further down, more and more slowly. What helps?",
        options={
            "a": Option(
                "Patience: ten times as many steps",
                "The steps of the loss become ever smaller, far above 0. More of them hardly lead "
                "lower.",
            ),
            "b": Option(
                "A larger network: this one is too small",
                "A network too small would be wrong more often. This one is right, and yet not "
                "allowed to be sure.",
            ),
            "c": Option(
                "A smaller rate: it misses the minimum",
                "The loss creeps, it does not jump. A smaller rate creeps more slowly towards the "
                "same floor.",
            ),
            "d": Option(
                "Give the loss function the scores; it is being given probabilities",
                "Answers that are right, and a loss that stays high all the same, are the marks of "
                "softmax applied to probabilities, if no strong penalty keeps the weights small.",
            ),
        },
        key="d",
        place=TWICE,
    ),
    "q4": Question(
        asks="All four answers are 1/2, all labels are 0 or 1, and the gradient is exactly 0. What "
        "is the matter?",
        options={
            "a": Option(
                "Nothing: this is the best that the model can do",
                "The loss is convex in the weights of a linear layer, so a gradient of 0 is the "
                "minimum, here log 2.",
            ),
            "b": Option(
                "A wrong sign or axis: errors of one half cannot add up to 0",
                "They can: each feature meets one error of +1/2 and one of -1/2, the bias two of "
                "each. A gradient check agrees.",
            ),
            "c": Option(
                "The start is unlucky; random weights would get away",
                "They would come back to the same loss. A convex function has no other valley to "
                "fall into.",
            ),
        },
        key="a",
        place=XOR,
    ),
    "q5": Question(
        asks="A training like that of the demo, without penalty or wrong label. From step 1,000 to "
        "step 10,000 the length of w grew by 2.2. By how much does it grow from there "
        "to step 100,000?",
        options={
            "a": Option(
                "By next to nothing, since the loss is already tiny",
                "The loss is tiny, and so are the steps, but there are ten times as many of them. "
                "No finite weights are best.",
            ),
            "b": Option(
                "By 22, as there are ten times as many steps",
                "The steps shrink as the leads grow: the gradient is about as large as the loss, "
                "which falls like one over the steps.",
            ),
            "c": Option(
                "By about as much again",
                "The length grows with the logarithm of the steps, so each decade adds about the "
                "same.",
            ),
        },
        key="c",
        place=SEPARABLE,
    ),
}
