"""Binder, Colab, edit and issue buttons: all of them once a repository is named, else none.

Jupyter Book refuses to build with these switches on and no URL, and a button without a
repository behind it is a dead link; so `_config.yml` holds the URL alone and the rest is here.
"""

from sphinx.application import Sphinx
from sphinx.config import Config

BUTTONS = {
    "use_repository_button": True,
    "use_edit_page_button": True,
    "use_issues_button": True,
    "launch_buttons": {
        "notebook_interface": "jupyterlab",
        "binderhub_url": "https://mybinder.org",
        "colab_url": "https://colab.research.google.com",
    },
}


def add_buttons(app: Sphinx, config: Config) -> None:
    if config.html_theme_options.get("repository_url"):
        config.html_theme_options.update(BUTTONS)


def setup(app: Sphinx) -> dict:
    app.connect("config-inited", add_buttons)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
