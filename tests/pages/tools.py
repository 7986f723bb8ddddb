"""Tools that other people wrote, and what each has against a PDF, a page or a drawing.

- `qpdf`: the syntax of a PDF, and its objects as JSON: structure, bookmarks, language
- `page-validation`: PDF/UA-1 and PDF/A-2a
- `poppler`: the text of each sheet, the sizes of its type, the metadata
- `chromium` by way of `playwright-core`: sideways scroll, and the sheets that it prints
- `axe-core` in it: accessibility
- `vnu`: the checker of HTML and SVG that the W3C runs, which needs Java

A check returns its objections: an empty list where it has none. `missing` says what to install.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

PATIENCE: Final = 600
"""Seconds that a tool may take over everything it is given at once."""
SMALLEST: Final = 11.0
"""No type is smaller, in points."""
HERE: Final = Path(__file__).parent

PROGRAMS: Final = {
    "qpdf": ("qpdf", "apt-get install qpdf"),
    "poppler": ("pdftotext", "apt-get install poppler-utils"),
    "chromium": ("chromium", "apt-get install chromium"),
    "node": ("node", "apt-get install nodejs"),
    "java": ("java", "apt-get install default-jre-headless"),
}
MODULES: Final = {
    "playwright-core": "PLAYWRIGHT_CORE",
    "axe-core": "AXE_CORE",
    "vnu-jar": "VNU_JAR",
}
"""Packages from npm, each with the variable that says where it is."""
PACKAGES: Final = {
    "markdown-it-py": ("markdown_it", "pip install markdown-it-py"),
    "page-validation": ("page", "pip install page-validation"),
    "typst": ("typst", "pip install '.[pdf]'"),
}


def missing(name: str) -> str | None:
    """What to install for a tool; None where it is here."""
    if name in PROGRAMS:
        program, advice = PROGRAMS[name]
        return None if shutil.which(program) else f"{program} is not here: {advice}"
    if name in MODULES:
        place = os.environ.get(MODULES[name], "")
        if place and Path(place).exists():
            return None
        return f"{name} is not here: npm install {name}, and set {MODULES[name]} to where it is"
    module, advice = PACKAGES[name]
    return None if importlib.util.find_spec(module) else f"{name} is not here: {advice}"


def run(*command: str | Path, accept: Sequence[int] = (0,), errors: str = "strict") -> str:
    """What a program prints; what it complains of is part of the error where it fails.

    `errors` is for bytes that are no UTF-8, as `bytes.decode` has it.
    """
    done = subprocess.run(command, capture_output=True, timeout=PATIENCE)
    if done.returncode not in accept:
        raise RuntimeError(f"{command[0]}: {done.returncode} {done.stderr.decode()[:2000]}")
    return done.stdout.decode(errors=errors)


def squeezed(text: str) -> str:
    """The text without white space and soft hyphens, and without marks of its direction."""
    return re.sub("[\\s\u00ad\u200b\u2066-\u2069]+", "", text)


# ---- a PDF -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wanted:
    """What the document says, told without the writer of PDF: what a PDF of it must hold."""

    title: str
    language: str
    notice: str
    foot: tuple[str, ...]
    """What stands beside the notice at the foot of each sheet, but for the number."""
    headings: tuple[tuple[int, str], ...]
    """Level and words, in the order in which they are read."""
    titles: tuple[str, ...]
    """Of the document and of its pages."""
    captions: tuple[str, ...]
    """Of the tables."""
    months: tuple[str, ...]
    """Of the grids of days. A line of a table may say no more than that, and one of a picture no
    more than another title."""
    descriptions: tuple[str, ...]
    """Of each picture, in words."""
    facts: tuple[str, ...]
    """Every text, in the order in which they are read."""


def syntax(pdf: Path) -> list[str]:
    """`qpdf --check`."""
    done = subprocess.run(["qpdf", "--check", pdf], capture_output=True, timeout=PATIENCE)
    words = (done.stdout + done.stderr).decode(errors="replace")
    if done.returncode == 0 and "WARNING" not in words:
        return []
    return [f"qpdf: {words[-300:]}"]


def conformance(pdf: Path) -> list[str]:
    """PDF/UA-1 and PDF/A-2a as `page-validation` sees them."""
    import page

    found = []
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A):
        try:
            failures = page.validate_pdf(pdf, profile=profile).failures
        except page.PageError as error:
            found.append(f"{profile.value}: {error}")
            continue
        found += [
            f"{profile.value}: {failure.rule_id}: {failure.message}"
            for failure in failures
            # It takes a last byte 13 of a stream for the end of a line (0.11.0), which is right
            # as it is: qpdf reads the same lengths.
            if not (failure.rule_id.endswith("STREAM-LENGTH-001") and _ends_in_13(pdf))
        ]
    return found


def _ends_in_13(pdf: Path) -> bool:
    """Whether every stream is as long as it says, and some end in the byte 13."""
    data = pdf.read_bytes()
    lengths = [
        (match.end(), int(match[1]))
        for match in re.finditer(rb"/Length (\d+)[^\0]{0,2000}?>>\s*stream\r?\n", data)
    ]
    ends = [data[start + length - 1 : start + length + 10] for start, length in lengths]
    return all(end[1:] == b"\nendstream" for end in ends) and any(end[:1] == b"\r" for end in ends)


@dataclass(frozen=True)
class Inside:
    """What stands in the objects of a PDF."""

    language: str
    is_tagged: bool
    shows_title: bool
    bookmarks: tuple[str, ...]
    headings: tuple[tuple[int, str], ...]
    descriptions: tuple[str, ...]
    roles: tuple[str, ...]


def inside(pdf: Path) -> Inside:
    """The objects as `qpdf` reads them; the structure in the order in which it is read aloud."""
    told = json.loads(run("qpdf", "--json=2", pdf, accept=(0, 3)))
    objects: dict[str, Any] = told["qpdf"][1]

    def at(value: Any) -> Any:
        while isinstance(value, str) and re.fullmatch(r"\d+ \d+ R", value):
            value = objects[f"obj:{value}"]
            value = value.get("value", value)
        return value

    def elements(value: Any) -> Iterator[dict[str, Any]]:
        value = at(value)
        if isinstance(value, list):
            for item in value:
                yield from elements(item)
        elif isinstance(value, dict):
            if "/S" in value:
                yield value
            yield from elements(value.get("/K"))

    def text(value: Any) -> str:
        return str(value or "").removeprefix("u:")

    def bookmarks(kids: list[dict[str, Any]]) -> Iterator[str]:
        for kid in kids:
            yield kid["title"]
            yield from bookmarks(kid["kids"])

    catalog = at(objects["trailer"]["value"]["/Root"])
    tree = list(elements(at(catalog.get("/StructTreeRoot", {})).get("/K")))
    return Inside(
        language=text(catalog.get("/Lang")),
        is_tagged=bool(at(catalog.get("/MarkInfo", {})).get("/Marked")) and bool(tree),
        shows_title=bool(at(catalog.get("/ViewerPreferences", {})).get("/DisplayDocTitle")),
        bookmarks=tuple(bookmarks(told["outlines"])),
        headings=tuple(
            (int(element["/S"][2:]), text(element.get("/T")))
            for element in tree
            if re.fullmatch(r"/H[1-6]", element["/S"])
        ),
        descriptions=tuple(text(e.get("/Alt")) for e in tree if e["/S"] == "/Figure"),
        roles=tuple(element["/S"] for element in tree),
    )


def structure(pdf: Path, wanted: Wanted) -> list[str]:
    """Tags, headings, bookmarks, descriptions, language: as the document has them."""
    try:
        found = inside(pdf)
    except (RuntimeError, ValueError, KeyError) as error:
        return [f"qpdf: no objects: {error}"[:300]]
    headings = tuple((level, squeezed(words)) for level, words in found.headings)
    expected = tuple((level, squeezed(words)) for level, words in wanted.headings)
    descriptions = tuple(map(squeezed, found.descriptions))
    bookmarks = [squeezed(words) for words in found.bookmarks]
    table = {
        f"the language is {found.language!r}": found.language == wanted.language,
        "not tagged": found.is_tagged,
        "the title is not shown": found.shows_title,
        f"headings {_differing(headings, expected)}": headings == expected,
        "no bookmarks for the pages": bookmarks
        == [words for level, words in expected if level < 3],
        f"{len(descriptions)} figures": len(descriptions) == len(wanted.descriptions),
        "a figure is not described": all(
            all(squeezed(part) in found for part in said.split("\n"))
            for found, said in zip(descriptions, wanted.descriptions, strict=False)
        ),
    }
    return [f"structure: {words}" for words, is_so in table.items() if not is_so]


def _differing(found: Sequence[object], expected: Sequence[object]) -> str:
    """Where two sequences first differ."""
    for n, (one, other) in enumerate(zip(found, expected, strict=False)):
        if one != other:
            return f"at {n}: {one} instead of {other}"
    return f"{len(found)} instead of {len(expected)}"


def metadata(pdf: Path, wanted: Wanted) -> list[str]:
    """What the file claims of itself: title, language, PDF/UA-1, PDF/A-2a."""
    try:
        said = run("pdfinfo", "-meta", pdf)
        shown = run("pdfinfo", pdf)
    except RuntimeError as error:
        return [str(error)]
    title = re.search(r"^Title: +(.*)$", shown, re.MULTILINE)
    table = {
        "no title": title is not None and squeezed(title[1]) == squeezed(wanted.title),
        "no language": f"<dc:language><rdf:Bag><rdf:li>{wanted.language}</rdf:li>" in said,
        "no claim of PDF/UA-1": "<pdfuaid:part>1</pdfuaid:part>" in said,
        "no claim of PDF/A-2a": "<pdfaid:part>2</pdfaid:part>" in said
        and "<pdfaid:conformance>A</pdfaid:conformance>" in said,
        "not tagged": re.search(r"^Tagged: +yes$", shown, re.MULTILINE) is not None,
    }
    return [f"pdfinfo: {words}" for words, is_so in table.items() if not is_so]


def sheets(pdf: Path, *, raw: bool = False) -> list[str]:
    """The text of each sheet; raw, in the order in which it is written in the file."""
    return list(_sheets(pdf, pdf.stat().st_mtime_ns, raw))


@functools.lru_cache(maxsize=2)
def _sheets(pdf: Path, _: int, raw: bool) -> tuple[str, ...]:  # noqa: FBT001
    how = ["-raw"] if raw else []
    return tuple(run("pdftotext", *how, "-enc", "UTF-8", pdf, "-").split("\f")[:-1])


def without_foot(sheet: str, wanted: Wanted) -> str:
    """A sheet without white space, without its running head, the notice and what is beside it."""
    edition = "|".join(re.escape(squeezed(part)) for part in wanted.foot)
    text = re.sub(f"(?:{edition})?{FOOT_NUMBER}$", "", squeezed(sheet))
    for part in (*running_heads(wanted), *map(squeezed, (wanted.notice, *wanted.foot))):
        text = text.replace(part, "")
    return text


FOOT_NUMBER: Final = r"Page\d+(?:of\d+)?"


def running_heads(wanted: Wanted) -> tuple[str, ...]:
    """What a sheet may say at its top: which page it carries on with.

    The longest first: a title may end with another ("More about 1. Induction").
    """
    heads = {squeezed(f"{title}, continued") for title in wanted.titles}
    return tuple(sorted(heads, key=len, reverse=True))


def reading(pdf: Path, wanted: Wanted) -> list[str]:
    """Whether the notice and the day it was made stand on each sheet, and more than those."""
    try:
        found = sheets(pdf, raw=True)
    except RuntimeError as error:
        return [str(error)]
    objections = [] if found else ["pdftotext: no sheet"]
    foot = _spaced(f"{wanted.notice} {wanted.foot[0]}")
    titles = {t: squeezed(t) for t in (*(t for _, t in wanted.headings), *wanted.captions)}

    def is_elsewhere(title: str) -> bool:
        return title in wanted.months or any(title in said for said in wanted.descriptions)

    for number, sheet in enumerate(found, start=1):
        objections += [
            f"pdftotext: sheet {number} is without {part[:40]!r}"
            for part in (wanted.notice, *wanted.foot)
            if squeezed(part) not in squeezed(sheet)
        ]
        body = without_foot(sheet, wanted)
        if not body:
            objections.append(f"pdftotext: sheet {number} is empty")
        objections += [
            f"pdftotext: sheet {number} ends with the title {title!r}"
            for title, end in titles.items()
            if body.endswith(end)
            and re.search(rf"^{_spaced(title)}\s+{foot}", sheet, re.MULTILINE)
            and (body == end or not is_elsewhere(title))
        ]
    return objections


def carrying_on(pdf: Path, wanted: Wanted) -> list[str]:
    """Whether each sheet begins with a page, or says which one it carries on."""
    try:
        found = sheets(pdf, raw=True)
    except RuntimeError as error:
        return [str(error)]
    tops = tuple(map(squeezed, wanted.titles))
    return [
        f"pdftotext: sheet {number} does not say which page it carries on"
        for number, sheet in enumerate(found, start=1)
        if not squeezed(sheet).startswith(tops)
    ]


def _spaced(text: str) -> str:
    """A pattern of the text, wherever its lines are broken."""
    return r"\s+".join(map(re.escape, text.split()))


def structure_text(pdf: Path) -> str:
    """What is read aloud, in order, as poppler reads the tags.

    It prints the bytes of a heading's own title as they are (pdfinfo 22.12): one that is not ASCII
    is UTF-16, which begins with the byte FE. The texts themselves are UTF-8.
    """
    said = run("pdfinfo", "-struct-text", pdf, errors="replace")
    return " ".join(re.findall(r'^ *"(.*)"$', said, re.MULTILINE))


def order(pdf: Path, wanted: Wanted) -> list[str]:
    """Whether every text stands there, in the order of the document."""
    found = squeezed(structure_text(pdf))
    at = 0
    for fact in wanted.facts:
        words = squeezed(fact)
        at = found.find(words, at) + len(words)
        if at < len(words):
            return [f"struct-text: {fact[:80]!r} is not where it should be read"]
    return []


def type_sizes(pdf: Path) -> dict[float, int]:
    """The sizes of type in points, to a twentieth, and in how many fonts each."""
    said = run("pdftohtml", "-xml", "-i", "-stdout", "-zoom", str(ZOOM), pdf)
    sizes: dict[float, int] = {}
    for size in re.findall(r'<fontspec id="\d+" size="(-?\d+)"', said):
        sizes[int(size) / ZOOM] = sizes.get(int(size) / ZOOM, 0) + 1
    return sizes


ZOOM: Final = 3
"""The largest that pdftohtml takes; it counts whole pixels and drops the rest."""


def type_size(pdf: Path) -> list[str]:
    """No type is smaller than 11 points."""
    try:
        sizes = type_sizes(pdf)
    except RuntimeError as error:
        return [str(error)]
    small = sorted(size for size in sizes if size < SMALLEST)
    return [f"pdftohtml: type of {small} points"] if small else []


def placing(pdf: Path) -> list[str]:
    """Every word lies within the margins, and none on another."""
    try:
        said = run("pdftotext", "-bbox", "-enc", "UTF-8", pdf, "-")
    except RuntimeError as error:
        return [str(error)]
    objections = []
    for number, page in enumerate(said.split("<page ")[1:], start=1):
        width, height = map(float, re.findall(r'(?:width|height)="([\d.]+)"', page)[:2])
        words = [(*map(float, box), said) for *box, said in re.findall(WORD, page)]
        objections += [
            f"pdftotext: sheet {number} has {said!r} outside its margins"
            for left, top, right, bottom, said in words
            if left < SIDE or right > width - SIDE or top < EDGE or bottom > height - EDGE
        ]
        objections += [
            f"pdftotext: sheet {number} has {one!r} on {other!r}" for one, other in _overlaid(words)
        ]
    return objections


WORD: Final = (
    r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>'
)
SIDE: Final = 48.0
EDGE: Final = 17.0
"""Nothing is printed so near an edge, in points: at the sides, and above and below."""


def _overlaid(words: Sequence[tuple[float, float, float, float, str]]) -> Iterator[tuple[str, str]]:
    """Pairs of words that share more than a hair's breadth, by the middle of each line."""
    cores = sorted(
        (0.65 * top + 0.35 * bottom, 0.35 * top + 0.65 * bottom, left + 1, right - 1, said)
        for left, top, right, bottom, said in words
    )
    for n, (_, bottom, left, right, said) in enumerate(cores):
        for other in cores[n + 1 :]:
            if other[0] >= bottom:
                break
            if other[2] < right and left < other[3]:
                yield said, other[4]


