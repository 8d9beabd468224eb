"""Runs a function in a child process and stops it at its n-th system call that writes: to kill it there, or to have the call fail.

The child asks the kernel (seccomp) to report every call that changes files, and its parent (ptrace) decides what becomes
of it. Nothing of the program is replaced: SQLite, Python and Pillow write as ever. Linux on x86-64 or ARM64 only.
"""

import ctypes
import errno
import os
import platform
import signal
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_X86 = {
    "write": 1, "pwrite64": 18, "writev": 20, "pwritev": 296, "sendfile": 40, "copy_file_range": 326, "fallocate": 285, "ftruncate": 77,
    "fsync": 74, "fdatasync": 75, "rename": 82, "renameat": 264, "renameat2": 316, "unlink": 87, "unlinkat": 263, "mkdir": 83,
    "mkdirat": 258, "rmdir": 84, "link": 86, "linkat": 265, "chmod": 90, "fchmod": 91, "fchmodat": 268, "utimensat": 280, "openat": 257,
}  # fmt: skip
_ARM = {
    "write": 64, "pwrite64": 68, "writev": 66, "pwritev": 70, "sendfile": 71, "copy_file_range": 285, "fallocate": 47, "ftruncate": 46,
    "fsync": 82, "fdatasync": 83, "renameat": 38, "renameat2": 276, "unlinkat": 35, "mkdirat": 34, "linkat": 37, "fchmod": 52,
    "fchmodat": 53, "utimensat": 88, "openat": 56,
}  # fmt: skip
_NUMBERS = {"x86_64": _X86, "aarch64": _ARM}.get(platform.machine(), {}) if sys.platform == "linux" else {}
_NAMES = {number: name for name, number in _NUMBERS.items()}

CREATES = frozenset(
    {"write", "pwrite64", "writev", "pwritev", "sendfile", "copy_file_range", "fallocate", "mkdir", "mkdirat", "openat", "ftruncate"}
)
"""Calls that need room on the disk."""

_TRACEME, _CONT, _SETOPTIONS, _GETREGSET, _SETREGSET = 0, 7, 0x4200, 0x4204, 0x4205
_OPTIONS = 0x8 | 0x80 | 0x100000
"""Follow threads, report what seccomp traces, let the child die with its parent."""

_SECCOMP_STOP = 7
_ALL_THREADS = 0x40000000
_REGISTERS, _SYSTEM_CALL = 1, 0x404
_NR, _FIRST, _THIRD = 0, 16, 32
"""Where a filter finds the number of a call and its arguments."""

_libc: Any = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Ended:
    """How a child ended: its exit code (negative: the signal), how many writing calls it came to, what it said."""

    exit: int
    calls: int
    said: str


def can_trace() -> bool:
    """Return whether a child can be traced here."""
    if not _NUMBERS:
        return False
    try:
        return run(lambda: os.mkdir("/"), Path(os.devnull), Breaking()).exit >= 0  # noqa: PTH102
    except OSError:
        return False


@dataclass(frozen=True)
class Breaking:
    """What becomes of the `at`-th writing call of a child (from 1; 0: never): it is killed there.

    With `fail`, an errno, the call fails instead; with `on`, every later one too; `only` names the calls that may.
    """

    at: int = 0
    fail: int = 0
    only: frozenset[str] | None = None
    on: bool = False


def run(act: Callable[[], int | None], said: Path, breaking: Breaking, watch: Callable[[int, Path | None], None] | None = None) -> Ended:
    """Run `act` in a child, break it, and return how it ended; its output goes through the file `said`.

    Before each writing call, `watch` is called with the number of calls so far and, if the call is a sync, the path of
    what is synced.
    """
    child = os.fork()
    if not child:
        _be_traced(act, said)
    os.waitpid(child, 0)
    _trace(_SETOPTIONS, child, 0, _OPTIONS)
    _trace(_CONT, child, 0, 0)
    calls = 0
    while True:
        thread, status = os.waitpid(-1, _ALL_THREADS)
        if os.WIFEXITED(status) or os.WIFSIGNALED(status):
            if thread == child:
                code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)
                return Ended(code, calls, said.read_text(encoding="utf-8", errors="replace"))
            continue
        handed_on = os.WSTOPSIG(status)
        if status >> 16 == _SECCOMP_STOP and (breaking.only is None or _name(thread) in breaking.only):
            calls += 1
            if watch:
                watch(calls, _synced(thread))
            if breaking.at and (calls == breaking.at or (breaking.on and calls > breaking.at)):
                if not breaking.fail:
                    os.kill(child, signal.SIGKILL)
                    continue
                _have_fail(thread, breaking.fail)
        _trace(_CONT, thread, 0, 0 if handed_on in (signal.SIGTRAP, signal.SIGSTOP) else handed_on)


