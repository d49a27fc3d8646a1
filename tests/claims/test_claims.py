"""The claims ledger: every verdict's evidence holds, and would not hold for a wrong softmax."""

import functools
import inspect
import json
import re
from pathlib import Path

import numpy as np
import pytest

from softmaxbook import claims, functions
from softmaxbook.claims import CLAIMS, Claim, Verdict, all_claims, ledger, verify
from softmaxbook.claims.record import CHAPTERS, WHOLE_LEDGER, claim

FOLDER = Path(__file__).resolve().parents[2] / "chapters"


@functools.cache
def shown(notebook):
    """The Markdown that the cells of a chapter have put out."""
    cells = json.loads((FOLDER / notebook).read_text(encoding="utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", []) if "data" in output]
    return "\n".join("".join(output["data"].get("text/markdown", "")) for output in outputs)


@pytest.mark.parametrize("id", CLAIMS)
def test_the_evidence_holds(id):
    assert verify(id) is CLAIMS[id]


def test_every_claim_has_an_origin_of_its_own():
    origins = [c.origin for c in CLAIMS.values()]
    assert all(re.fullmatch(r"00[0-4]-[0-9]{2}", origin) for origin in origins)
    assert len(set(origins)) == len(origins)


@pytest.mark.parametrize("id", CLAIMS)
def test_the_chapter_that_decides_a_claim_shows_it(id):
    record = CLAIMS[id]
    assert record.says in shown(record.notebook)
    assert record.correct in shown(record.notebook)


@pytest.mark.parametrize("id", CLAIMS)
def test_a_claim_in_its_chapter_and_its_row_among_all_claims_link_to_each_other(id):
    # The pages make of each of the two links the place that the other leads to.
    record = CLAIMS[id]
    assert shown(record.notebook).count(f"[{record.verdict.value}.]({WHOLE_LEDGER}#{id})") == 1
    verdict = record.verdict.value + (", a judgement" if record.source else "")
    row = f"| “{record.says}” | {verdict} | [{id}]({record.notebook}#{id}) |"
    assert shown(WHOLE_LEDGER).splitlines().count(row) == 1


@pytest.fixture(scope="module")
def table():
    """Verifies every claim, which takes seconds."""
    return all_claims()


def test_the_table_of_all_claims_has_no_row_too_many(table):
    assert shown(WHOLE_LEDGER).count("\n| “") == len(CLAIMS) == len(table)
    assert {c.id for c in table} == set(CLAIMS)


def test_the_chapters_stand_in_the_order_of_their_numbers(table):
    numbered = [path.name for path in sorted(FOLDER.glob("[0-9][0-9]_*.ipynb"))]
    assert numbered == [
        *(f"{n:02}_{slug}.ipynb" for n, slug in enumerate(CHAPTERS, 1)),
        WHOLE_LEDGER,
    ]
    order = [CHAPTERS.index(c.chapter) for c in table]
    assert order == sorted(order)


@pytest.mark.parametrize("id", CLAIMS)
def test_a_record_reads_as_sentences(id):
    record = CLAIMS[id]
    assert record.says.endswith((".", "?"))
    assert record.correct.endswith((".", "$.", ")"))
    assert "|" not in record.says + record.correct  # it would break the table of the ledger


WRONG = {
    "plain sum": lambda x, **_: np.divide(x, np.sum(x, axis=-1, keepdims=True)),
    "not normalised": lambda x, **_: np.exp(x),
    "uniform": lambda x, **_: np.full_like(np.asarray(x, float), 1 / np.shape(x)[-1]),
    "one-hot": lambda x, **_: np.eye(np.shape(x)[-1])[np.argmax(x, axis=-1)],
    "base 2": lambda x, **_: functions.softmax(np.multiply(x, np.log(2))),
    "sign error": lambda x, **_: functions.softmax(np.negative(x)),
    "squares": lambda x, **_: np.square(x) / np.sum(np.square(x), axis=-1, keepdims=True),
    "sigmoid of each": lambda x, **_: functions.sigmoid(x),
    "naive": lambda x, **_: np.exp(x) / np.sum(np.exp(x), axis=-1, keepdims=True),
    "first logit counts twice": lambda x, **_: functions.softmax(
        np.asarray(x, float) + np.asarray(x, float)[..., :1] * (np.arange(np.shape(x)[-1]) == 0)
    ),
}


