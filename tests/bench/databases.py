"""A database of each size: generated once, kept for the next run where BENCH_VAR names a folder."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg2

from config.database import Server, throwaway_server
from tests.bench.servers import ROOT


@contextmanager
def server() -> Iterator[Server]:
    """Run the PostgreSQL server of the benchmark: a throw-away one, or that of the folder BENCH_VAR."""
    kept = os.environ.get("BENCH_VAR")
    if not kept:
        with throwaway_server() as found:
            yield found
        return
    folder = Path(kept)
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    found = Server(folder)
    started = found.start()
    try:
        yield found
    finally:
        if started:
            found.stop()


def prepared(of: Server, size: int) -> str:
    """Return the address of the database with so many live editions, which is made where it is not there yet."""
    name = f"bench_{size}"
    address = of.url.rpartition("/")[0] + f"/{name}"
    with closing(psycopg2.connect(of.url)) as session, session.cursor() as cursor:
        session.autocommit = True
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone():
            return address
        cursor.execute(f"DROP DATABASE IF EXISTS {name}_new")
        cursor.execute(f"CREATE DATABASE {name}_new")
    new = {**os.environ, "DATABASE_URL": f"{address}_new"}
    for command in (["manage.py", "migrate", "-v0"], ["-m", "tests.bench.generate", str(size)]):
        subprocess.run([sys.executable, "-W", "ignore", *command], cwd=ROOT, env=new, check=True)
    with closing(psycopg2.connect(of.url)) as session, session.cursor() as cursor:
        session.autocommit = True
        cursor.execute(f"ALTER DATABASE {name}_new RENAME TO {name}")
    return address


def sqlalchemy_address(of: Server, size: int) -> str:
    """Return the address of that database as SQLAlchemy writes it."""
    return f"postgresql+psycopg2://counterclaim@/bench_{size}?host={quote(str(of.sockets))}"
