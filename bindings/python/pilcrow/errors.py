# SPDX-License-Identifier: MIT
"""What the library refuses or fails at: one class a status of pilcrow.h."""

from __future__ import annotations


class Error(Exception):
    """A call failed; `str(error)` is a sentence that says what to do.

    status  the number that pilcrow.h has for it.
    offset  QuerySyntaxError: the byte of the query that does not parse, as
            UTF-8; else 0.
    """

    status = -1

    def __init__(self, message: str, *, offset: int = 0) -> None:
        super().__init__(message)
        self.offset = offset


class NotFound(Error, LookupError):
    """No such index, file, paragraph or document."""

    status = 1


class InvalidArgument(Error, ValueError):
    """An argument is out of its range."""

    status = 2


class QuerySyntaxError(Error, ValueError):
    """Strict search: the query does not parse at byte `offset`."""

    status = 3


class IOFailure(Error, OSError):
    """The operating system refused; the message says why."""

    status = 4


class OutOfMemory(Error, MemoryError):
    """There was not enough memory."""

    status = 5


class Corrupt(Error):
    """The index is damaged: rebuild it with `full=True`."""

    status = 6


class Busy(Error):
    """Another writer holds the index."""

    status = 7


class Stale(Error):
    """The index kept changing while it was read; call again."""

    status = 8


class NotAnIndex(Error):
    """The folder holds something else."""

    status = 9


class VersionMismatch(Error):
    """The index is of a newer format, or was made with another analyser."""

    status = 10


class LimitExceeded(Error, ValueError):
    """Larger than a documented limit, as a query of over 4 KiB."""

    status = 11


class Cancelled(Error):
    """A progress callback asked to stop."""

    status = 12


class ParagraphExists(Error):
    """A paragraph of that id is there already."""

    status = 13


class Unsupported(Error):
    """Not text, or a format or engine that this build does not have."""

    status = 14


class Timeout(Error, TimeoutError):
    """The deadline passed."""

    status = 15


class InternalError(Error):
    """A fault of Pilcrow's own; please report it."""

    status = 16


BY_STATUS: dict[int, type[Error]] = {
    kind.status: kind
    for kind in (
        NotFound,
        InvalidArgument,
        QuerySyntaxError,
        IOFailure,
        OutOfMemory,
        Corrupt,
        Busy,
        Stale,
        NotAnIndex,
        VersionMismatch,
        LimitExceeded,
        Cancelled,
        ParagraphExists,
        Unsupported,
        Timeout,
        InternalError,
    )
}
