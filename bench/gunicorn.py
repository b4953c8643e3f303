"""How both sites are served while they are measured: the site's own numbers."""

import os

wsgi_app = "bench.wsgi:application"
bind = f"127.0.0.1:{os.environ['PORT']}"
worker_class = "gthread"
workers, threads = 2, 4
timeout = 90
keepalive = 5
control_socket_disable = True
loglevel = "error"