def pdf_objections(pdf: Path, wanted: Wanted) -> list[str]:
    """All that these tools have against a PDF."""
    return [
        *syntax(pdf),
        *conformance(pdf),
        *structure(pdf, wanted),
        *metadata(pdf, wanted),
        *layout_objections(pdf, wanted),
    ]


def layout_objections(pdf: Path, wanted: Wanted) -> list[str]:
    """What these tools have against the layout of its sheets."""
    return [
        *reading(pdf, wanted),
        *carrying_on(pdf, wanted),
        *type_size(pdf),
        *placing(pdf),
    ]


# ---- HTML and SVG ------------------------------------------------------------------------------


@dataclass(frozen=True)
class View:
    """How a browser shows a page."""

    width: int = 1280
    media: str = "screen"
    scheme: str = "light"


VIEWS: Final = tuple(
    View(width, media, scheme)
    for width in (320, 1280)
    # On paper nothing is dark.
    for media, scheme in (("screen", "light"), ("screen", "dark"), ("print", "light"))
)


def browser_objections(
    pages: Mapping[Path, Wanted],
    *,
    views: Sequence[View] = VIEWS,
    papers: Sequence[str] = ("A4",),
    by_axe: bool = True,
) -> list[str]:
    """What axe-core has against the pages, where they scroll sideways, where a picture is cut,
    small or there twice, where a sheet that chromium prints is without the notice.

    Without `by_axe` only the rest: it looks at each element and takes seconds a view.
    """
    with tempfile.TemporaryDirectory() as folder:
        jobs = {
            "chromium": shutil.which("chromium"),
            "playwright": os.environ["PLAYWRIGHT_CORE"],
            "axe": str(Path(os.environ["AXE_CORE"]) / "axe.min.js"),
            "files": [str(path.resolve()) for path in pages],
            "views": [asdict(view) for view in views],
            "papers": list(papers),
            "byAxe": by_axe,
            "folder": folder,
        }
        Path(folder, "jobs.json").write_text(json.dumps(jobs), "utf-8")
        run("node", HERE / "browser.mjs", Path(folder, "jobs.json"))
        found = json.loads(Path(folder, "found.json").read_text("utf-8"))
        objections = [f"{Path(one['file']).name}: {one['what']}" for one in found["objections"]]
        for one in found["printed"]:
            wanted = pages[Path(one["file"])]
            said = reading(Path(one["pdf"]), wanted) + type_size(Path(one["pdf"]))
            objections += [f"{Path(one['file']).name} on {one['paper']}: {w}" for w in said]
    return objections


@functools.cache
def vnu_jar() -> Path:
    """The jar of the checker, wherever its package keeps it."""
    return next(Path(os.environ["VNU_JAR"]).rglob("vnu.jar"))


def vnu(files: Sequence[Path]) -> list[str]:
    """What the checker of HTML and SVG has against the files; warnings count as well."""
    done = subprocess.run(
        ["java", "-Xss2m", "-XX:TieredStopAtLevel=1", "-jar", vnu_jar(), "--format", "json",
         "--also-check-svg", *files],
        capture_output=True, timeout=PATIENCE,
    )  # fmt: skip
    told = json.loads(done.stderr or done.stdout)
    return [
        f"vnu: {Path(m.get('url', '')).name}:{m.get('lastLine', 0)}: {m['message']}"
        for m in told["messages"]
        if m["type"] != "info" or m.get("subType") == "warning"
    ]
