"""Every environment variable of the site: what it is for, and how it is read.

``.env.example`` and the table in ``docs/operations.md`` list the same; a test compares them.
"""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cop_site import parse


@dataclass(frozen=True)
class Variable:
    """One variable.

    ``default`` is the text it has when it is not set, ``empty`` its value when there is none, and
    ``otherwise`` says where that comes from. One that is ``needed`` must be set in production,
    and has an example there. A secret may also be read from the file that ``NAME_FILE`` names.
    """

    name: str
    reading: parse.Parser
    what: str
    default: str = ""
    empty: Any = ""
    otherwise: str = ""
    needed: str = ""
    secret: bool = False


def _secret(name: str, reading: parse.Parser, what: str, **more: Any) -> Variable:
    return Variable(name, reading, what, secret=True, **more)


MAIL_SERVER = "smtp+tls://name:password@mail.example.org:587"
VARIABLES = (
    _secret("SECRET_KEY", parse.key, "Signs sessions and links. Long and random.",
        needed=f"$({parse.KEY_MAKER})"),
    _secret("SECRET_KEY_FALLBACKS", parse.keys, "Keys of before, still believed: a,b.", empty=[]),
    Variable("SITE_URL", parse.site, "Where people reach the site: scheme and host.",
        needed="https://alongside.example.org"),
    _secret("DATABASE_URL", parse.database, "PostgreSQL, or SQLite.", otherwise="db.sqlite3"),
    _secret("EMAIL_URL", parse.mail_server, "The mail server that mail leaves by."),
    Variable("MAIL_FROM", parse.mail_address, "Who mail comes from.",
        otherwise="kia.ora at SITE_URL's host"),
    Variable("SECURITY_CONTACT", parse.contact, "Whom security.txt names: mailto: or https:.",
        otherwise="MAIL_FROM's address"),
    Variable("ALLOWED_HOSTS", parse.hosts, "Host names the site answers to: a,b.", empty=[],
        otherwise="SITE_URL's host"),
    Variable("TRUSTED_PROXIES", parse.whole(0, 10), "How many proxies stand in front.", "0"),
    _secret("REDIS_URL", parse.redis, "The cache of several machines.", otherwise="the database"),
    Variable("TASKS", parse.one_of("database", "rq"), "What wakes workers; rq needs REDIS_URL.",
        "database"),
    Variable("EMAIL_PROVIDER", parse.provider, "A mail provider by its API, not EMAIL_URL."),
    _secret("EMAIL_PROVIDER_OPTIONS", parse.json_object, "What it wants, as JSON.", empty={}),
    Variable("S3_BUCKET", parse.words, "Bucket for uploaded files.", otherwise="MEDIA_ROOT"),
    Variable("S3_ENDPOINT_URL", parse.site, "The store, when it is not Amazon's."),
    Variable("S3_REGION", parse.words, "The store's region; Amazon's store needs it."),
    _secret("S3_ACCESS_KEY", parse.words, "The store's access key."),
    _secret("S3_SECRET_KEY", parse.words, "The store's secret key."),
    Variable("PRIVATE_FILES_BY", parse.one_of("app", "x-accel", "signed"),
        "Who sends a file once the site has said yes.", "app"),
    Variable("MEDIA_ROOT", parse.folder, "Where uploaded files are.", otherwise="media/"),
    Variable("PRIVATE_ROOT", parse.folder, "Where help now is kept too.", otherwise="private/"),
    Variable("SIGN_UP", parse.one_of("open", "approval", "invitation"), "How one joins.", "open"),
    Variable("OIDC_ISSUER", parse.https, "Sign-in with an organisation (OpenID Connect)."),
    Variable("OIDC_CLIENT_ID", parse.words, "What the organisation calls this site."),
    _secret("OIDC_CLIENT_SECRET", parse.words, "The secret it gave to this site."),
    Variable("OIDC_NAME", parse.words, "What the organisation is called.", "your organisation"),
    Variable("STAFF_SECOND_STEP", parse.yes_or_no, "Whether carers of the site need a second step.",
        empty=None, otherwise="1, in a trial 0"),
    Variable("SITE_TIME_ZONE", parse.time_zone, "The zone times are shown in.", "Pacific/Auckland"),
    _secret("SENTRY_DSN", parse.sentry, "Where errors are reported to."),
    _secret("METRICS_TOKEN", parse.token, "Opens /metrics to whoever brings it. Long and random.",
        otherwise="closed"),
    Variable("LOG_LEVEL", parse.one_of("DEBUG", "INFO", "WARNING", "ERROR", capitals=True),
        "The least that is logged.", "INFO"),
    Variable("PORT", parse.whole(1, 65_535), "The port that gunicorn listens on.", "8000"),
    Variable("WEB_CONCURRENCY", parse.whole(1, 128), "gunicorn's processes.", "2"),
    Variable("WEB_THREADS", parse.whole(1, 128), "Threads in each of them.", "4"),
    Variable("TRIAL", parse.yes_or_no, "A trial on one's own machine.", "0"),
    Variable("DEBUG", parse.yes_or_no, "A trial with tracebacks in the browser.", "0"),
    Variable("ALLOW_HTTP", parse.yes_or_no, "Production without https, on a closed network.", "0"),
)  # fmt: skip
BY_NAME = {variable.name: variable for variable in VARIABLES}


