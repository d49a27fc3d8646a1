"""The gates of the design: each is a fact about records, answers, or pages."""

import re
import statistics
from html.parser import HTMLParser
from pathlib import Path

import answers_first
import answers_third
import expected
import expected_third
import mutants
import numpy as np
import pytest
from markdown_it import MarkdownIt

from softmaxbook.exercises import diagnose, quiz, report, starters
from softmaxbook.exercises.folded import guide_to, solution_source
from softmaxbook.exercises.plain import as_html, as_markdown
from softmaxbook.exercises.reading import step_of
from softmaxbook.exercises.record import (
    EXERCISES,
    QUESTIONS,
    NumberQuestion,
    Question,
)
from softmaxbook.exercises.running import Outcome

CHAPTERS = Path(__file__).resolve().parents[2] / "chapters"
RECORDS = {**EXERCISES, **QUESTIONS}
CODING = [e.id for e in report.coding()]
FIXED = {
    "overflow.stable-softmax",
    "overflow.log-softmax",
    "cross-entropy.gradient",
    "temperature.scaled-softmax",
    "temperature.expected-calibration-error",
}


@pytest.fixture(scope="module")
def first():
    return report.tried(answers_first.ANSWERS, expected)


@pytest.fixture(scope="module")
def third():
    return report.tried(answers_third.ANSWERS, expected_third)


@pytest.fixture(scope="module")
def catalogue():
    """Every catalogued mistake, with what is said of it."""
    return list(report.verdicts_on_catalogue())


@pytest.fixture(params=["first", "third"])
def collection(request):
    """What became of each set of answers that the checker has been tuned on."""
    return request.getfixturevalue(request.param)


# ---- Records ------------------------------------------------------------------------------------


def test_the_fixed_ids_are_there():
    assert set(EXERCISES) >= FIXED


@pytest.mark.parametrize("id", CODING)
def test_a_coding_exercise_names_at_least_five_mistakes(id):
    assert len(report.names_of(EXERCISES[id])) >= 5


def test_the_median_coding_exercise_names_at_least_eight_mistakes():
    assert statistics.median(len(report.names_of(EXERCISES[id])) for id in CODING) >= 8


@pytest.mark.parametrize("id", EXERCISES)
def test_no_name_stands_for_two_mistakes_of_an_exercise(id):
    names = [m.name for m in EXERCISES[id].mistakes]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[A-Za-z0-9()-]+", name) for name in names)


@pytest.mark.parametrize("id", CODING)
def test_two_names_differ_by_a_thousandth_on_some_probe(id):
    gap, name, other = report.closest_names(id)
    assert gap >= 1e-3, f"{name} and {other}"


def test_two_names_are_as_far_apart_as_on_the_probe_that_shows_most():
    def ways(**results):
        return [
            (name, [Outcome("value", np.array(value)) for value in values])
            for name, values in results.items()
        ]

    def gap(*, zeros_are_exact=False, **results):
        return report.closest(ways(**results), zeros_are_exact=zeros_are_exact)

    a, near = [[1.0, 2.0], [0.0, 4.0]], [[1.0, 2.0], [0.0, 4.001]]
    assert gap(a=a, far=[[1.0, 2.0], [0.0, 8.0]], near=near) == (
        pytest.approx(0.001 / 4.001),
        "a",
        "near",
    )
    assert gap(a=a, same=a) == (0, "a", "same")
    for other in ([1.0, np.inf], [1.0, np.nan], [[1.0, 2.0]], [1.0]):  # of other kinds
        assert gap(a=a[:1], b=[other])[0] == np.inf
    assert gap(a=[[1.0, np.inf]], b=[[1.0, np.nan]])[0] == 0
    assert gap(a=[[0.0, 1.0]], b=[[1e-9, 1.0]])[0] == pytest.approx(1e-9)
    assert gap(a=[[0.0, 1.0]], b=[[1e-9, 1.0]], zeros_are_exact=True)[0] == np.inf
    raised = [("a", [Outcome("raised", error=KeyError)]), ("b", [Outcome("raised", error=OSError)])]
    assert report.closest(raised, zeros_are_exact=False) == (0, "a", "b")
    raised[1][1][0] = Outcome("raised", error=ZeroDivisionError)
    assert report.closest(raised, zeros_are_exact=False)[0] == np.inf
    # Two ways to make one mistake may be alike.
    assert report.closest(ways(a=a) + ways(a=a), zeros_are_exact=False)[0] == np.inf


