# SPDX-License-Identifier: MIT
"""Text in, its words as an index reads them out."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

from .library import CToken, call, encode, lib, own
from .results import Analysis, Token


def languages_of(languages: str | Sequence[str] | None) -> bytes | None:
    """Languages as the library takes them: "en,ru"."""
    if languages is None:
        return None
    if not isinstance(languages, str):
        languages = ",".join(languages)
    return encode(languages)


def analyze(
    text: str, languages: str | Sequence[str] | None = None
) -> Analysis:
    """The words of `text`, each with its range, script, language and term.

    languages  two-letter codes, "en,ru" or ["en", "ru"]; None: these two.

    Raises InvalidArgument for a language that Pilcrow does not know.
    """
    data = text.encode("utf-8", "replace")
    handle = own(
        "pilcrow_analyze", data, len(data), languages_of(languages)
    )
    tokens: list[Token] = []
    token = ctypes.POINTER(CToken)()
    byte = character = 0  # tokens come in the order of their starts
    try:
        language: bytes = lib.pilcrow_analysis_language(handle)
        while True:
            call("pilcrow_analysis_next", ctypes.byref(token), handle)
            if not token:
                break
            one = token.contents
            character += len(data[byte : one.start].decode("utf-8"))
            byte = one.start
            length = len(data[one.start : one.end].decode("utf-8"))
            tokens.append(
                Token(
                    text=one.text.decode("utf-8", "replace"),
                    start=character,
                    end=character + length,
                    position=one.position,
                    script=one.script.decode(),
                    lang=one.lang.decode(),
                    term=one.term.decode("utf-8", "replace"),
                )
            )
    finally:
        lib.pilcrow_analysis_free(handle)
    return Analysis(tuple(tokens), language.decode())