def _be_traced(act: Callable[[], int | None], said: Path) -> None:
    """Be the child: ask to be traced, act, and end."""
    code = 70
    try:
        written = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(written, 1)
        os.dup2(written, 2)
        sys.stdout, sys.stderr = os.fdopen(1, "w", encoding="utf-8"), os.fdopen(2, "w", encoding="utf-8")
        _trace(_TRACEME, 0, 0, 0)
        os.kill(os.getpid(), signal.SIGSTOP)
        _report_writing()
        code = act() or 0
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:  # noqa: BLE001  whatever it is, the parent is to see it
        import traceback  # noqa: PLC0415

        traceback.print_exc()
        sys.stderr.flush()
        code = 71
    finally:
        os._exit(code)


def _trace(request: int, thread: int, address: int, value: int) -> None:
    """Call ptrace; `OSError` where it refuses, but for a thread that is gone already."""
    result = _libc.ptrace(ctypes.c_long(request), ctypes.c_long(thread), ctypes.c_void_p(address), ctypes.c_void_p(value))
    if result < 0 and ctypes.get_errno() != errno.ESRCH:
        raise OSError(ctypes.get_errno(), "ptrace")


def _report_writing() -> None:
    """Make the kernel stop this process at every call that changes a file; what is only said is no change."""
    load, equal, above, shares, give = 0x20, 0x15, 0x25, 0x45, 0x06
    plain = [number for name, number in _NUMBERS.items() if name not in ("write", "openat")]
    writing, opening, trace, allow = (len(plain) + place for place in (3, 5, 7, 8))
    asked = [(equal, number, trace, position) for position, number in enumerate(plain, 2)]
    steps = [
        (load, _NR, 0, 0),
        *asked,
        (equal, _NUMBERS["write"], writing, len(plain) + 2),
        (equal, _NUMBERS["openat"], opening, allow),
        (load, _FIRST, 0, 0),
        (above, 2, trace, allow),
        (load, _THIRD, 0, 0),
        (shares, os.O_CREAT, trace, allow),
        (give, 0x7FF00000, 0, 0),
        (give, 0x7FFF0000, 0, 0),
    ]
    held = ctypes.create_string_buffer(b"".join(_step(at, *step) for at, step in enumerate(steps)))
    filtering = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", len(steps), ctypes.addressof(held)))
    no_new_privileges, set_filter, mode = 38, 22, 2
    if _libc.prctl(no_new_privileges, 1, 0, 0, 0) or _libc.prctl(set_filter, mode, ctypes.byref(filtering), 0, 0):
        raise OSError(ctypes.get_errno(), "seccomp")


def _step(at: int, code: int, value: int, then: int, otherwise: int) -> bytes:
    """Write one step of a filter; where it goes on is counted from the step after it."""
    return struct.pack("HBBI", code, max(0, then - at - 1), max(0, otherwise - at - 1), value)


def _registers(thread: int, kind: int, held: "ctypes.Array[ctypes.c_char]", request: int) -> None:
    """Read or write registers of a stopped thread."""
    place = ctypes.create_string_buffer(struct.pack("QQ", ctypes.addressof(held), len(held)))
    if _libc.ptrace(ctypes.c_long(request), ctypes.c_long(thread), ctypes.c_void_p(kind), ctypes.byref(place)) < 0:
        raise OSError(ctypes.get_errno(), "ptrace")


_X86_FIRST, _X86_RESULT, _X86_CALL, _ARM_CALL, _ARM_RESULT = 14 * 8, 10 * 8, 15 * 8, 8 * 8, 0


def _name(thread: int) -> str:
    """Return the call at which a thread is stopped."""
    held = ctypes.create_string_buffer(34 * 8)
    _registers(thread, _REGISTERS, held, _GETREGSET)
    place = _X86_CALL if platform.machine() == "x86_64" else _ARM_CALL
    return _NAMES.get(struct.unpack_from("q", held.raw, place)[0], "")


def _synced(thread: int) -> Path | None:
    """Return the path of what a stopped thread is about to sync; `None` if its call is not a sync."""
    if _name(thread) not in ("fsync", "fdatasync"):
        return None
    held = ctypes.create_string_buffer(34 * 8)
    _registers(thread, _REGISTERS, held, _GETREGSET)
    place = _X86_FIRST if platform.machine() == "x86_64" else 0
    return Path(f"/proc/{thread}/fd/{struct.unpack_from('q', held.raw, place)[0]}").readlink()


def _have_fail(thread: int, fail: int) -> None:
    """Make the call at which a thread is stopped fail with an error instead."""
    held = ctypes.create_string_buffer(27 * 8 if platform.machine() == "x86_64" else 34 * 8)
    _registers(thread, _REGISTERS, held, _GETREGSET)
    if platform.machine() == "x86_64":
        struct.pack_into("q", held, _X86_CALL, -1)
        struct.pack_into("q", held, _X86_RESULT, -fail)
    else:
        struct.pack_into("q", held, _ARM_RESULT, -fail)
        _registers(thread, _SYSTEM_CALL, ctypes.create_string_buffer(struct.pack("i", -1), 4), _SETREGSET)
    _registers(thread, _REGISTERS, held, _SETREGSET)