@pytest.mark.parametrize("id", EXERCISES)
def test_the_solution_passes_as_it_is_printed(id):
    exercise, namespace = EXERCISES[id], {}
    exec(solution_source(exercise), namespace)
    function = namespace[exercise.reference.__name__]
    assert diagnose(id, report.handed_in(exercise, function)).status == "passed"


@pytest.mark.parametrize("id", EXERCISES)
def test_a_solution_is_short_enough_to_read(id):
    assert len(solution_source(EXERCISES[id]).split("\n")) <= 25
    assert EXERCISES[id].reference.__doc__


def test_every_catalogued_mistake_is_given_its_own_name(catalogue):
    wrong = [
        f"{exercise.id}: {mistake.name}, not {verdict.name}"
        for exercise, mistake, verdict in catalogue
        if verdict.name != mistake.name or verdict.status != "named"
    ]
    assert wrong == []


def test_every_message_has_three_parts_and_at_most_sixty_words(catalogue):
    bad = [
        f"{exercise.id}: {mistake.name}: {fault}"
        for exercise, mistake, verdict in catalogue
        for fault in report.faults_of_message(exercise, verdict)
    ]
    assert bad == []


def test_no_message_shows_the_same_number_twice(catalogue):
    alike = [
        f"{exercise.id}: {mistake.name}: {seen[0]}"
        for exercise, mistake, verdict in catalogue
        if (
            seen := re.search(
                r"[Yy]ou return (.*?)(?: at position \d+)?, expected (.*)\.", verdict.message
            )
        )
        and seen[1] == seen[2]
    ]
    assert alike == []


@pytest.mark.parametrize("id", EXERCISES)
def test_explanations_are_short_and_without_the_fix(id):
    for mistake in EXERCISES[id].mistakes:
        assert 8 <= len(mistake.says.split()) <= 40, mistake.name
        assert mistake.says.endswith((".", "?")), mistake.name
        assert not report.gives_the_fix(EXERCISES[id], mistake.says), mistake.name


def test_every_place_is_there_once_its_chapter_is_written():
    assert report.broken_links(CHAPTERS) == []


def test_a_place_that_is_not_there_is_found(tmp_path):
    (tmp_path / "02_softmax.ipynb").write_text('{"source": ["## Another section\\n"]}')
    assert any("The wrong axis" in place for place in report.broken_links(tmp_path))


@pytest.mark.parametrize("id", EXERCISES)
def test_three_hints_of_which_two_hold_no_line_of_the_solution(id):
    assert list(report.faults_of_hints(EXERCISES[id])) == []


@pytest.mark.parametrize("id", EXERCISES)
def test_the_first_hint_asks_and_the_why_is_a_question(id):
    assert "?" in EXERCISES[id].hints[0]
    assert EXERCISES[id].why.endswith("?")


def texts(record):
    """Every text of a record that is printed or shown as it stands."""
    if isinstance(record, Question):
        return [record.asks, *(t for o in record.options.values() for t in (o.text, o.feedback))]
    if isinstance(record, NumberQuestion):
        return [record.asks, record.says, *record.wrong.values(), *record.rare.values()]
    notes = [alternative.note for alternative in record.also]
    says = [each.says for each in (*record.mistakes, *record.symptoms)]
    return [record.title, *record.hints, record.why, record.reply, *notes, *says]


@pytest.mark.parametrize("id", RECORDS)
def test_no_text_holds_tex(id):
    assert not [text for text in texts(RECORDS[id]) if "$" in text or "\\" in text]


def test_no_verdict_on_a_catalogued_mistake_holds_tex(catalogue):
    assert not [v.show() for _, _, v in catalogue if "$" in v.show() or "\\" in v.show()]


def test_no_verdict_on_a_collected_answer_holds_tex(collection):
    shown = [verdict.show() for verdict in collection.verdicts.values()]
    assert not [text for text in shown if "$" in text or re.search(r"\\[a-z]", text)]


@pytest.mark.parametrize("id", EXERCISES)
def test_a_solution_holds_no_tex(id):
    assert not re.search(r"\$|\\[a-z]{2}", solution_source(EXERCISES[id]))


