"""Building the page: one front end, as a site for any host or as one file that opens from a disk.

The same input gives the same bytes: the day of making is a parameter.
"""

from __future__ import annotations

import base64
import datetime as dt
import gzip
import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html import escape
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import journey
from journey.page.bridge import embedded, guide
from journey.page.parts import Parts, pins, zipped

SITE_PACKAGES = "/lib/python{version}/site-packages"
LEFT_OUT = ("journey/batch/", "journey/cli/", "journey/export/pages.typ", "journey/page/")
"""What of this library the page does not need, but for the bridge."""
BRIDGE = ("journey/page/__init__.py", "journey/page/bridge.py")

POLICY = (
    "default-src 'none'; script-src {scripts} 'wasm-unsafe-eval'; worker-src blob:; "
    "style-src {styles} 'unsafe-inline'; img-src data: blob:; {connect}base-uri 'none'; "
    "form-action 'none'; require-trusted-types-for 'script'; trusted-types library"
)
"""The worker has the same policy, since it is made from a blob of the page. Styles may stand in the
page, since the library's pages bring theirs; nothing can be fetched by them."""


@dataclass(frozen=True, kw_only=True)
class Ward:
    """What a unit puts into the page for all its families; nothing of it is needed."""

    title: str = ""
    """Stands in the place of the page's own title."""
    phone: str = ""
    """Its 24-hour line, in its own words."""
    support: str = ""
    """Paragraphs on support, with an empty line between."""
    pathways: Mapping[str, str] = field(default_factory=dict)
    """The texts of its own pathway files, by file name; the first is shown."""


def site(parts: Parts, *, made: dt.date, ward: Ward | None = None) -> dict[str, bytes]:
    """The files of a static site, by path.

    Raises PathwayError for a pathway of the ward that is wrong.
    """
    front = _Front(parts, made, ward or Ward())
    policy = POLICY.format(scripts="'self'", styles="'self'", connect="connect-src 'self'; ")
    packed = {f"parts/{name}.part": _gzip(data) for name, data in front.carried.items()}
    modules = {
        f"parts/{name.replace('mjs', 'js')}": data
        for name, data in parts.pyodide.items()
        if name.endswith(".mjs")
    }
    index = front.html(
        policy=policy,
        style='<link rel="stylesheet" href="page.css">',
        data=f'{front.data(is_single=False)}\n<script src="page.js" defer></script>',
    )
    return {
        "index.html": index.encode(),
        "page.css": _front("page.css").encode(),
        "page.js": _front("page.js").encode(),
        "licences.txt": front.licences().encode(),
        **packed,
        **modules,
    }


