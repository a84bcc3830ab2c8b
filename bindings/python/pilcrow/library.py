# SPDX-License-Identifier: MIT
"""The shared library: found, loaded once, its functions declared.

In comes `include/pilcrow.h` as ctypes has to be told of it; out come the
library's functions, and `call()`, which raises what a status means. Nothing
else in the package touches ctypes' library object, and no memory of the
library's outlives a call but handles, which `index.py` closes.

Looked for in this order: the path in $PILCROW_LIBRARY, else `libpilcrow.so.0`
where the system's loader finds it.
"""

from __future__ import annotations

import ctypes
import os
from ctypes import (
    CFUNCTYPE,
    POINTER,
    Structure,
    c_bool,
    c_char,
    c_char_p,
    c_double,
    c_int,
    c_size_t,
    c_uint32,
    c_uint64,
    c_void_p,
)
from typing import Any

from .errors import BY_STATUS, Error

SONAME = "libpilcrow.so.0"


class CError(Structure):
    """pilcrow_error"""

    _fields_ = [
        ("status", c_int),
        ("offset", c_size_t),
        ("message", c_char * 1024),
    ]


class CFilter(Structure):
    """pilcrow_filter"""

    _fields_ = [
        ("name", c_char_p),
        ("value", c_char_p),
    ]


class CSearchOptions(Structure):
    """pilcrow_search_options"""

    _fields_ = [
        ("size", c_size_t),
        ("limit", c_size_t),
        ("offset", c_size_t),
        ("k1", c_double),
        ("b", c_double),
        ("strict", c_bool),
        ("by_document", c_bool),
        ("count", c_bool),
        ("deadline_ms", c_uint32),
        ("explain", c_bool),
        ("facets", c_bool),
        ("translate", c_bool),
        ("translation", c_double),
        ("suggest", c_bool),
        ("ids_only", c_bool),
        ("context", c_bool),
        ("proximity", c_bool),
        ("filters", POINTER(CFilter)),
        ("filter_count", c_size_t),
    ]


class CSource(Structure):
    """pilcrow_source"""

    _fields_ = [
        ("path", c_char_p),
        ("data", c_char_p),
        ("data_len", c_size_t),
    ]


class CProgress(Structure):
    """pilcrow_progress"""

    _fields_ = [
        ("path", c_char_p),
        ("files_done", c_uint64),
        ("files_total", c_uint64),
        ("bytes_done", c_uint64),
        ("bytes_total", c_uint64),
    ]


PROGRESS_FN = CFUNCTYPE(c_bool, c_void_p, POINTER(CProgress))
DAMAGE_FN = CFUNCTYPE(None, c_void_p, c_char_p)
FAULT_FN = CFUNCTYPE(None, c_void_p, c_size_t, c_char_p)


class CUpdateOptions(Structure):
    """pilcrow_update_options"""

    _fields_ = [
        ("size", c_size_t),
        ("engine", c_char_p),
        ("languages", c_char_p),
        ("format", c_char_p),
        ("hidden", c_bool),
        ("follow", c_bool),
        ("exclude", POINTER(c_char_p)),
        ("exclude_count", c_size_t),
        ("full", c_bool),
        ("prune", c_bool),
        ("memory_mb", c_size_t),
        ("progress", PROGRESS_FN),
        ("progress_ctx", c_void_p),
        ("jobs", c_size_t),
        ("skip", c_void_p),
        ("skip_ctx", c_void_p),
    ]


class CRecord(Structure):
    """pilcrow_record"""

    _fields_ = [
        ("size", c_size_t),
        ("id", c_char_p),
        ("title", c_char_p),
        ("text", c_char_p),
        ("text_len", c_size_t),
        ("meta", c_char_p),
        ("format", c_char_p),
    ]


class CEntry(Structure):
    """pilcrow_entry"""

    _fields_ = [
        ("term", c_char_p),
        ("translation", c_char_p),
        ("note", c_char_p),
        ("path", c_char_p),
        ("line", c_size_t),
        ("id", c_char_p),
    ]


