"""The words of the site's language, found in one look, and those of templates once.

Django keeps what each app translates by itself, and asks one after the other and then their
stand-ins, which are empty. What our own templates say is translated nowhere, so it is looked for
everywhere: a hundred times on each page.
"""

from collections.abc import Iterator
from gettext import NullTranslations
from typing import Any

from django.conf import settings
from django.templatetags.i18n import TranslateNode
from django.utils.translation import trans_real

SOME = range(200)
"""Numbers by which rules of the plural are told apart; those of all languages repeat sooner."""


def gather() -> None:
    """Put all catalogues of the site's language into one; what each message says stays.

    Nothing is done where they do not agree when to use the plural.
    """
    words: Any = trans_real.translation(settings.LANGUAGE_CODE)
    kept = list(_catalogues(words))
    if len({tuple(map(plural, SOME)) for _messages, plural in kept}) > 1:
        return
    gathered: dict[Any, str] = {}
    for messages, _plural in reversed(kept):
        gathered |= messages
    words._catalog._catalogs, words._catalog._plurals = [gathered], [kept[0][1]]
    words._fallback = None


def _catalogues(words: Any) -> Iterator[tuple[dict, Any]]:
    """What is asked for a message, and the rule of its plural, the first first."""
    yield from zip(words._catalog._catalogs, words._catalog._plurals, strict=True)
    stand_in: Any = words._fallback
    while stand_in is not None:
        if type(stand_in) is not NullTranslations:
            yield stand_in._catalog, stand_in.plural
        stand_in = stand_in._fallback


_render: Any = TranslateNode.render


def _render_once(node: Any, context: Any) -> str:
    """In place of ``TranslateNode.render``: a sentence that stands in a template is put into a
    language once, for as long as the language's words are the same."""
    expression = node.filter_expression
    if node.message_context or expression.filters or expression.var.lookups is not None:
        return _render(node, context)
    said: dict = vars(node).setdefault("said", {})
    in_words = trans_real.catalog(), context.autoescape
    if in_words not in said:
        words = _render(node, context)
        said[in_words] = context[node.asvar] if node.asvar else words
    if node.asvar:
        context[node.asvar] = said[in_words]
        return ""
    return said[in_words]


TranslateNode.render = _render_once  # type: ignore[assignment, method-assign]
