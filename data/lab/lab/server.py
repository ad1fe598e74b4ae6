"""A throw-away PostgreSQL cluster from the installed binaries, on a socket only."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from lab.card import LabError

SETTINGS = {
    "listen_addresses": "",
    "shared_preload_libraries": "pg_stat_statements",
    "timezone": "UTC",
    "max_connections": "120",
}


@contextmanager
def throw_away() -> Iterator[str]:
    """Start a server of our own; yields the URL of its database “lab”."""
    folder = Path(tempfile.mkdtemp(prefix="lab-pg-"))
    try:
        if os.geteuid() == 0:
            other = unprivileged()
            os.chown(folder, other.pw_uid, other.pw_gid)
        make(folder)
        try:
            yield f"postgresql://lab@/lab?host={folder}"
        finally:
            command(["pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def make(folder: Path) -> None:
    """Make the cluster, start it, and make the database."""
    data = f"{folder}/data"
    command(
        ["initdb", "-D", data, "-U", "lab", "--auth=trust", "--no-sync"]
        + ["--encoding=UTF8", "--locale=C.UTF-8"]
    )
    options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
    options += f" -k {folder}"
    log = f"{folder}/log"
    command(["pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start"])
    command(["createdb", "-h", str(folder), "-U", "lab", "lab"])


def command(args: Sequence[str]) -> None:
    """Run one of PostgreSQL's programs; it refuses to be run by root."""
    program = find(args[0])
    drop = []
    if os.geteuid() == 0:
        other = unprivileged()
        drop = ["setpriv", f"--reuid={other.pw_uid}", f"--regid={other.pw_gid}"]
        drop += ["--clear-groups"]
    # The output goes to a file: the server would keep a pipe open.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            [*drop, program, *args[1:]],
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            cwd="/",
            check=False,
        )
        if done.returncode != 0:
            output.seek(0)
            raise LabError(f"{args[0]} failed:\n{output.read().strip()}")


def unprivileged() -> pwd.struct_passwd:
    """Whom the server runs as when the lab is run by root."""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise LabError("PostgreSQL refuses root: run the lab as another user.")


def find(program: str) -> str:
    """A program of PostgreSQL's, on PATH or where Debian keeps them."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / program).exists() and (folder / "initdb").exists():
            return str(folder / program)
    found = shutil.which(program)
    if found is None:
        raise LabError(
            f"“{program}” is not installed: install PostgreSQL’s server, or name "
            "one with “--postgresql URL”, or leave the option out for SQLite alone."
        )
    return found
