"""Why one keeps a message, for oneself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.bookmarks import services
from forum.bookmarks.models import Bookmark


class KeepForm(forms.Form):
    """A note and a list; ``lists`` are those that the member has already."""

    note = forms.CharField(
        label=_("A note for yourself"),
        help_text=_("Why you want to find it again. Nobody else sees it."),
        required=False,
        max_length=Bookmark._meta.get_field("note").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    list_name = forms.CharField(
        label=_("In which list"),
        help_text=_("Any word, such as “For supervision”. Leave it empty for none."),
        required=False,
        max_length=Bookmark._meta.get_field("list_name").max_length,
    )

    def __init__(self, *args: Any, lists: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lists = lists
        if lists:
            self.fields["list_name"].widget.attrs["list"] = "own-lists"

    def save(self, *, post: Any, member: Any) -> Bookmark:
        said = self.cleaned_data
        return services.keep(
            post=post,
            member=member,
            note=said["note"],
            list_name=" ".join(said["list_name"].split()),
        )
