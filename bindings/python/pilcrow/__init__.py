# SPDX-License-Identifier: MIT
"""Full-text search whose unit is the paragraph.

    import pilcrow

    with pilcrow.open("papers/.pilcrow") as index:
        for hit in index.search("asylum seekers", limit=3):
            print(f"{hit.path}:{hit.line}: {hit.text}")

`open()` gives an `Index`, whose methods search and change it. What they give
back are plain frozen dataclasses; errors are `pilcrow.Error` or one of its
classes. The package calls the shared library libpilcrow through ctypes, so
nothing needs to be compiled; see `library.py` for where it is looked for.
"""

from __future__ import annotations

from .errors import (
    Busy,
    Cancelled,
    Corrupt,
    Error,
    InternalError,
    InvalidArgument,
    IOFailure,
    LimitExceeded,
    NotAnIndex,
    NotFound,
    OutOfMemory,
    ParagraphExists,
    QuerySyntaxError,
    Stale,
    Timeout,
    Unsupported,
    VersionMismatch,
)
from .index import Index, Writer, open
from .library import version
from .results import (
    Analysis,
    Explanation,
    GlossaryEntry,
    Hit,
    Hits,
    Paragraph,
    Progress,
    Report,
    Skip,
    Status,
    Summary,
    Token,
    View,
)
from .text import analyze

__version__ = "0.1.0"

__all__ = [
    "Analysis",
    "Busy",
    "Cancelled",
    "Corrupt",
    "Error",
    "Explanation",
    "GlossaryEntry",
    "Hit",
    "Hits",
    "IOFailure",
    "Index",
    "InternalError",
    "InvalidArgument",
    "LimitExceeded",
    "NotAnIndex",
    "NotFound",
    "OutOfMemory",
    "Paragraph",
    "ParagraphExists",
    "Progress",
    "QuerySyntaxError",
    "Report",
    "Skip",
    "Stale",
    "Status",
    "Summary",
    "Timeout",
    "Token",
    "Unsupported",
    "VersionMismatch",
    "View",
    "Writer",
    "analyze",
    "open",
    "version",
]
