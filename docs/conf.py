"""How the pages are built: `python -m sphinx --fail-on-warning docs DIR`. Nothing is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import journey.types

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "journey"
author = "The journey contributors"
extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]
html_theme = "alabaster"
html_theme_options = {"show_powered_by": False, "fixed_sidebar": True, "page_width": "70rem"}
html_title = "journey"
html_copy_source = False
myst_heading_anchors = 3
# Links out of docs/ lead to files of the repository, which are no pages here.
suppress_warnings = ["myst.xref_missing"]
add_module_names = False  # users know `journey` and `journey.types`, not where a name lives
autodoc_member_order = "bysource"
autodoc_typehints = "description"


def setup(app: Sphinx) -> None:
    """Show a noun that `journey` names, too, once: among the others of `journey.types`."""

    def is_shown_there(_app: Sphinx, _what: str, name: str, *_more: object) -> bool | None:
        verbs = app.env.current_document.autodoc_module == "journey"
        return True if verbs and name in journey.types.__all__ else None

    app.connect("autodoc-skip-member", is_shown_there)
