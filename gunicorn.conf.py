"""How gunicorn serves the site; the same for ``manage.py serve`` and the Procfile."""

import signal
from typing import Any

from cop_site.environment import env, stop_if_wrong
from cop_site.web_log import WebLog
from core import logs

stop_if_wrong()

wsgi_app = "cop_site.wsgi:application"
bind = f"0.0.0.0:{env['PORT']}"
worker_class = "gthread"
workers = env["WEB_CONCURRENCY"]
threads = env["WEB_THREADS"]
timeout = 30
graceful_timeout = 25
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True
logger_class = WebLog
logconfig_dict = logs.configuration(json=not env.trial, level=env["LOG_LEVEL"])
loglevel = "warning"
forwarded_allow_ips = "*" if env["TRUSTED_PROXIES"] else "127.0.0.1"


def on_starting(server: Any) -> None:
    """End with ``manage.py serve``, where it started us, at once: the next one needs the port."""
    from work.lifeline import end_with_supervisor

    end_with_supervisor(signal.SIGQUIT)
