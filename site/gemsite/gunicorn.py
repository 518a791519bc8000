"""How gunicorn serves the shop: `gunicorn -c python:gemsite.gunicorn gemsite.wsgi`.

One thread pool per process suits pages that wait for a database; `WEB_CONCURRENCY` processes share the
code loaded once by `preload_app`.
"""

import gc
from typing import Any

from gemkit.env import env_int, env_str
from gemkit.memory import hold_little

HOST = env_str("HOST", "127.0.0.1", help="address the server listens on")
PORT = env_int("PORT", 8000, minimum=1, help="port the server listens on")

bind = f"[{HOST}]:{PORT}" if ":" in HOST else f"{HOST}:{PORT}"
workers = env_int(
    "WEB_CONCURRENCY", 2, minimum=1, help="processes that serve pages; as many as there are cores"
)
threads = env_int("WEB_THREADS", 4, minimum=1, help="threads in each of these processes")
worker_class = "gthread"
preload_app = True
timeout = 60
graceful_timeout = 15
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
control_socket_disable = True  # nothing here talks to it, and it would write to the home folder
loglevel = "warning"


def collect_rarely() -> None:
    """Let the collector leave alone what is loaded, and come after many objects: a page makes few cycles."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pre_fork(server: Any, worker: Any) -> None:
    """The processes inherit what the collector and the allocator were told."""
    collect_rarely()
    hold_little()


def post_fork(server: Any, worker: Any) -> None:
    """A connection opened before the fork must not be shared by two processes."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.connection = None
