from softmaxbook.exercises.catalogue.bayes_lda import BENDS, BY_HAND, EFRON, PARTS, SEVERAL, TWICE
from softmaxbook.exercises.record import NumberQuestion, Option, Question

CHECKS = {
    "q1": Question(
        asks="Three things are counted in nats: the evidence (what the bill says), the log prior "
        "odds (what the beach says), and their sum. Which of them change on the beach with equal "
        "numbers?",
        options={
            "a": Option(
                "All three, because other birds live there",
                "The birds of each species are the same on both beaches, so a bill of a given "
                "length says the same. Only the mix differs.",
            ),
            "b": Option(
                "What the beach says, and with it the sum",
                "Equal numbers have prior odds 1, whose logarithm is 0, so the sum becomes the "
                "evidence. The evidence compares two densities and does not know how "
                "many birds there are.",
            ),
            "c": Option(
                "What the bill says, and so the sum",
                "The evidence is the ratio of two densities, each for one species alone; how many "
                "birds of it live here does not enter.",
            ),
        },
        key="b",
        place=PARTS,
    ),
    "q2": NumberQuestion(
        asks="By how much does the logit of the first class exceed that of the second, at x = (1, "
        "1)? Give four decimals.",
        key="4 / 3 + log(0.5 / 0.3)",
        says="It is the evidence, 4/3 nats, plus the log of the prior odds, 0.5 to 0.3.",
        wrong={
            "4 / 3": "That is the log Bayes factor, the evidence alone. The priors 0.5 and 0.3 "
            "are in the logits too.",
            "4 / 3 - log(0.5 / 0.3)": "The prior has the wrong sign: the first class is the more "
            "common one, so its logit gains.",
            "4 + log(0.5 / 0.3)": "The whole of μᵀw was subtracted from the second logit. The bias "
            "has half of it.",
            "-4 + log(0.5 / 0.3)": "Half of μᵀw was added to the second logit. It is subtracted.",
            "4 / 3 + 0.2": "The priors were subtracted as they are. In the biases stand their "
            "logarithms.",
            "-4 / 3 - log(0.5 / 0.3)": "That is the second logit minus the first. The first "
            "class is the favoured one, so its logit is the larger.",
            "4 / 3 + log(0.5 / 0.2)": "That is by how much it exceeds the logit of the third "
            "class, whose prior is 0.2. The second has 0.3.",
        },
        place=BY_HAND,
        rare={
            "log(0.5)": "That is the log of the first prior, and so the logit of the first class "
            "alone at this point. Asked for is a difference of two logits.",
            "log(0.5 / 0.3)": "That is the prior alone; the measurements favour the first class "
            "as well.",
            "4 / 3 + log(0.5)": "The log of the first prior was added, but that of the second was "
            "not subtracted.",
            "4 / 3 - log(0.3)": "The log of the second prior was subtracted, but that of the first "
            "was not added.",
        },
    ),
    "q3": Question(
        asks="Where is a bird more likely to be from the steady colony than from the varied one?",
        options={
            "a": Option(
                "Nowhere in particular: the means are equal, so lengths say nothing",
                "Equal means leave the widths to tell them apart. Very long and very short bills "
                "are rare in the steady colony.",
            ),
            "b": Option(
                "On one side of a boundary",
                "That is how it would be with one covariance. Here nothing distinguishes left "
                "from right, so there cannot be one boundary.",
            ),
            "c": Option(
                "Between two boundaries",
                "Near the common mean the narrow density is the higher one, and far away, on both "
                "sides, the wide one is.",
            ),
        },
        key="c",
        place=BENDS,
    ),
    "q4": Question(
        asks="Suppose LDA's story is true, with two classes whose means are 3 standard deviations "
        "apart. Which method needs more examples to come equally near to the best rule?",
        options={
            "a": Option(
                "Softmax regression, by about half as many again",
                "It learns mostly from labels in doubt, so it needs 1.56 times the examples. "
                "The assumption is worth more than a third of the data.",
            ),
            "b": Option(
                "LDA, since it has means and a covariance to estimate, many more numbers",
                "Counting numbers misleads here. They are estimated from the features of all "
                "examples, doubtful or not, and the weights gain by it.",
            ),
            "c": Option(
                "Neither, as they fit the same function of x",
                "The function is the same, the information is not: one method uses how the "
                "features are distributed, the other does not.",
            ),
        },
        key="a",
        place=EFRON,
    ),
    "q5": NumberQuestion(
        asks="Before the clue, both classes are equally probable. Which probability does naive "
        "Bayes give to the favoured class when the clue stands in the table twice? (To four "
        "decimals.)",
        key="16 / 17",
        says="It multiplies by 4 twice. The true posterior is 4 to 1, which is 0.8, because a "
        "copy adds nothing.",
        wrong={
            "4 / 5": "That is the true posterior. Naive Bayes does not know that the second "
            "column repeats the first.",
            "8 / 9": "The Bayes factors were added. Independent evidence, as naive Bayes takes it "
            "to be, multiplies.",
            "0.8**2": "The probability 0.8 was squared. It is the odds, 4 to 1, that are "
            "multiplied with each clue.",
            "64 / 65": "The clue was counted three times: 64 to 1. It stands in the table twice, "
            "and the odds before it are 1 to 1.",
            "15 / 16": "That is 1 minus 1/16. Odds of 16 to 1 are 16 parts of 17.",
            "16.0": "Those are the odds, 16 to 1. The probability is 16 in 17.",
        },
        place=TWICE,
        rare={
            "1 - 0.2**2": "The probabilities of error, 0.2 for each clue, were multiplied. It is "
            "the odds that multiply; a probability is made of them at the end.",
        },
    ),
    "q6": Question(
        asks="All classes are normal, and you know the mean, the covariance and the prior of each. "
        "In which case are the weights of the theorem wrong?",
        options={
            "a": Option(
                "One class is a hundred times as common as another",
                "The biases contain the logarithms of the priors, and the theorem allows any "
                "positive priors.",
            ),
            "b": Option(
                "The measurements are strongly correlated, equally so in all classes",
                "The covariance holds the correlation, and its inverse takes account of it. The "
                "theorem needs one covariance for all classes, not a diagonal one.",
            ),
            "c": Option(
                "One class varies twice as much as the others",
                "Then the classes share no covariance. The terms with the square of x differ and "
                "do not cancel, so the right logits are not linear.",
            ),
            "d": Option(
                "There are more classes than measurements",
                "Each class has its own weights and bias, however many classes there are. In the "
                "figure three classes have two measurements.",
            ),
        },
        key="c",
        place=SEVERAL,
    ),
}
