"""The page that needs nothing: no database, no template, no static file. Help now stands on it."""

from html import escape

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from core.help_now import HelpNow, last_known

_PAGE = """<!DOCTYPE html>
<html lang="en-NZ">
  <head>
    <meta charset="utf-8">
    <title>{title} – Alongside</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
  </head>
  <body>
    {help}
    <main>
      <h1>{title}</h1>
      <p>{words}</p>
      <p><a href="/">{home}</a></p>
    </main>
  </body>
</html>
"""
AWAY = (
    _("We are here again soon"),
    _(
        "A part of this site does not answer just now. "
        "It is not your doing, and it is being seen to."
    ),
)
BROKE = (
    _("Something broke on our side"),
    _("It is not your doing. Those who run this site can see that it happened."),
)
WAIT = _(
    "Wait a minute, then try again. If you were sending something, go back one page to find it."
)


def html(*, away: bool) -> str:
    title, words = (gettext(text) for text in (AWAY if away else BROKE))
    return _PAGE.format(
        title=escape(title),
        words=f"{escape(words)} {escape(gettext(WAIT))}",
        help=_band(last_known()),
        home=escape(gettext("Go to the home page")),
    )


def _band(band: HelpNow | None) -> str:
    if band is None:
        return ""
    shown = [f"<strong>{escape(band.text)}</strong>"] if band.text else []
    shown += [
        f'<a href="{escape(link)}">{escape(label)}</a>' if link else escape(label)
        for label, link in band.lines
    ]
    label = escape(gettext("Help now"))
    return f'<section aria-label="{label}"><p>{" · ".join(shown)}</p></section>'
