"""Quoting a message in the form for an answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.care.notes import choices_of, names_of
from forum.quoting.words import LONGEST, beginning, not_said, plain


class QuotingForm(forms.ModelForm):
    """A form for a new post that may answer a ``source``, loaded with its notes.

    Then the words that it quotes stand in it, to be shortened; emptied, it answers without them.
    """

    user: Any

    def __init__(self, *args: Any, source: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source
        if source is None:
            return
        self.said = plain(source.content.rendered)
        self.fields["quoted"] = forms.CharField(
            label=_("The words that you quote"),
            required=False,
            max_length=LONGEST,
            initial="" if self._is_left_out() else beginning(self.said),
            widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
            help_text=_(
                "Keep what you answer and delete the rest. Put … where you leave something out in "
                "a line."
            ),
        )

    def _is_left_out(self) -> bool:
        return choices_of(self.user).leaves_out(names_of(self.source))

    def clean_quoted(self) -> str:
        quoted = self.cleaned_data["quoted"]
        if missing := not_said(quoted, self.said):
            raise forms.ValidationError(
                _("This does not stand in the message that you quote: %(missing)s"),
                params={"missing": " · ".join(missing[:3])[:300]},
                code="not_said",
            )
        return quoted

    @property
    def answered(self) -> dict[str, Any]:
        """What ``reply`` is told of what is answered; nothing where nothing is."""
        if self.source is None:
            return {}
        return {"source": self.source, "quoted": self.cleaned_data["quoted"]}
