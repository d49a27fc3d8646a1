"""Draw the social card anew, site/static/card.png, from the picture of the first page.

Run as ``python tools/make_card.py`` after a change of site/templates/card.html; needs Chromium.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "site" / "extensions")]

import first_page  # noqa: E402
from nodejs import MODULES  # noqa: E402

FLAGS = "--headless=new --no-sandbox --disable-gpu --hide-scrollbars --window-size=1200,730"


def main() -> None:
    templates = Environment(loader=FileSystemLoader(ROOT / "site" / "templates"))
    fonts = (MODULES / "@fontsource" / "literata" / "files").as_uri()
    page = templates.get_template("card.html").render(picture=first_page.picture(), fonts=fonts)
    card = ROOT / "site" / "static" / "card.png"
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "card.html")
        source.write_text(page, encoding="utf-8")
        shot = Path(folder, "card.png")
        command = ["chromium", *FLAGS.split(), f"--screenshot={shot}", source.as_uri()]
        subprocess.run(command, check=True, capture_output=True)
        picture = Image.open(shot).crop((0, 0, 1200, 630)).convert("RGB").quantize(200)
        picture.save(card, optimize=True)
    print(f"{card.relative_to(ROOT)}: {card.stat().st_size / 1024:.0f} KB")


if __name__ == "__main__":
    main()