class Environment:
    """The values of ``VARIABLES`` in an environment; what is wrong is in ``problems``, by name."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self.given = {name: text.strip() for name, text in given.items()}
        self.problems: dict[str, str] = {}
        self._values = {variable.name: self._value(variable) for variable in VARIABLES}
        self.trial = bool(self["DEBUG"] or self["TRIAL"])
        if not self.trial:
            self._look_at_production()
        self._look_at_pairs()

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def says(self) -> str:
        """What is wrong, for who starts the site; empty when nothing is."""
        if not self.problems:
            return ""
        lines = [f"  {name}: {problem}" for name, problem in self.problems.items()]
        lines += [f"  {doubt}" for doubt in self.doubts()]
        return "\n".join([
            "The site does not start until these environment variables are right:", *lines,
            "All of them are in .env.example and docs/operations.md. For a trial on your own "
            "machine set TRIAL=1.",
        ])  # fmt: skip

    def doubts(self) -> list[str]:
        """Variables that may be meant otherwise than they are written."""
        found = []
        if self.trial and self["SITE_URL"].startswith("https://"):
            found.append("TRIAL or DEBUG is on, at an address with https: never in production.")
        if self["EMAIL_URL"] and not self["EMAIL_URL"].startswith("smtp") and not self.trial:
            found.append("EMAIL_URL is for trials: with it, no mail reaches anybody.")
        for name in self.given:
            if meant := self._meant_by(name):
                found.append(f"{name} is no variable of this site. Is {meant} meant?")
        return found

    def _meant_by(self, name: str) -> str:
        """The variable that is not set and is called nearly so; empty when there is none."""
        plain = name.removesuffix("_FILE")
        if plain in BY_NAME or not (plain.isupper() and plain.isascii()):
            return ""
        unset = [known for known in BY_NAME if known not in self.given]
        if "_" in plain:
            for known in unset:
                longer, shorter = sorted((known, plain), key=len, reverse=True)
                if "_" in shorter and longer.startswith(f"{shorter}_"):
                    return known
        return next(iter(difflib.get_close_matches(plain, unset, n=1, cutoff=0.85)), "")

    def _value(self, variable: Variable) -> Any:
        try:
            text = self._text(variable) or variable.default
            return variable.reading(text) if text else variable.empty
        except ValueError as error:
            self._refuse(variable.name, str(error))
            return variable.empty

    def _text(self, variable: Variable) -> str:
        name = variable.name
        text, file = self.given.get(name, ""), self.given.get(f"{name}_FILE", "")
        if file and not variable.secret:
            raise ValueError(f"Only secrets are read from files: set {name} itself.")
        if file and text:
            raise ValueError(f"Set {name} or {name}_FILE, and not both.")
        if file:
            text = _content(Path(file), f"{name}_FILE")
        if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
            raise ValueError("Take the quotation marks around it away.")
        return text

    def _refuse(self, name: str, problem: str) -> None:
        self.problems.setdefault(name, problem)

    def _look_at_production(self) -> None:
        for variable in VARIABLES:
            if variable.needed and not self[variable.name]:
                example = f"{variable.name}={variable.needed}"
                self._refuse(variable.name, f"It is not set. Set it, for example {example}")
        if not self["EMAIL_URL"] and not self["EMAIL_PROVIDER"]:
            problem = f"No mail can leave. Set it, for example EMAIL_URL={MAIL_SERVER}"
            self._refuse("EMAIL_URL", f"{problem} (or set EMAIL_PROVIDER).")
        url = urlsplit(self["SITE_URL"])
        if url.scheme == "http" and not self["ALLOW_HTTP"]:
            hint = "It must start with https:// (or set ALLOW_HTTP=1 on a closed network)."
            self._refuse("SITE_URL", hint)
        allowed = self["ALLOWED_HOSTS"]
        if allowed and url.hostname and not _covers(allowed, url.hostname):
            self._refuse("ALLOWED_HOSTS", f"SITE_URL's host is missing: add {url.hostname}")

    def _look_at_pairs(self) -> None:
        """Refuse variables that are right by themselves, and wrong beside or without another."""
        if self["EMAIL_URL"] and self["EMAIL_PROVIDER"]:
            self._refuse("EMAIL_PROVIDER", "Mail leaves one way: unset this, or EMAIL_URL.")
        if self["TASKS"] == "rq":
            self._want("REDIS_URL", "TASKS=rq needs a Redis")
        if self["S3_BUCKET"]:
            self._want("S3_ACCESS_KEY", "S3_BUCKET needs it")
            self._want("S3_SECRET_KEY", "S3_BUCKET needs it")
            if not self["S3_ENDPOINT_URL"]:
                self._want("S3_REGION", "Amazon's store needs it (another: S3_ENDPOINT_URL)")
        if self["PRIVATE_FILES_BY"] == "signed":
            self._want("S3_BUCKET", "PRIVATE_FILES_BY=signed needs a store")
        if self["PRIVATE_FILES_BY"] == "x-accel" and self["S3_BUCKET"]:
            problem = "x-accel needs the files on this machine: choose app or signed."
            self._refuse("PRIVATE_FILES_BY", problem)
        if self["OIDC_ISSUER"]:
            self._want("OIDC_CLIENT_ID", "OIDC_ISSUER needs it")
            self._want("OIDC_CLIENT_SECRET", "OIDC_ISSUER needs it")
        for name in ("OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"):
            if self[name]:
                self._want("OIDC_ISSUER", f"{name} is of no use without it")

    def _want(self, name: str, why: str) -> None:
        if not self[name]:
            self._refuse(name, f"{why}: set {name}.")


def _content(file: Path, name: str) -> str:
    """The text of a file of one line, without the line end that editors leave."""
    try:
        text = file.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError):
        raise ValueError(f"The file that {name} names cannot be read.") from None
    if not text:
        raise ValueError(f"The file that {name} names is empty.")
    return text


def _covers(allowed: Iterable[str], host: str) -> bool:
    return any(
        host == each or (each.startswith(".") and f".{host}".endswith(each)) for each in allowed
    )
