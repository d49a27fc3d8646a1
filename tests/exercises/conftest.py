"""Keeps the learner's own record out of the tests, and lets them import their neighbours."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))


@pytest.fixture(autouse=True)
def _no_record(monkeypatch):
    from softmaxbook.exercises import journal

    monkeypatch.setenv("SOFTMAXBOOK_PROGRESS", "off")
    monkeypatch.setattr(journal, "_memory", [])
    monkeypatch.setattr(journal, "_complained", False)