@pytest.mark.parametrize("id", RECORDS)
def test_markdown_and_html_show_every_text_as_it_is_printed(id):
    for text in texts(RECORDS[id]):
        shown = "".join(Boxes(DIALECTS["jupyter"].render(as_markdown(text))).seen.split("\n"))
        assert shown == text.replace("`", "").replace("\n", "")
        assert Boxes(as_html(text)).seen == text.replace("`", "")


# ---- Pages --------------------------------------------------------------------------------------


class Boxes(HTMLParser):
    """Text of a page, split into what is seen at once and what is inside a closed box."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.depth, self.summary, self.seen, self.folded = 0, False, "", ""
        self.open_boxes, self.paragraphs = 0, 0
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        if tag == "details":
            self.depth += 1
            self.open_boxes += "open" in dict(attributes)
        self.summary = self.summary or tag == "summary"
        self.paragraphs += bool(self.depth) and tag in ("p", "pre")

    def handle_endtag(self, tag):
        self.depth -= tag == "details"
        self.summary = self.summary and tag != "summary"

    def handle_data(self, text):
        if self.depth and not self.summary:
            self.folded += text
        else:
            self.seen += text


DIALECTS = {  # as VS Code renders it; Jupyter and Colab follow CommonMark with tables
    "commonmark": MarkdownIt("commonmark"),
    "vs code": MarkdownIt("default", {"html": True}),
    "jupyter": MarkdownIt("gfm-like", {"html": True, "linkify": False}),
}


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("id", EXERCISES)
def test_hints_and_solution_are_closed_and_rendered_inside(id, dialect):
    exercise = EXERCISES[id]
    boxes = Boxes(DIALECTS[dialect].render(guide_to(exercise).markdown))
    asked = exercise.why if exercise.reply else ""
    assert "".join(boxes.seen.split()) == "Hint1Hint2Hint3Solution" + "".join(asked.split())
    assert boxes.open_boxes == 0
    assert boxes.paragraphs == 4 + bool(exercise.reply)
    assert f"def {exercise.reference.__name__}" in boxes.folded


@pytest.mark.parametrize("id", QUESTIONS)
def test_feedback_is_closed_and_the_question_is_seen(id):
    boxes = Boxes(DIALECTS["commonmark"].render(guide_to(QUESTIONS[id]).markdown))
    assert boxes.open_boxes == 0
    question = QUESTIONS[id]
    if isinstance(question, Question):
        assert all(o.text.replace("`", "") in boxes.seen for o in question.options.values())
        assert not any(o.feedback in boxes.seen for o in question.options.values())
    else:
        assert question.says not in boxes.seen


def test_nothing_but_a_question_is_seen_before_a_box_is_opened():
    assert report.open_boxes() == []


# ---- Concept checks -----------------------------------------------------------------------------

CHOICES = [q for q in QUESTIONS.values() if isinstance(q, Question)]
NUMBERS = [q for q in QUESTIONS.values() if isinstance(q, NumberQuestion)]


@pytest.mark.parametrize("chapter", ["logits", "softmax"])
def test_a_chapter_has_at_least_four_concept_checks(chapter):
    assert sum(q.chapter == chapter for q in QUESTIONS.values()) >= 4


@pytest.mark.parametrize("question", CHOICES, ids=lambda q: q.id)
def test_every_option_has_feedback_of_twelve_words(question):
    assert question.key in question.options
    assert list(question.options) == list("abcdef"[: len(question.options)])
    for option in question.options.values():
        assert len(option.feedback.split()) >= 12
        assert "of the above" not in option.text.lower()
        assert "$" not in option.text  # no formulas inside a summary


@pytest.mark.parametrize("question", NUMBERS, ids=lambda q: q.id)
def test_the_key_of_a_number_is_worked_out_and_apart_from_what_mistakes_give(question):
    key = quiz.value_of(question.key)
    assert np.isfinite(key)
    mistakes = question.wrong | question.rare
    values = [key, *map(quiz.value_of, mistakes)]
    gaps = [abs(a - b) for i, a in enumerate(values) for b in values[:i]]
    assert min(gaps) > 2 * step_of(key, quiz.digits_asked(question.asks))
    assert all(len(says.split()) >= 12 for says in [question.says, *mistakes.values()])


def test_the_keys_of_numbers_are_those_of_the_library():
    from softmaxbook import logsumexp, softmax

    rows = np.array([[1.0, 2, 3, 6], [2, 4, 5, 6], [3, 8, 7, 6]])
    keys = {
        "logits.q4": 3 - logsumexp([1.0, 0.2]),
        "softmax.q2": softmax(rows, axis=0)[0, -1],
    }
    for id, value in keys.items():
        assert np.isclose(quiz.value_of(QUESTIONS[id].key), value, rtol=1e-12, atol=0)


def test_the_key_is_seldom_the_longest_option_and_no_letter_is_a_favourite():
    longest = [
        len(q.options[q.key].text) == max(len(option.text) for option in q.options.values())
        for q in CHOICES
    ]
    assert np.mean(longest) <= 0.4
    letters = [q.key for q in CHOICES]
    assert max(letters.count(letter) for letter in letters) <= 0.4 * len(letters)


# ---- Answers ------------------------------------------------------------------------------------


def test_no_wrong_answer_is_accepted(collection):
    assert collection.accepted == []


def test_no_wrong_answer_is_given_a_wrong_name(collection):
    assert collection.misnamed == []


def test_at_least_95_percent_of_the_wrong_answers_are_judged_rightly(collection):
    assert len(collection.unnamed) <= 0.05 * len(collection.wrong), collection.unnamed


def test_no_right_answer_is_rejected(collection):
    assert collection.rejected == []


def test_the_collection_has_five_right_answers_for_each_of_the_fixed_exercises(first):
    for id in FIXED:
        assert sum(key.startswith(id) for key in first.right) >= 5


def test_the_third_collection_covers_what_the_others_leave_out(third):
    for id in set(CODING) - FIXED:
        assert sum(key.startswith(f"{id}:") for key in third.wrong) >= 5, id
        assert sum(key.startswith(f"{id}:") for key in third.right) >= 2, id


def test_what_learners_are_told_is_short_and_never_our_fault(collection):
    for key, verdict in collection.verdicts.items():
        assert verdict.status != "fault", key
        said = f"{verdict.seen} {verdict.why} Read {verdict.place}."
        assert len(said.split()) <= report.WORDS, key


@pytest.mark.parametrize(
    ("answers", "names"), [(answers_first, expected), (answers_third, expected_third)]
)
def test_names_are_expected_of_answers_that_exist(answers, names):
    wrong = {answer.name for answer in answers.ANSWERS if answer.wrong}
    assert set(names.NAMES) <= wrong


def test_what_was_decided_again_of_the_third_collection_is_among_its_names():
    again = [*expected_third.MISJUDGED, *expected_third.GROWN]
    assert len(again) == len(set(again))
    assert set(again) <= set(expected_third.NAMES)


def test_no_mutant_of_a_right_answer_passes_without_an_explanation():
    count, survivors = report.surviving_mutants(answers_first.ANSWERS, mutants)
    assert count > 500
    assert survivors == []


def test_a_check_takes_less_than_fifty_milliseconds():
    assert report.slowest(answers_first.ANSWERS) < report.MILLISECONDS
    assert report.slowest(answers_third.ANSWERS, repeats=2) < report.MILLISECONDS


# ---- Notebooks ----------------------------------------------------------------------------------


def test_every_exercise_of_a_chapter_has_a_check_and_every_record_an_exercise():
    assert len(report.notebooks()) >= 2
    assert report.unchecked_prompts() == []


def test_every_starter_prints_a_circle_and_every_solution_a_tick():
    assert report.wrong_starters() == []


@pytest.mark.parametrize("notebook", report.notebooks(), ids=lambda path: path.stem)
def test_every_exercise_and_question_of_a_notebook_has_its_guide(notebook):
    guided = [id for s in starters.sources(notebook) for id in starters.ids(s, "guide")]
    asked = [id for s in starters.sources(notebook) for id in starters.ids(s, "answer")]
    checked = [id for s in starters.sources(notebook) for id in starters.ids(s)]
    assert sorted(guided) == sorted([*asked, *checked])
    chapters = {id.split(".")[0] for id in checked}
    assert set(asked) == {q.id for q in QUESTIONS.values() if q.chapter in chapters}


def test_the_report_prints_a_row_for_every_gate(monkeypatch):
    monkeypatch.setattr(report, "from_tests", lambda name: None)  # the slow rows have tests
    rows = list(report.table())
    assert len(rows) == 18
    assert not any(row.endswith("✗ |") for row in rows)
