# SPDX-License-Identifier: MIT
"""What searches and changes give back: frozen dataclasses, plain Python data.

The library's JSON goes in (its keys are the fields' names). Where that counts
bytes of a text, these count characters, so that `text[start:end]` is right.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

Span = tuple[int, int]


def _characters(text: str, spans: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    """Ranges of bytes of a text's UTF-8, ascending, as ranges of characters."""
    data = text.encode("utf-8")
    result = []
    byte = character = 0
    for start, end in spans:
        character += len(data[byte:start].decode("utf-8", "replace"))
        first = character
        character += len(data[start:end].decode("utf-8", "replace"))
        byte = end
        result.append((first, character))
    return tuple(result)


def _marked(text: str, spans: Sequence[Span]) -> str:
    """HTML of the text, with <mark> around the ranges."""
    pieces = []
    done = 0
    for start, end in spans:
        pieces.append(html.escape(text[done:start]))
        pieces.append(f"<mark>{html.escape(text[start:end])}</mark>")
        done = end
    return "".join(pieces) + html.escape(text[done:])


@dataclass(frozen=True)
class Paragraph:
    """A citable paragraph and its place."""

    id: str  #: 12 base-32 letters, stable over re-indexing
    document: str  #: a record's own id, else the path
    path: str  #: resolves from the current folder
    line: int  #: first line in the original file, from 1
    end_line: int  #: last line, inclusive
    byte: int  #: first byte in the file as UTF-8
    end_byte: int  #: end of it, exclusive
    page: int | None  #: None where the document shows no pages
    title: str
    heading: tuple[str, ...]  #: outermost first, without the title
    kind: str  #: paragraph heading list table code quote footnote glossary
    lang: str  #: "en", "ru", ...
    text: str  #: cleaned of its mark-up
    meta: dict[str, Any] = field(hash=False)  #: a JSON Lines record's own keys

    @property
    def place(self) -> str:
        """`path:line`, as editors take it."""
        return f"{self.path}:{self.line}"

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"

    def _repr_html_(self) -> str:
        return _block(self, html.escape(self.text))


@dataclass(frozen=True)
class View(Paragraph):
    """A paragraph among its neighbours."""

    before: tuple[Paragraph, ...] = ()
    after: tuple[Paragraph, ...] = ()

    def _repr_html_(self) -> str:
        rows = [
            f"<p style='color:gray'>{html.escape(one.text)}</p>"
            for one in self.before
        ]
        rows.append(super()._repr_html_())
        rows += [
            f"<p style='color:gray'>{html.escape(one.text)}</p>"
            for one in self.after
        ]
        return "".join(rows)


@dataclass(frozen=True)
class Explanation:
    """What one word adds to a score."""

    term: str  #: as the index has it
    kind: str  #: term phrase proximity heading translation
    source: str  #: the word of the query, and the entry it came through
    tf: int
    df: int
    idf: float
    length: int  #: of the paragraph, in words
    weight: float
    score: float  #: those of a hit add up to its score


@dataclass(frozen=True)
class Hit(Paragraph):
    """A paragraph that a query found."""

    rank: int = 0  #: from 1
    score: float = 0.0
    highlights: tuple[Span, ...] = ()  #: in `text`, in characters
    snippet: str = ""  #: the best 240 characters or fewer
    explain: tuple[Explanation, ...] = ()  #: with `explain=True`

    def _repr_html_(self) -> str:
        return _block(self, _marked(self.text, self.highlights))


def _block(one: Paragraph, text: str) -> str:
    heading = " › ".join((one.title, *one.heading))
    return (
        f"<div><p><b>{html.escape(one.place)}</b> {html.escape(heading)}<br>"
        f"{text}<br><code>{html.escape(one.id)}</code></p></div>"
    )


@dataclass(frozen=True)
class Summary:
    """What a search came to as a whole."""

    total: int  #: paragraphs (documents, by document) that match
    exact: bool  #: False: at least so many, and maybe more
    notices: tuple[str, ...]  #: how the query was read, where that may surprise
    suggestions: tuple[str, ...]  #: what may have been meant
    facets: dict[str, dict[str, int]] = field(hash=False)


