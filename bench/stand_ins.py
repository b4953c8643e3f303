"""Servers that stand in for the store and the mail server, and can be told to say nothing."""

import socket
import socketserver
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Silent:
    """Takes every connection and never says a word: what a frozen server looks like."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=200)
        self.port = self.socket.getsockname()[1]

    def __enter__(self) -> "Silent":
        return self

    def __exit__(self, *error: object) -> None:
        self.socket.close()


class _Standing:
    """A server in a thread. While ``hangs`` is set it answers nothing."""

    server: socketserver.BaseServer

    def __init__(self) -> None:
        self.hangs = threading.Event()
        self.over = threading.Event()

    def wait_while_hanging(self) -> None:
        while self.hangs.is_set() and not self.over.is_set():
            self.over.wait(0.05)

    def __enter__(self) -> Any:
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.over.set()
        self.server.shutdown()
        self.server.server_close()


class Store(_Standing):
    """Enough of S3 to put, get, ask for and delete an object. ``fails`` answers with 503."""

    def __init__(self, port: int = 0) -> None:
        super().__init__()
        self.objects: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.fails = threading.Event()
        server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        server.daemon_threads = True
        self.server, self.port = server, server.server_address[1]


def _handler(store: Store) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self, status: int, body: bytes = b"", length: int | None = None) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body) if length is None else length))
            self.send_header("Last-Modified", "Sat, 21 Nov 2026 00:00:00 GMT")
            self.send_header("ETag", '"1"')
            with suppress(ConnectionError):  # Who asked has not waited for it.
                self.end_headers()
                self.wfile.write(body)

        def do(self) -> None:
            store.asked.append(f"{self.command} {self.path}")
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            store.wait_while_hanging()
            if store.fails.is_set():
                return self.answer(503)
            if self.command == "PUT":
                store.objects[self.path] = sent
                return self.answer(200)
            if self.command == "DELETE":
                store.objects.pop(self.path, None)
                return self.answer(204)
            found = store.objects.get(self.path)
            if found is None:
                return self.answer(404)
            if self.command == "HEAD":
                return self.answer(200, length=len(found))
            return self.answer(200, found)

        do_GET = do_HEAD = do_PUT = do_DELETE = do  # noqa: N815

        def log_message(self, *told: object) -> None:
            pass

    return Handler


class MailServer(_Standing):
    """Takes every mail; ``received`` holds them."""

    def __init__(self, port: int = 0) -> None:
        super().__init__()
        self.received: list[bytes] = []

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = daemon_threads = True

        server = Server(("127.0.0.1", port), _talk(self))
        self.server, self.port = server, server.server_address[1]


def _talk(mail: MailServer) -> type[socketserver.StreamRequestHandler]:
    class Talk(socketserver.StreamRequestHandler):
        def say(self, line: bytes) -> None:
            mail.wait_while_hanging()
            self.wfile.write(line + b"\r\n")

        def handle(self) -> None:
            self.say(b"220 here")
            for line in self.rfile:
                word = line[:4].upper()
                if word == b"DATA":
                    self.say(b"354 go on")
                    lines = []
                    while (text := self.rfile.readline()) not in (b".\r\n", b""):
                        lines.append(text)
                    mail.received.append(b"".join(lines))
                self.say(b"221 bye" if word == b"QUIT" else b"250 yes")
                if word == b"QUIT":
                    return

    return Talk


class Gate:
    """A way to a server that can be shut and opened again, always at the same port.

    Shut, it refuses like a server that is not there, and ends the talks that are going on.
    """

    def __init__(self, host: str, port: int) -> None:
        self.beyond = (host, port)
        self.port = 0
        self._door: socket.socket | None = None
        self._ways: list[socket.socket] = []
        self.open()
        self.shut()

    def open(self) -> None:
        self._door = socket.create_server(("127.0.0.1", self.port), backlog=200)
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._let_in, args=(self._door,), daemon=True).start()

    def shut(self) -> None:
        if self._door is not None:
            self._end(self._door)
        self._door = None
        while self._ways:
            self._end(self._ways.pop())

    def __enter__(self) -> "Gate":
        return self

    def __exit__(self, *error: object) -> None:
        self.shut()

    def _let_in(self, door: socket.socket) -> None:
        with suppress(OSError):
            while True:
                here, _from = door.accept()
                there = socket.create_connection(self.beyond)
                self._ways += [here, there]
                for one, other in ((here, there), (there, here)):
                    threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while said := one.recv(65_536):
                other.sendall(said)
        self._end(one)
        self._end(other)

    def _end(self, one: socket.socket) -> None:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()
