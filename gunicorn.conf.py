"""How gunicorn serves the site; the same for ``manage.py serve`` and the Procfile."""

import os
import signal
from typing import Any

wsgi_app = "cop_site.wsgi:application"
bind = f"0.0.0.0:{os.environ.get('PORT') or 8000}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = int(os.environ.get("WEB_THREADS") or 4)
timeout = 30
graceful_timeout = 25
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True
loglevel = "warning"
forwarded_allow_ips = "*" if int(os.environ.get("TRUSTED_PROXIES") or 0) else "127.0.0.1"


def on_starting(server: Any) -> None:
    """Started by ``manage.py serve``, end with it, at once: the port must be free for the next."""
    from core.lifeline import end_with_supervisor

    end_with_supervisor(signal.SIGQUIT)
