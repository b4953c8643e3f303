"""Te reo Māori within English text that carries no markup of its own, such as a title."""

import re
from typing import Any

from django.utils.html import format_html, format_html_join

PHRASES = (
    *("Aotearoa", "haere mai", "hui", "kaimahi", "karakia", "kaumātua", "kaupapa"),
    *("kia ora koutou", "kia ora", "kōrero", "Māori", "nau mai", "ngā mihi nui", "ngā mihi"),
    *("rangatahi", "rōpū", "tāngata whaiora", "te ao Māori", "te reo Māori", "te reo"),
    *("tikanga", "whakawhanaungatanga", "whānau"),
)
"""What the people of this site say in the middle of English. A list, because macrons alone do
not tell: Gagana Sāmoa and Lea Faka-Tonga have them too."""

_KNOWN = re.compile(
    rf"\b({'|'.join(sorted(PHRASES, key=len, reverse=True))})\b", flags=re.IGNORECASE
)


def marked(text: Any) -> Any:
    """The text with these phrases marked as te reo Māori, so that a screen reader says them so.

    HTML says for itself what it is in, and stays as it is.
    """
    if hasattr(text, "__html__"):
        return text
    parts = _KNOWN.split(str(text))
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<span lang="mi">{}</span>', part) if is_known else part,)
            for part, is_known in zip(parts, [False, True] * len(parts), strict=False)
        ),
    )
