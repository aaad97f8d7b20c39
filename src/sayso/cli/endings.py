"""How a command ends: every way becomes an exit code and at most one line on standard error."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn, TextIO

import click

from sayso.errors import SaysoError, UsageError

__all__ = ["BROKEN_PIPE", "INTERRUPTED", "endings", "is_output_error", "tell_output_error"]

INTERRUPTED = 130  # 128 + SIGINT
BROKEN_PIPE = 141  # 128 + SIGPIPE
_UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


@contextmanager
def endings() -> Iterator[None]:
    """Turn what a command raises into click's Exit. A fault in the program passes through."""
    try:
        yield
    except UsageError as error:
        _fail(error, 2)
    except SaysoError as error:
        _fail(error, 1)
    except (KeyboardInterrupt, click.Abort):
        click.echo("sayso: interrupted", err=True)
        raise click.exceptions.Exit(INTERRUPTED) from None
    except BrokenPipeError:
        _silence(sys.stdout)
        _silence(sys.stderr)
        raise click.exceptions.Exit(BROKEN_PIPE) from None
    except OSError as error:
        if not is_output_error(error):
            raise
        tell_output_error(error)
        raise click.exceptions.Exit(1) from None


def is_output_error(error: BaseException) -> bool:
    """Tell whether standard output could not take what was printed: a full disk, a quota.

    An error about a file that was opened by name carries that name; one about an open stream does not.
    """
    return isinstance(error, OSError) and error.errno in _UNWRITABLE and error.filename is None


def tell_output_error(error: OSError) -> None:
    """Say that the output could not be written, and drop what is left of it."""
    from sayso.cli.terminal import note

    _silence(sys.stdout)
    with suppress(OSError):  # standard error may lie on the same full disk
        note(f"sayso: error: the output cannot be written ({error.strerror}); make room or send it elsewhere")


def _fail(error: SaysoError, code: int) -> NoReturn:
    from sayso.cli.terminal import note

    note(f"sayso: error: {error}")
    raise click.exceptions.Exit(code) from error


def _silence(stream: TextIO) -> None:
    """Send what a stream did not take nowhere, so that the interpreter's last flush is quiet."""
    try:
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