def single(parts: Parts, *, made: dt.date, ward: Ward | None = None) -> bytes:
    """The page as one HTML file. Raises PathwayError as `site` does."""
    front = _Front(parts, made, ward or Ward())
    script = _front("page.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    modules = {n: d for n, d in parts.pyodide.items() if n.endswith(".mjs")}
    carried = "\n".join(
        f'<script type="application/gzip" id="part-{name}">'
        f"{base64.b64encode(_gzip(data)).decode()}</script>"
        for name, data in {**front.carried, **modules}.items()
    )
    return front.html(
        policy=POLICY.format(scripts=f"'sha256-{digest}' blob:", styles="", connect=""),
        style=f"<style>\n{_front('page.css')}</style>",
        data=f"{front.data(is_single=True)}\n{carried}\n<script>{script}</script>",
    ).encode()


class _Front:
    """The front end in the making: what both builds share."""

    def __init__(self, parts: Parts, made: dt.date, ward: Ward) -> None:
        self.parts = parts
        self.ward = ward
        self.words = words()
        own = [
            (f"./{name}", journey.parse_pathway(text, name=name))
            for name, text in ward.pathways.items()
        ]
        bundled = [(name, journey.get_pathway(name)) for name in journey.pathway_ids()]
        places = list(self.words["countries"])
        bundled.sort(key=lambda item: places.index(item[1].language))  # in their order otherwise
        self.guides = [self.placed(*item) for item in own] + [
            self.placed(*item, place=item[1].language) for item in bundled
        ]
        shown = (own or [i for i in bundled if self.placed(*i)["who"][0] == "adult"])[0][1]
        document = journey.describe(journey.plan(shown), made=made, pages=["overview"])
        self.overview = embedded(document)
        self.notice = document.notice
        library = {**dict(parts.packages), **dict(_library(parts))}
        self.carried = {
            "pyodide.asm.wasm": parts.pyodide["pyodide.asm.wasm"],
            "python.zip": parts.python,
            "library.zip": zipped(library),
        }

    def placed(
        self, reference: str, pathway: journey.Pathway, place: str | None = None
    ) -> dict[str, Any]:
        """A guide, and the answers to the first question that lead to it."""
        who = [
            answer
            for audience, answer in self.words["audiences"].items()
            if audience in pathway.audience
        ]
        return {
            **guide(reference, pathway),
            "place": place or pathway.name,
            "who": who or list(self.words["audiences"].values()),
        }

    def html(self, *, policy: str, style: str, data: str) -> str:
        plain = {key: escape(said) for key, said in self.words.items() if isinstance(said, str)}
        title = escape(self.ward.title) or plain["title"]
        values = {
            **plain, "policy": escape(policy), "style": style, "data": data, "title": title,
            "notice": escape(self.notice), "overview": self.overview, "ward": self.line(),
            "support": self.support(),
        }  # fmt: skip
        return re.sub(r"\{(\w+)\}", lambda match: values[match[1]], _front("index.html"))

    def line(self) -> str:
        if not self.ward.phone:
            return ""
        said = self.words["ward_line"].format(phone=self.ward.phone)
        return f'<p id="ward"><strong>{escape(said)}</strong></p>'

    def support(self) -> str:
        paragraphs = [p.strip() for p in re.split(r"\n\s*\n", self.ward.support) if p.strip()]
        lines = "\n".join(f"<p>{escape(p)}</p>" for p in paragraphs)
        title = escape(self.words["ward_support"])
        return f'<section aria-label="{title}"><h2>{title}</h2>\n{lines}</section>' if lines else ""

    def data(self, *, is_single: bool) -> str:
        files = [{"name": n, "data": list(t.encode())} for n, t in self.ward.pathways.items()]
        site_packages = SITE_PACKAGES.format(version=pins()["pyodide"]["python"])
        values = {
            "words": self.words,
            "guides": self.guides,
            "settings": {"is_single": is_single, "files": files},
            "start": {"lock": self.parts.lock, "site": site_packages},
            "worker": _front("worker.js"),
            "licences": self.parts.licences,
        }
        return "\n".join(
            f'<script type="application/json" id="data-{name}">{_json(value)}</script>'
            for name, value in values.items()
        )

    def licences(self) -> str:
        return "\n\n\n".join(f"{name}\n\n{text}" for name, text in self.parts.licences.items())


def file_called() -> str:
    """What the single file is called in a cache: that of another version is another file."""
    return f"journey-{journey.__version__}.html"


@cache
def words() -> dict[str, Any]:
    """The words of the frame, by key."""
    return tomllib.loads((_room() / "words.toml").read_text("utf-8"))


def _library(parts: Parts) -> Iterator[tuple[str, bytes]]:
    """The files of this library for the page, compiled."""
    package = resources.files("journey")
    found = {
        f"journey/{path}": data
        for path, data in _walked(package, "")
        if f"journey/{path}" in BRIDGE
        or not (f"journey/{path}".startswith(LEFT_OUT) or "__pycache__" in path)
    }
    about = f"Metadata-Version: 2.1\nName: journey\nVersion: {journey.__version__}\n"
    found[f"journey-{journey.__version__}.dist-info/METADATA"] = about.encode()
    yield from parts.compiled(found).items()


def _walked(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for item in sorted(folder.iterdir(), key=lambda each: each.name):
        if item.is_dir():
            yield from _walked(item, f"{path}{item.name}/")
        else:
            yield f"{path}{item.name}", item.read_bytes()


def _room() -> Traversable:
    return resources.files("journey") / "page"


def _front(name: str) -> str:
    return (_room() / "front" / name).read_text("utf-8")


def _json(value: object) -> str:
    """JSON that no HTML parser ends early."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, compresslevel=9, mtime=0)
