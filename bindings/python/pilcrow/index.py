# SPDX-License-Identifier: MIT
"""An index: opened, searched, changed.

An `Index` holds one handle of the library, made when something is first read
and closed with it. A lock lets threads share it, one call at a time; several
`Index` objects of one folder work side by side.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import TracebackType
from typing import Any

from .errors import Corrupt, InvalidArgument, NotFound, Unsupported
from .library import (
    DAMAGE_FN,
    FAULT_FN,
    PROGRESS_FN,
    CFilter,
    CProgress,
    CRecord,
    CSearchOptions,
    CSkip,
    CSource,
    CStats,
    CUpdateOptions,
    call,
    encode,
    lib,
    own,
    own_text,
)
from .results import (
    GlossaryEntry,
    Hits,
    Progress,
    Report,
    Skip,
    Status,
    View,
    hit_from,
    summary_from,
    view_from,
)
from .text import languages_of

Path = str | os.PathLike[str]


def open(  # noqa: A001 - pilcrow.open() reads as it should
    path: Path | Sequence[Path] | None = None, *, create: bool = False
) -> Index:
    """Open an index.

    path    the index's folder, or the folder that holds it as `.pilcrow`;
            several of them are searched as one; None: the nearest `.pilcrow`
            from the current folder upwards.
    create  make the index when something is first added, if there is none.

    Raises NotFound, NotAnIndex, VersionMismatch, Corrupt.
    """
    if path is None:
        folders = [_nearest(create)]
    elif isinstance(path, (str, os.PathLike)):
        folders = [_folder_of(path)]
    else:
        folders = [_folder_of(one) for one in path]
    index = Index(folders)
    if not create:
        index._reading()
    return index


def _nearest(create: bool) -> str:
    try:
        return own_text("pilcrow_find", None)
    except NotFound:
        if create:
            return ".pilcrow"
        raise


def _folder_of(path: Path) -> str:
    folder = os.fspath(path)
    if os.path.basename(os.path.normpath(folder)) != ".pilcrow":
        inner = os.path.join(folder, ".pilcrow")
        if os.path.isdir(inner):
            return inner
    return folder


class Index:
    """An index, as open() gives it. A context manager: closed at the end."""

    def __init__(self, folders: Sequence[str]) -> None:
        """Use `pilcrow.open()`."""
        if not folders:
            raise InvalidArgument("Name at least one index to open.")
        self._folders = list(folders)
        self._handle: int | None = None
        self._closed = False
        self._lock = threading.RLock()

    # ------------------------------------------------------------ reading

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        offset: int = 0,
        k1: float = 1.2,
        b: float = 0.75,
        strict: bool = False,
        by_document: bool = False,
        explain: bool = False,
        facets: bool = False,
        count: bool = False,
        translate: bool = True,
        translation: float = 0.4,
        suggest: bool = True,
        context: bool = True,
        proximity: bool = False,
        filters: Iterable[tuple[str, str]] = (),
        deadline: float | None = None,
    ) -> Hits:
        """The paragraphs that match `query`, best first.

        query        words, "phrases", +must, -not, AND OR NOT, NEAR/5,
                     heading:x doc:path* lang:ru kind:list, wild*, typo~.
        limit        1 to 1000 paragraphs, after the first `offset`.
        k1, b        BM25.
        strict       a query that does not parse is a QuerySyntaxError.
        by_document  the best paragraph of each document alone.
        explain      say of each hit what its score is made of.
        facets       count what matches by kind, language and document.
        count        count all hits exactly.
        translate    words match what the collection's glossaries give for
                     them too, for `translation` (0 to 1) of the score.
        suggest      say what may have been meant.
        context      words of the query in the title and headings of what is
                     found add a quarter of what they score in a text.
        proximity    words side by side count more; takes longer.
        filters      what a hit must be, as pairs of a name (document, kind,
                     lang, id) and a value: any of the values of one name, and
                     so for each name. An empty query finds all that pass.
        deadline     seconds, after which Timeout is raised; None: none.

        Raises also LimitExceeded (over 4 KiB), Stale, Corrupt.
        """
        text = query.encode("utf-8", "replace")
        pairs = [CFilter(encode(name), encode(v)) for name, v in filters]
        options = CSearchOptions(
            size=ctypes.sizeof(CSearchOptions),
            limit=_size("limit", limit),
            offset=_size("offset", offset),
            k1=k1,
            b=b,
            strict=strict,
            by_document=by_document,
            count=count,
            deadline_ms=_milliseconds(deadline),
            explain=explain,
            facets=facets,
            translate=translate,
            translation=translation,
            suggest=suggest,
            filters=(CFilter * len(pairs))(*pairs),
            filter_count=len(pairs),
            context=context,
            proximity=proximity,
        )
        return self._hits("pilcrow_search", text, len(text), options)

    def similar(
        self, id: str, *, limit: int = 10, by_document: bool = False
    ) -> Hits:
        """The paragraphs most like the one of that id, without itself.

        Raises NotFound where no paragraph has it.
        """
        options = CSearchOptions(
            size=ctypes.sizeof(CSearchOptions),
            limit=_size("limit", limit),
            k1=1.2,
            b=0.75,
            by_document=by_document,
            translate=True,
            translation=0.4,
            suggest=True,
        )
        return self._hits("pilcrow_similar", encode(id), options)

    def paragraph(self, id: str, *, context: int = 0) -> View:
        """The paragraph of that id, with `context` neighbours on each side.

        Raises NotFound where no paragraph has it.
        """
        with self._lock:
            view = own(
                "pilcrow_show",
                self._reading(),
                encode(id),
                _size("context", context),
            )
            try:
                return view_from(json.loads(own_text("pilcrow_view_json", view)))
            finally:
                lib.pilcrow_view_free(view)

    def glossary(self, term: str | None = None) -> list[GlossaryEntry]:
        """The bilingual glossary entries of the documents, and imported ones.

        term  only those a side of which holds all its words, in any inflection.
        """
        with self._lock:
            glossary = own(
                "pilcrow_glossary_list",
                self._reading(),
                None if term is None else encode(term),
            )
            try:
                return [
                    _entry(lib.pilcrow_glossary_get(glossary, i).contents)
                    for i in range(lib.pilcrow_glossary_count(glossary))
                ]
            finally:
                lib.pilcrow_glossary_free(glossary)

    def status(self) -> Status:
        """What the index holds."""
        with self._lock:
            stats = CStats()
            call("pilcrow_stat", ctypes.byref(stats), self._reading())
            return Status(
                documents=stats.documents,
                paragraphs=stats.paragraphs,
                words=stats.words,
                bytes=stats.bytes,
                generation=stats.generation,
                glossary_entries=stats.glossary_entries,
                engine=stats.engine.decode(),
                languages=tuple(stats.languages.decode().split(",")),
                folder=os.fsdecode(stats.folder),
            )

    # ------------------------------------------------------------ writing

    def add(
        self,
        *paths: Path,
        text: str | bytes | None = None,
        format: str | None = None,
        engine: str | None = None,
        languages: str | Sequence[str] | None = None,
        hidden: bool = False,
        follow: bool = False,
        exclude: Iterable[str] = (),
        memory_mb: int = 0,
        jobs: int = 0,
        progress: Callable[[Progress], bool | None] | None = None,
    ) -> Report:
        """Index files and folders, or a text in memory, in one transaction.

        paths      files and folders; what has not changed is passed over.
        text       the content of the one document in `paths`, which need not
                   be on disk.
        format     auto markdown text html jsonl pdf docx; None: auto.
        engine     of a new index; None: the usual one.
        languages  of a new index, as "en,ru"; None: these.
        hidden     walk hidden files too.
        follow     follow symbolic links.
        exclude    globs of names or paths to leave out.
        memory_mb  for the writer's buffers; 0: 256.
        jobs       threads and converters at once; 0: one for each processor.
        progress   called with how far it has come; True stops the run, what
                   was finished is kept, and Cancelled is raised.

        Raises Busy where another writer holds the index.
        """
        if not paths:
            raise InvalidArgument("Name at least one path to add.")
        return self._update(
            _sources(paths, text), format=format, engine=engine,
            languages=languages, hidden=hidden, follow=follow,
            exclude=exclude, memory_mb=memory_mb, jobs=jobs,
            progress=progress,
        )

    def refresh(
        self,
        *,
        full: bool = False,
        prune: bool = False,
        progress: Callable[[Progress], bool | None] | None = None,
    ) -> Report:
        """Bring the index up to date with the files it was made from.

        full   build it anew beside the old one.
        prune  drop also what a missing path or an emptied root held.
        """
        return self._update([], full=full, prune=prune, progress=progress)

    def writer(self) -> Writer:
        """Begin to add documents of a program's own.

        A context manager: what was done is committed at its end, or thrown
        away where an exception ends it. Nobody else can write meanwhile.
        """
        with self._lock:
            options = CUpdateOptions(size=ctypes.sizeof(CUpdateOptions))
            return Writer(own("pilcrow_writer_open", self._only(), options))

    def import_glossary(self, path: Path, text: str | None = None) -> int:
        """Import a glossary, lines of a term, a tab and its translation, from
        a file or from `text` that is to be known as `path`; `forget(path)`
        takes it back. Return how many entries there are.

        Raises Unsupported where a line is no entry, and says which; then
        nothing was changed.
        """
        count = ctypes.c_uint64()
        faults: list[str] = []

        def fault(_: Any, line: int, sentence: bytes) -> None:
            faults.append(f"line {line}: {sentence.decode('utf-8', 'replace')}")

        (source,) = _sources([path], text)
        with self._lock:
            try:
                call(
                    "pilcrow_import",
                    ctypes.byref(count),
                    self._only(),
                    source,
                    FAULT_FN(fault),
                    None,
                )
            except Unsupported as error:
                raise Unsupported("; ".join([str(error), *faults])) from None
        return count.value

    def forget(self, *paths: Path) -> Report:
        """Drop what was indexed from these paths, folders with all in them.

        Raises NotFound where none of them is in the index.
        """
        names = (ctypes.c_char_p * len(paths))(*map(encode, paths))
        with self._lock:
            return _report(
                own("pilcrow_forget", self._only(), names, len(paths))
            )

    def compact(self) -> tuple[int, int]:
        """Make the index small; return its bytes on disk before and after."""
        before, after = ctypes.c_uint64(), ctypes.c_uint64()
        with self._lock:
            call(
                "pilcrow_compact",
                ctypes.byref(before),
                ctypes.byref(after),
                self._only(),
            )
        return before.value, after.value

    def check(self) -> list[str]:
        """Verify the whole index; return a sentence for each damage."""
        damages: list[str] = []

        def found(_: Any, sentence: bytes) -> None:
            damages.append(sentence.decode("utf-8", "replace"))

        with self._lock, contextlib.suppress(Corrupt):
            call("pilcrow_check", self._only(), DAMAGE_FN(found), None)
        return damages

    # ------------------------------------------------------------ closing

    def close(self) -> None:
        """Let go of the index. Closing it twice does no harm."""
        with self._lock:
            lib.pilcrow_close(self._handle)
            self._handle = None
            self._closed = True

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __del__(self) -> None:
        with contextlib.suppress(Exception):
            self.close()

    def __repr__(self) -> str:
        names = ", ".join(repr(folder) for folder in self._folders)
        return f"<pilcrow.Index {names}{' closed' if self._closed else ''}>"

    # ------------------------------------------------------------ helpers

    def _reading(self) -> int:
        """The handle, made now if there is none."""
        if self._closed:
            raise InvalidArgument("This index is closed.")
        if self._handle is None:
            names = [encode(folder) for folder in self._folders]
            folders = (ctypes.c_char_p * len(names))(*names)
            self._handle = own("pilcrow_open_several", folders, len(names))
        return self._handle

    def _only(self) -> bytes:
        """The one folder, which is to be written."""
        if self._closed:
            raise InvalidArgument("This index is closed.")
        if len(self._folders) > 1:
            raise InvalidArgument("Open one index alone to change it.")
        return encode(self._folders[0])

    def _hits(self, name: str, *arguments: Any) -> Hits:
        """Call a search and copy what it found."""
        with self._lock:
            hits = own(name, self._reading(), *arguments)
            try:
                return Hits(
                    tuple(_each_hit(hits)),
                    summary_from(
                        json.loads(own_text("pilcrow_summary_json", hits))[
                            "summary"
                        ]
                    ),
                )
            finally:
                lib.pilcrow_hits_free(hits)

    def _update(
        self,
        sources: Sequence[CSource],
        *,
        format: str | None = None,
        engine: str | None = None,
        languages: str | Sequence[str] | None = None,
        hidden: bool = False,
        follow: bool = False,
        exclude: Iterable[str] = (),
        full: bool = False,
        prune: bool = False,
        memory_mb: int = 0,
        jobs: int = 0,
        progress: Callable[[Progress], bool | None] | None = None,
    ) -> Report:
        globs = [encode(glob) for glob in exclude]
        told = _Told(progress)
        options = CUpdateOptions(
            size=ctypes.sizeof(CUpdateOptions),
            engine=None if engine is None else encode(engine),
            languages=languages_of(languages),
            format=None if format is None else encode(format),
            hidden=hidden,
            follow=follow,
            exclude=(ctypes.c_char_p * len(globs))(*globs),
            exclude_count=len(globs),
            full=full,
            prune=prune,
            memory_mb=_size("memory_mb", memory_mb),
            jobs=_size("jobs", jobs),
            progress=told.function,
        )
        with self._lock:
            try:
                report = own(
                    "pilcrow_update",
                    self._only(),
                    (CSource * len(sources))(*sources),
                    len(sources),
                    options,
                )
            finally:
                told.raise_again()
            return _report(report)


class Writer:
    """Changes of an index, as `Index.writer()` gives them.

    A lock lets threads share it. It belongs to the process that opened it: to a
    child of fork() it is closed.
    """

    def __init__(self, handle: int) -> None:
        """Use `Index.writer()`."""
        self._handle: int | None = handle
        self._process = os.getpid()
        self._lock = threading.RLock()

    def add(self, path: Path, text: str | bytes | None = None) -> None:
        """Index a file or folder, or a text that is to be known as `path`."""
        if text is None:
            with self._mine():
                call("pilcrow_writer_add_path", self._open(), encode(path))
            return
        data = text.encode("utf-8", "replace") if isinstance(text, str) else text
        with self._mine():
            call(
                "pilcrow_writer_add_memory",
                self._open(),
                encode(path),
                data,
                len(data),
            )

    def add_record(
        self,
        id: str,
        text: str,
        *,
        title: str | None = None,
        meta: dict[str, Any] | None = None,
        format: str | None = None,
    ) -> None:
        """Index a note, a message, a row: it replaces what has its `id`.

        title   None: what the text has for one, else the id.
        meta    comes back with hits.
        format  of the text: text, markdown or html; None: text.
        """
        data = text.encode("utf-8", "replace")
        record = CRecord(
            size=ctypes.sizeof(CRecord),
            id=encode(id),
            title=None if title is None else encode(title),
            text=data,
            text_len=len(data),
            meta=None if meta is None else encode(json.dumps(meta)),
            format=None if format is None else encode(format),
        )
        with self._mine():
            call("pilcrow_writer_add_record", self._open(), record)

    def forget(self, path: Path) -> None:
        """Drop what has this path or id. Raises NotFound if nothing has."""
        with self._mine():
            call("pilcrow_writer_forget", self._open(), encode(path))

    def commit(self) -> Report:
        """Make all of it durable and visible, and begin anew."""
        with self._mine():
            return _report(own("pilcrow_writer_commit", self._open()))

    def rollback(self) -> None:
        """Throw away what was done since the last commit."""
        with self._mine():
            call("pilcrow_writer_rollback", self._open())

    def close(self) -> None:
        """Throw away what was not committed, and let others write."""
        if self._process != os.getpid():
            return  # a thread of the parent may have had the lock
        with self._lock:
            lib.pilcrow_writer_close(self._handle)
            self._handle = None

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None and self._handle is not None:
                self.commit()
        finally:
            self.close()

    def __del__(self) -> None:
        with contextlib.suppress(Exception):
            self.close()

    def _mine(self) -> contextlib.AbstractContextManager[Any]:
        """The lock, which a child of fork() may wait for without end."""
        if self._process != os.getpid():
            raise InvalidArgument("This writer is of another process.")
        return self._lock

    def _open(self) -> int:
        if self._handle is None:
            raise InvalidArgument("This writer is closed.")
        return self._handle


class _Told:
    """A progress callback as the library calls it: what it raises stops the
    run, and is raised again after it."""

    def __init__(
        self, progress: Callable[[Progress], bool | None] | None
    ) -> None:
        self._progress = progress
        self._raised: BaseException | None = None
        self.function = (
            PROGRESS_FN(0) if progress is None else PROGRESS_FN(self._call)
        )

    def _call(self, _: Any, now: Any) -> bool:
        assert self._progress is not None
        at: CProgress = now.contents
        try:
            return bool(
                self._progress(
                    Progress(
                        path=None if at.path is None else os.fsdecode(at.path),
                        files_done=at.files_done,
                        files_total=at.files_total,
                        bytes_done=at.bytes_done,
                        bytes_total=at.bytes_total,
                    )
                )
            )
        except BaseException as raised:  # Ctrl-C too must not cross C
            self._raised = raised
            return True

    def raise_again(self) -> None:
        if self._raised is not None:
            raise self._raised


def _each_hit(hits: int) -> Iterator[Any]:
    for i in range(lib.pilcrow_hits_count(hits)):
        hit = lib.pilcrow_hits_get(hits, i)
        yield hit_from(json.loads(own_text("pilcrow_hit_json", hit)))


def _entry(entry: Any) -> GlossaryEntry:
    return GlossaryEntry(
        term=entry.term.decode("utf-8", "replace"),
        translation=entry.translation.decode("utf-8", "replace"),
        note=entry.note.decode("utf-8", "replace"),
        path=os.fsdecode(entry.path),
        line=entry.line,
        id=entry.id.decode(),
    )


def _sources(
    paths: Sequence[Path], text: str | bytes | None
) -> list[CSource]:
    if text is None:
        return [CSource(path=encode(path)) for path in paths]
    if len(paths) != 1:
        raise InvalidArgument("A text has one path that it is to be known as.")
    data = text.encode("utf-8", "replace") if isinstance(text, str) else text
    return [CSource(path=encode(paths[0]), data=data, data_len=len(data))]


def _report(report: int) -> Report:
    """Copy a report of the library's, and free it."""
    try:
        counts = lib.pilcrow_report_counts(report).contents
        return Report(
            **{name: getattr(counts, name) for name, _ in counts._fields_},
            skipped=tuple(_each_skip(report)),
        )
    finally:
        lib.pilcrow_report_free(report)


def _each_skip(report: int) -> Iterator[Skip]:
    skip = CSkip()
    i = 0
    while lib.pilcrow_report_skip(report, i, ctypes.byref(skip)):
        yield Skip(
            path=os.fsdecode(skip.path),
            reason=skip.reason.decode("utf-8", "replace"),
            failed=skip.failed,
            line=skip.line or None,
        )
        i += 1


def _size(name: str, value: int) -> int:
    """A number that C is to have as a size_t."""
    if not 0 <= value <= 2**31:
        raise InvalidArgument(f"{name} has to be 0 or more, not {value}.")
    return value


def _milliseconds(seconds: float | None) -> int:
    if seconds is None:
        return 0
    if not 0 < seconds <= 4_000_000:
        raise InvalidArgument("A deadline is a number of seconds above 0.")
    return max(1, round(seconds * 1000))