def fails(record, otherwise, monkeypatch):
    """Whether the evidence fails with other things in the place of some."""
    takes = inspect.signature(record.check).parameters
    module = inspect.getmodule(record.check)
    with monkeypatch.context() as patch, np.errstate(all="ignore"):
        for name in otherwise.keys() - takes.keys():
            patch.setattr(module, name, otherwise[name])
        try:
            record.check(**{n: value for n, value in otherwise.items() if n in takes})
        except AssertionError:
            return True
    return False


@pytest.mark.parametrize("id", CLAIMS)
def test_the_evidence_fails_for_a_stated_alternative(id, monkeypatch):
    record = CLAIMS[id]
    if record.otherwise:
        assert fails(record, record.otherwise, monkeypatch)
    else:
        assert [name for name, f in WRONG.items() if fails(record, {"softmax": f}, monkeypatch)]


def test_claims_that_share_a_reason_share_a_verdict():
    verdicts = {}
    for record in CLAIMS.values():
        if record.reason:
            verdicts.setdefault(record.reason, []).append(record.verdict)
    assert len(verdicts) >= 10
    for reason, shared in verdicts.items():
        assert len(shared) > 1, reason
        assert len(set(shared)) == 1, reason


def test_a_judgement_names_a_source_that_the_references_have():
    bibliography = (FOLDER / "references.bib").read_text(encoding="utf-8")
    judged = [record for record in CLAIMS.values() if record.source]
    assert judged
    for record in judged:
        name, year = re.match(r"(\w+)\b.*?\((\d{4})\)", record.source).groups()
        assert re.search(rf"@\w+{{{name.lower()}{year}[a-z]?,", bibliography), record.source
        assert record.source in repr(record)


def test_failing_evidence_raises_and_names_the_claim(monkeypatch):
    def refuted():
        raise AssertionError("the numbers differ")

    record = Claim("logits.test", "000-00", "It holds.", Verdict.TRUE, "It does not.", refuted)
    monkeypatch.setitem(CLAIMS, record.id, record)
    with pytest.raises(AssertionError, match=r"verify.*'logits\.test'.*the numbers differ"):
        verify(record.id)


def test_an_unknown_id_is_answered_with_the_nearest():
    with pytest.raises(KeyError, match=r"verify.*'logits\.enrgy'.*'logits\.energy'"):
        verify("logits.enrgy")


def test_an_id_can_be_taken_only_once():
    id = next(iter(CLAIMS))
    enter = claim(id, origin="000-99", says="x.", verdict=Verdict.TRUE, correct="x.")
    with pytest.raises(ValueError, match=re.escape(id)):
        enter(lambda: None)


def test_the_ledger_of_a_chapter_holds_its_claims_and_no_others():
    everything = ledger("softmax")
    assert {c.id for c in everything} == {id for id in CLAIMS if id.startswith("softmax.")}
    some = ledger("softmax", without=("softmax.formula",))
    assert [c.id for c in everything if c.id != "softmax.formula"] == [c.id for c in some]


def test_the_ledger_knows_its_chapters():
    with pytest.raises(KeyError, match=r"ledger.*'softmx'.*'softmax'"):
        ledger("softmx")


def test_records_show_verdict_sentence_and_correction_in_text_and_in_markdown():
    record = verify("logits.energy")
    texts = (record._repr_markdown_(), repr(ledger("logits")))
    for text in (repr(record), *texts):
        assert all(part in text for part in ("False", record.says, record.correct))
    rows = ledger("logits")._repr_markdown_().splitlines()[2:]
    assert len(rows) == len(ledger("logits"))
    assert all(row.count("|") == 3 for row in rows)


def test_all_claims_say_in_text_how_many_of_each_verdict_there_are(table):
    text = repr(table)
    assert text.startswith(f"{len(CLAIMS)} claims: ")
    assert sum(map(int, re.findall(r"\d+", text))) == 2 * len(CLAIMS)


def test_the_package_exports_what_its_docstring_names():
    assert all(name in claims.__doc__ for name in ("CLAIMS", "verify", "ledger", "all_claims"))
