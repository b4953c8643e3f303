"""The first things that somebody new may say of themself."""

from typing import Any

from people.facts import BY_NAME
from people.forms import ProfileForm, Question
from people.models import Profile
from people.services import update_profile

ASKED = ("role", "perspectives")


class FirstWordsForm(ProfileForm):
    """Two facts of the profile, with whom each is for; the others are left as they are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = {field for name in ASKED for field in (*BY_NAME[name].fields, f"{name}_audience")}
        for name in set(self.fields) - kept:
            del self.fields[name]

    @property
    def questions(self) -> list[Question]:
        return [question for name, question in self._asked()]

    def _asked(self) -> list[tuple[str, Question]]:
        return [
            (name, Question(self._fields_of(BY_NAME[name]), self[BY_NAME[name].audience]))
            for name in ASKED
        ]

    def save(self, commit: bool = True) -> Profile:
        return update_profile(member=self.member, values=dict(self.cleaned_data))
