"""Import this before nbformat. jsonschema, which it imports, looks whether rfc3987_syntax is there,
for addresses that no notebook holds; and that package takes over a second to import.

`make test` gives it to pytest as a plugin, and so to its workers.
"""

import sys

sys.modules.setdefault("rfc3987_syntax", None)
