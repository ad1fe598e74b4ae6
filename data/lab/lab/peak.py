"""How many queries PostgreSQL runs at the same moment."""

from __future__ import annotations

import threading
from typing import Any

import psycopg


class Peak:
    """The most queries that the server ran at the same moment for this database."""

    def __init__(self, world: Any) -> None:
        self.url = world.url
        self.most = 0
        self.done = threading.Event()
        self.thread = threading.Thread(target=self.watch)

    def watch(self) -> None:
        count = (
            "SELECT count(*) FROM pg_stat_activity WHERE state = 'active'"
            " AND datname = current_database() AND pid <> pg_backend_pid()"
            " AND query LIKE '%%pg_sleep%%'"
        )
        with psycopg.connect(self.url, autocommit=True) as server:
            while not self.done.wait(0.005):
                (now,) = server.execute(count).fetchone()
                self.most = max(self.most, now)

    def __enter__(self) -> Peak:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.done.set()
        self.thread.join()