class CCounts(Structure):
    """pilcrow_counts"""

    _fields_ = [
        ("added", c_uint64),
        ("changed", c_uint64),
        ("removed", c_uint64),
        ("unchanged", c_uint64),
        ("paragraphs", c_uint64),
        ("words", c_uint64),
        ("bytes", c_uint64),
        ("seconds", c_double),
        ("failed", c_uint64),
    ]


class CSkip(Structure):
    """pilcrow_skip"""

    _fields_ = [
        ("path", c_char_p),
        ("reason", c_char_p),
        ("failed", c_bool),
        ("line", c_size_t),
    ]


class CStats(Structure):
    """pilcrow_stats"""

    _fields_ = [
        ("documents", c_uint64),
        ("paragraphs", c_uint64),
        ("words", c_uint64),
        ("bytes", c_uint64),
        ("generation", c_uint64),
        ("glossary_entries", c_uint64),
        ("engine", c_char_p),
        ("languages", c_char_p),
        ("folder", c_char_p),
    ]


class CToken(Structure):
    """pilcrow_token"""

    _fields_ = [
        ("text", c_char_p),
        ("start", c_size_t),
        ("end", c_size_t),
        ("position", c_size_t),
        ("script", c_char_p),
        ("lang", c_char_p),
        ("term", c_char_p),
    ]


# Each function by its name in the header: what it returns, what it takes.
# A c_int is a status. Handles are void pointers; `_OUT` receives one.
_OUT = POINTER(c_void_p)
_ERR = POINTER(CError)
_FUNCTIONS: dict[str, tuple[Any, list[Any]]] = {
    "pilcrow_version": (c_char_p, []),
    "pilcrow_free": (None, [c_void_p]),
    "pilcrow_find": (c_int, [_OUT, c_char_p, _ERR]),
    "pilcrow_open": (c_int, [_OUT, c_char_p, _ERR]),
    "pilcrow_open_several": (
        c_int,
        [_OUT, POINTER(c_char_p), c_size_t, _ERR],
    ),
    "pilcrow_close": (None, [c_void_p]),
    "pilcrow_search": (
        c_int,
        [_OUT, c_void_p, c_char_p, c_size_t, POINTER(CSearchOptions), _ERR],
    ),
    "pilcrow_similar": (
        c_int,
        [_OUT, c_void_p, c_char_p, POINTER(CSearchOptions), _ERR],
    ),
    "pilcrow_hits_count": (c_size_t, [c_void_p]),
    "pilcrow_hits_get": (c_void_p, [c_void_p, c_size_t]),
    "pilcrow_hits_free": (None, [c_void_p]),
    "pilcrow_hit_json": (c_int, [_OUT, c_void_p, _ERR]),
    "pilcrow_summary_json": (c_int, [_OUT, c_void_p, _ERR]),
    "pilcrow_show": (c_int, [_OUT, c_void_p, c_char_p, c_size_t, _ERR]),
    "pilcrow_view_json": (c_int, [_OUT, c_void_p, _ERR]),
    "pilcrow_view_free": (None, [c_void_p]),
    "pilcrow_stat": (c_int, [POINTER(CStats), c_void_p, _ERR]),
    "pilcrow_glossary_list": (c_int, [_OUT, c_void_p, c_char_p, _ERR]),
    "pilcrow_glossary_count": (c_size_t, [c_void_p]),
    "pilcrow_glossary_get": (POINTER(CEntry), [c_void_p, c_size_t]),
    "pilcrow_glossary_free": (None, [c_void_p]),
    "pilcrow_import": (
        c_int,
        [
            POINTER(c_uint64),
            c_char_p,
            POINTER(CSource),
            FAULT_FN,
            c_void_p,
            _ERR,
        ],
    ),
    "pilcrow_analyze": (c_int, [_OUT, c_char_p, c_size_t, c_char_p, _ERR]),
    "pilcrow_analysis_next": (
        c_int,
        [POINTER(POINTER(CToken)), c_void_p, _ERR],
    ),
    "pilcrow_analysis_language": (c_char_p, [c_void_p]),
    "pilcrow_analysis_free": (None, [c_void_p]),
    "pilcrow_update": (
        c_int,
        [
            _OUT,
            c_char_p,
            POINTER(CSource),
            c_size_t,
            POINTER(CUpdateOptions),
            _ERR,
        ],
    ),
    "pilcrow_forget": (
        c_int,
        [_OUT, c_char_p, POINTER(c_char_p), c_size_t, _ERR],
    ),
    "pilcrow_writer_open": (
        c_int,
        [_OUT, c_char_p, POINTER(CUpdateOptions), _ERR],
    ),
    "pilcrow_writer_add_path": (c_int, [c_void_p, c_char_p, _ERR]),
    "pilcrow_writer_add_memory": (
        c_int,
        [c_void_p, c_char_p, c_char_p, c_size_t, _ERR],
    ),
    "pilcrow_writer_add_record": (c_int, [c_void_p, POINTER(CRecord), _ERR]),
    "pilcrow_writer_forget": (c_int, [c_void_p, c_char_p, _ERR]),
    "pilcrow_writer_commit": (c_int, [_OUT, c_void_p, _ERR]),
    "pilcrow_writer_rollback": (c_int, [c_void_p, _ERR]),
    "pilcrow_writer_close": (None, [c_void_p]),
    "pilcrow_report_counts": (POINTER(CCounts), [c_void_p]),
    "pilcrow_report_skip": (c_bool, [c_void_p, c_size_t, POINTER(CSkip)]),
    "pilcrow_report_free": (None, [c_void_p]),
    "pilcrow_compact": (
        c_int,
        [POINTER(c_uint64), POINTER(c_uint64), c_char_p, _ERR],
    ),
    "pilcrow_check": (c_int, [c_char_p, DAMAGE_FN, c_void_p, _ERR]),
}


