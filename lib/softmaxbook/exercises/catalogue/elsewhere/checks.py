from softmaxbook.exercises.catalogue.elsewhere import BOTTLENECK, OPENING, POLICIES, SINK
from softmaxbook.exercises.record import NumberQuestion, Option, Question

CHECKS = {
    "q1": Question(
        asks="With d = 1 three words have the numbers −1, 0.5 and 2, and their scores are these "
        "times h. For which h is the middle word the most probable?",
        options={
            "a": Option(
                "For no h",
                "For positive h the last word is ahead of it, for negative h the first. At 0 all "
                "three are equal, and it is not ahead of anyone.",
            ),
            "b": Option(
                "For h near one half, its own number",
                "That would be so if the score were a distance. It is a product, which the larger "
                "number wins for every positive h.",
            ),
            "c": Option(
                "For small positive h, before the last word has caught up",
                "At every positive h, however small, 2h is more than h/2. The last word need not "
                "catch up.",
            ),
        },
        key="a",
        place=BOTTLENECK,
    ),
    "q2": NumberQuestion(
        asks="A head gives 0.9 of its weight to the first token, whose value is 0. The first token "
        "is dropped from memory. By which factor do the weights of the other tokens grow?",
        key="10",
        says="The others had 0.1 together and now have 1. Their ratios stay, so each grows "
        "tenfold, and so does the output of the head.",
        wrong={
            "1 / 0.9": "That is the factor if the other tokens had had 0.9. They had a tenth, and "
            "that is now the whole.",
            "1 / 10": "That is upside down: by this factor the weights of the others were smaller "
            "before.",
            "1.9": "The 0.9 was added to 1. What becomes free is shared out in proportion, and the "
            "others had 0.1 together.",
            "9": "That is how many times as much the first token had as the others. They grow from "
            "0.1 to 1.",
            "1": "The weights are shared out anew: whatever is left must sum to 1, and so the "
            "others take over what the first token had.",
        },
        place=SINK,
    ),
    "q3": Question(
        asks="A player without a baseline is paid 10 more for every lever. What happens to the "
        "estimate of slope 2?",
        options={
            "a": Option(
                "Nothing at all: the levers compare as before",
                "They do, but the estimate uses the one reward that was received, and that is now "
                "large whatever was done.",
            ),
            "b": Option(
                "Its mean stays, its spread grows",
                "The added part is 10 times chosen minus shares, whose mean is 0. But in a single "
                "draw it is far from 0 and drowns the difference that counts.",
            ),
            "c": Option(
                "It points more strongly towards the best lever",
                "The best lever is better by as much as before. Slope 2 measures each reward from "
                "the mean, so a common 10 drops out.",
            ),
        },
        key="b",
        place=POLICIES,
    ),
    "q4": Question(
        asks="A page shows one of five headlines, drawn by a softmax of five scores. It knows "
        "nothing of the headlines beforehand, and is told whether the reader clicked. What are "
        "the alternatives, where do the scores come from, and what do they learn from?",
        options={
            "a": Option(
                "To click or not; attributes, weighed; from what the reader chose",
                "The reader chooses, but not by this softmax. It shares out 1 among what the page "
                "can show, and of that no attributes are known. The click says how good it was.",
            ),
            "b": Option(
                "The headlines; a number kept for each; from the fact that one was shown, whether "
                "or not it was clicked, as in slope 1",
                "Then a headline would gain by being shown, even if nobody clicked. The page chose "
                "it itself; what is new is the click.",
            ),
            "c": Option(
                "The headlines; a number kept for each; from what each of the five would have got "
                "from this reader, as in slope 2",
                "Slope 2 would be wanted, but it needs the value of every headline. The page hears "
                "of one only: nobody knows whether the reader would have clicked on another.",
            ),
            "d": Option(
                "The headlines; a number kept for each; from the click on the one that was shown",
                "The page draws an action and gets a reward, 1 or 0, for this action alone, as the "
                "player does with the levers.",
            ),
        },
        key="d",
        place=OPENING,
    ),
}
