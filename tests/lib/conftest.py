"""Lets the tests of the library import their shared helpers from strategies.py."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