def _load() -> ctypes.CDLL:
    path = os.environ.get("PILCROW_LIBRARY") or SONAME
    try:
        loaded = ctypes.CDLL(path)
    except OSError as reason:
        raise ImportError(
            f"Pilcrow's library cannot be loaded: {reason}. Install it, or "
            "name the file in the environment variable PILCROW_LIBRARY."
        ) from None
    for name, (result, arguments) in _FUNCTIONS.items():
        function = getattr(loaded, name)
        function.restype = result
        function.argtypes = arguments
    return loaded


lib = _load()


# What frees the `out` of a call that gives one although it fails.
_FREE = {
    "pilcrow_search": lib.pilcrow_hits_free,
    "pilcrow_similar": lib.pilcrow_hits_free,
    "pilcrow_update": lib.pilcrow_report_free,
}


def version() -> str:
    """The version of the shared library, as "0.1.0"."""
    text: bytes = lib.pilcrow_version()
    return text.decode()


def encode(text: str | os.PathLike[str]) -> bytes:
    """Text or a path as the library takes it; NUL ends no string early."""
    data = os.fsencode(text)
    if b"\0" in data:
        raise BY_STATUS[2]("Text for Pilcrow cannot hold a NUL character.")
    return data


def call(name: str, *arguments: Any) -> None:
    """Call a function that returns a status; raise what it failed with."""
    err = CError()
    status = getattr(lib, name)(*arguments, ctypes.byref(err))
    if status != 0:
        message = err.message.decode("utf-8", "replace")
        kind = BY_STATUS.get(status, Error)
        raise kind(message or name, offset=err.offset)


def own(name: str, *arguments: Any) -> int:
    """Call a function whose first argument is an `out`; return the handle.
    One that is given with a failure is freed."""
    out = c_void_p()
    try:
        call(name, ctypes.byref(out), *arguments)
    except Error:
        _FREE.get(name, lib.pilcrow_free)(out)
        raise
    assert out.value is not None
    return out.value


def own_text(name: str, *arguments: Any) -> str:
    """As own(), where what is given is text: copy it and free it."""
    memory = own(name, *arguments)
    try:
        return ctypes.string_at(memory).decode("utf-8", "replace")
    finally:
        lib.pilcrow_free(memory)
