"""How gunicorn writes its log: as every process of the site does, and nothing of a request."""

from typing import Any

from gunicorn.glogging import Logger


class WebLog(Logger):
    """A log without what was asked for and from where; ``RequestMiddleware`` notes each answer."""

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        """Write nothing: gunicorn knows only addresses."""

    def exception(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        if str(msg).startswith("Error handling request"):
            msg, args = "Error handling a request", ()
        super().exception(msg, *args, **kwargs)

    def warning(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        if str(msg).startswith("Invalid request from"):
            msg, args = "Turned away: no request that can be read", ()
        super().warning(msg, *args, **kwargs)
