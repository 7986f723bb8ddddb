"""Words that need explaining: which of them stand in a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from journey.pages.document import Block, Bullets, Callout, Definitions, Heading, Paragraph, Table
from journey.pathways.companions import Term


def headword(term: Term) -> str:
    """A term with its abbreviation, where it has one."""
    short = [form for form in term.forms if form.isupper()]
    return f"{term.term} ({short[0]})" if short else term.term


def terms_in(blocks: Iterable[Block], terms: Iterable[Term]) -> tuple[Term, ...]:
    """The terms that stand in the text of the blocks."""
    said = "\n".join(map(_words_of, blocks))
    lowered = said.lower()
    return tuple(term for term in terms if _stands_in(term, said, lowered))


def _stands_in(term: Term, said: str, lowered: str) -> bool:
    return next(_places(term, said, lowered), None) is not None


def _places(term: Term, said: str, lowered: str) -> Iterator[tuple[int, int]]:
    """Where it stands as a word of its own; no pattern, for this is asked very often."""
    for form in (term.term, *term.forms):
        # "ALL" is not "all".
        text, word = (said, form) if form.isupper() else (lowered, form.lower())
        at = text.find(word)
        while at >= 0:
            end = at + len(word)
            around = text[max(0, at - 1) : at] + text[end : end + 1]
            if not any(character.isalnum() or character == "_" for character in around):
                yield at, end
            at = text.find(word, at + 1)


def _words_of(block: Block) -> str:
    match block:
        case Heading(words=text):
            return text
        case Paragraph(text):
            return text.words
        case Bullets(items) | Callout(paragraphs=items):
            return "\n".join(item.words for item in items)
        case Table(rows=rows):
            return "\n".join(cell.words for row in rows for cell in row)
        case Definitions(items=pairs):
            return "\n".join(f"{name}\n{text.words}" for name, text in pairs)
        case _:
            return ""
