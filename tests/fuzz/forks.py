"""``python -m tests.fuzz.forks``: a process with everything imported and no drawing context yet, which forks itself for each command line.

The fork runs ``workstation.cli.main`` as a program of its own would: its own process group, output, time and memory, and decoding children
of its own (forked too, with the limits of ``workstation.decoding.child``). Four times as quick as starting Python each time; that both end
alike is tested. Jobs come as JSON lines on standard input, results go back the same way.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import resource
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, Any

LIMIT_S = 60.0  # a job is killed then; what may be called a hang is the test's matter
ADDRESSES = 6 << 30  # more than that would hurt the machine before the test could say so


class Forked:
    """A decoding child that was forked: the part of ``subprocess.Popen`` that ``decoding`` uses."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._status: int | None = None

    def kill(self) -> None:
        if self._status is None:
            os.kill(self.pid, signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        if self._status is None:
            _, status = os.waitpid(self.pid, 0)
            self._status = os.waitstatus_to_exitcode(status)
        return self._status


def launch(arena: Any) -> tuple[Forked, int, int]:
    """In place of ``decoding.process.spawned``."""
    from workstation.decoding import child

    theirs_in, into = os.pipe()
    out, theirs_out = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            nowhere = os.open(os.devnull, os.O_RDWR)
            for n in (0, 1, 2):
                os.dup2(nowhere, n)
            keep = sorted((theirs_in, theirs_out))
            os.closerange(3, keep[0])
            os.closerange(keep[0] + 1, keep[1])
            os.closerange(keep[1] + 1, 1024)
            child.serve(theirs_in, theirs_out, arena)
        finally:
            os._exit(0)
    os.close(theirs_in)
    os.close(theirs_out)
    return Forked(pid), into, out


def main() -> int:
    """Serve until standard input ends."""
    from workstation import cli, decoding
    from workstation.commands import describe, render
    from workstation.decoding import child
    from workstation.rendering import canvas, content, still

    del describe, render, canvas, child, content, still
    jobs, answers = os.fdopen(os.dup(0), encoding="utf-8"), os.fdopen(os.dup(1), "w", encoding="utf-8")
    gc.collect()
    gc.freeze()
    print(json.dumps({"ready": True}), file=answers, flush=True)
    for line in jobs:
        job = json.loads(line)
        with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
            print(json.dumps(_run(job["argv"], said, complained, cli, decoding)), file=answers, flush=True)
    return 0


def _run(argv: list[str], said: IO[bytes], complained: IO[bytes], cli: Any, decoding: Any) -> dict[str, object]:
    began = time.monotonic()
    pid = os.fork()
    if pid == 0:
        status = 70
        try:
            os.setpgid(0, 0)
            os.dup2(said.fileno(), 1)
            os.dup2(complained.fileno(), 2)
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
            decoding.share(decoding.Decoding(launch=launch))
            try:
                status = cli.main(argv)
            except SystemExit as leaving:
                status = leaving.code if isinstance(leaving.code, int) else 1
            decoding.shared().close()  # its use counts: the system adds it once the child has been waited for
            sys.stdout.flush()
            sys.stderr.flush()
        except BaseException:
            import traceback

            traceback.print_exc()
            sys.stderr.flush()
        finally:
            os._exit(status)
    ended, used = 0, None
    signalled = False
    while not ended:
        ended, status, used = os.wait4(pid, os.WNOHANG)
        if not ended:
            if time.monotonic() - began > LIMIT_S and not signalled:
                signalled = True
                os.killpg(pid, signal.SIGKILL)
            time.sleep(0.002)
    assert used is not None
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)  # decoding children that it left
    said.seek(0)
    complained.seek(0)
    return {
        "status": os.waitstatus_to_exitcode(status),
        "seconds": time.monotonic() - began,
        "processor_s": used.ru_utime + used.ru_stime,
        "megabytes": used.ru_maxrss / 1024,
        "stdout": said.read().decode("utf-8", "backslashreplace"),
        "stderr": complained.read().decode("utf-8", "backslashreplace"),
    }


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    raise SystemExit(main())
