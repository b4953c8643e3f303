"""Our words in forms that are allauth's."""

from typing import Any, ClassVar


class PlainWords:
    """Replaces labels and helps, takes placeholders away.

    ``words`` maps a field's name to its label and its help.
    """

    words: ClassVar[dict[str, tuple[Any, Any]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label, field.help_text = self.words[name]