@dataclass(frozen=True)
class Hits(Sequence[Hit]):
    """Hits, best first: a sequence, and what the search came to."""

    hits: tuple[Hit, ...]
    summary: Summary

    @overload
    def __getitem__(self, index: int) -> Hit: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Hit]: ...

    def __getitem__(self, index: int | slice) -> Hit | Sequence[Hit]:
        return self.hits[index]

    def __len__(self) -> int:
        return len(self.hits)

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __str__(self) -> str:
        return "\n".join(str(hit) for hit in self.hits)

    def _repr_html_(self) -> str:
        if not self.hits:
            return "<p>nothing found</p>"
        return "".join(hit._repr_html_() for hit in self.hits)


@dataclass(frozen=True)
class GlossaryEntry:
    """A pair of words or phrases that translate each other."""

    term: str  #: the side that stands first
    translation: str
    note: str  #: what stood beside them in brackets
    path: str  #: of the document that has it
    line: int
    id: str  #: of its paragraph; "" for an imported one, which is none


@dataclass(frozen=True)
class Status:
    """What an index holds."""

    documents: int
    paragraphs: int
    words: int
    bytes: int  #: on disk
    generation: int  #: raised by every commit
    glossary_entries: int
    engine: str
    languages: tuple[str, ...]
    folder: str  #: the index's own, absolute


@dataclass(frozen=True)
class Progress:
    """How far a run has come."""

    path: str | None  #: the file in hand; None while committing
    files_done: int
    files_total: int
    bytes_done: int
    bytes_total: int


@dataclass(frozen=True)
class Skip:
    """A file, or a line of one, that was not indexed."""

    path: str
    reason: str
    failed: bool  #: it could not be read; False: passed over by rule
    line: int | None  #: None: the whole file


@dataclass(frozen=True)
class Report:
    """What a change of an index did."""

    added: int
    changed: int
    removed: int
    unchanged: int
    paragraphs: int
    words: int
    bytes: int
    seconds: float
    failed: int
    skipped: tuple[Skip, ...]


@dataclass(frozen=True)
class Token:
    """One word of a text as an index reads it."""

    text: str
    start: int  #: in characters
    end: int
    position: int
    script: str  #: latin cyrillic number other
    lang: str  #: whose stemmer was used; "" for none
    term: str  #: what is indexed and searched


@dataclass(frozen=True)
class Analysis(Sequence[Token]):
    """The words of a text."""

    tokens: tuple[Token, ...]
    lang: str  #: the language the text is in

    @overload
    def __getitem__(self, index: int) -> Token: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Token]: ...

    def __getitem__(self, index: int | slice) -> Token | Sequence[Token]:
        return self.tokens[index]

    def __len__(self) -> int:
        return len(self.tokens)


def paragraph_from(value: dict[str, Any]) -> dict[str, Any]:
    """The fields of Paragraph out of the JSON of a hit or view."""
    fields = {name: value[name] for name in _PARAGRAPH}
    fields["heading"] = tuple(value["heading"])
    return fields


_PARAGRAPH = tuple(Paragraph.__dataclass_fields__)


def hit_from(value: dict[str, Any]) -> Hit:
    """A hit out of its JSON."""
    return Hit(
        **paragraph_from(value),
        rank=value["rank"],
        score=value["score"],
        highlights=_characters(value["text"], value["highlights"]),
        snippet=value["snippet"],
        explain=tuple(
            Explanation(
                source=line["from"],
                **{name: line[name] for name in line if name != "from"},
            )
            for line in value.get("explain", ())
        ),
    )


def view_from(value: dict[str, Any]) -> View:
    """A view out of its JSON."""
    return View(
        **paragraph_from(value),
        before=tuple(Paragraph(**paragraph_from(p)) for p in value["before"]),
        after=tuple(Paragraph(**paragraph_from(p)) for p in value["after"]),
    )


def summary_from(value: dict[str, Any]) -> Summary:
    """A summary out of its JSON."""
    return Summary(
        total=value["total"],
        exact=value["exact"],
        notices=tuple(value["notices"]),
        suggestions=tuple(value["suggestions"]),
        facets=value["facets"],
    )
