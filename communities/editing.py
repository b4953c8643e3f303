"""What editors find beside a community's fields: who may find it, whom its rule lets in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import Panel

from communities.enums import JoinPolicy, Visibility

AS_IT_IS = ""


class CommunityPageForm(WagtailAdminPageForm):
    """The choice of who may know of the community is written as Wagtail's privacy setting."""

    visibility = forms.ChoiceField(
        label=_("Who may know of it"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("It holds as soon as you save, for drafts too."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["visibility"]
        now = self.instance.visibility
        field.choices = Visibility.choices
        if now is None:
            field.choices = [(AS_IT_IS, _("As set by hand under “Privacy”")), *Visibility.choices]
        field.initial = AS_IT_IS if now is None else now.value
        if self.instance.pk and self.for_user:
            page = self.instance.permissions_for_user(self.for_user)
            field.disabled = not page.can_set_view_restrictions()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("join_policy") == JoinPolicy.RULE and not self._has_a_rule():
            self.add_error("join_policy", _("Say below who may join: a rule needs one line."))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        field = self.fields["visibility"]
        if not field.disabled and self.cleaned_data.get("visibility"):
            self.instance.wished_visibility = self.cleaned_data["visibility"]
        return super().save(commit)

    def _has_a_rule(self) -> bool:
        formset = self.formsets.get("rules")
        if formset is None:
            return self.instance.rules.exists()
        return any(
            form.has_changed() or form.instance.pk
            for form in formset.forms
            if form not in formset.deleted_forms
        )


class RulePanel(Panel):
    """What the rule says as it was last saved, and how many people it lets in."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "communities/admin/rule.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            return context | {"lines": list(self.instance.rules.all()) if self.instance.pk else []}
