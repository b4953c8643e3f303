"""Communities of practice: what they say of themselves, and who may find and join them."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PageManager, PageViewRestriction
from wagtail.search import index

from communities.editing import CommunityPageForm, RulePanel
from communities.enums import Colour, JoinPolicy, Visibility
from communities.querysets import CommunityQuerySet
from core.blocks import StoryBlock
from core.folding import FoldedField, FoldedModel
from core.pages import BasePage
from core.roles import COORDINATORS
from people.enums import JobRole
from people.models import Area, Organisation


class CommunityIndexPage(BasePage):
    """The list of communities."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["communities.CommunityPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = "list of communities"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        context = super().get_context(request, *args, **kwargs)
        context["communities"] = (
            CommunityPage.objects.child_of(self).visible_to(request.user).order_by("folded_title")
        )
        return context


class CommunityPage(FoldedModel, BasePage):
    """A community of practice: what it is for, who it is for, how it works.

    Its two Django Groups follow the ``Membership`` rows and carry the page's
    title, so that editors find them wherever Wagtail asks which groups may see a
    page or a collection of documents.
    """

    mark = "people"

    folded_title = FoldedField(of="title", max_length=255)
    purpose = models.TextField(help_text="What this community is for, in two or three sentences.")
    who_for = models.TextField("who it is for", blank=True)
    ground_rules = RichTextField(
        blank=True,
        features=["bold", "maori", "ul", "ol", "link"],
        help_text="How members treat each other here. Shown in a fold.",
    )
    body = StreamField(
        StoryBlock(), blank=True, help_text="Anything else: how it began, how it works."
    )
    join_policy = models.CharField(
        "who may join", max_length=10, choices=JoinPolicy, default=JoinPolicy.OPEN
    )
    partner = models.ForeignKey(
        Organisation,
        verbose_name="convened jointly with",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="An organisation that keeps this community together with us. Shown on its page.",
    )
    colour = models.CharField(max_length=10, choices=Colour, editable=False)
    group = models.OneToOneField(
        Group, on_delete=models.PROTECT, related_name="community", editable=False
    )
    facilitator_group = models.OneToOneField(
        Group, on_delete=models.PROTECT, related_name="facilitated_community", editable=False
    )
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        through="communities.Membership",
        related_name="communities",
        editable=False,
    )

    wished_visibility: Visibility | str | None = None
    """What an editor chose in the form, until it is written as Wagtail's privacy setting."""

    objects = PageManager.from_queryset(CommunityQuerySet)()

    content_panels: ClassVar[list[Panel | str]] = [
        *BasePage.content_panels,
        FieldPanel("purpose"),
        FieldPanel("who_for"),
        FieldPanel("ground_rules"),
        FieldPanel("body"),
        FieldPanel("partner"),
        MultiFieldPanel(
            [
                FieldPanel("visibility"),
                FieldPanel("join_policy"),
                InlinePanel(
                    "rules",
                    label="group of people",
                    heading="Who may join, when the policy is “by rule”",
                    help_text="Each line is one group of people who may join. Within a line "
                    "everything has to hold. Only what is confirmed about a person counts.",
                ),
                RulePanel(heading="Whom the rule lets in"),
            ],
            heading="Finding and joining",
        ),
    ]
    search_fields: ClassVar[list] = [
        *BasePage.search_fields,
        index.SearchField("purpose"),
        index.SearchField("who_for"),
        index.SearchField("ground_rules"),
        index.SearchField("body"),
    ]
    exclude_fields_in_copy: ClassVar[list[str]] = [
        "colour",
        "group",
        "facilitator_group",
        "members",
    ]

    parent_page_types: ClassVar[list[str]] = ["communities.CommunityIndexPage"]
    subpage_types: ClassVar[list[str]] = [
        "events.EventPage",
        "events.ConferencePage",
        "resources.ResourcePage",
    ]
    base_form_class = CommunityPageForm

    class Meta:
        verbose_name = "community"
        verbose_name_plural = "communities"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the groups and a colour with the row that cannot be without them.

        Editors create, rename, copy and publish pages in many ways; each of them
        ends here.
        """
        with transaction.atomic():
            self.group = named_group(self.group_id, "Community", self.title)
            self.facilitator_group = named_group(
                self.facilitator_group_id, "Facilitators", self.title
            )
            self.colour = self.colour or next_colour()
            super().save(*args, **kwargs)
            if self.wished_visibility:
                self.show_to(self.wished_visibility)

    def with_content_json(self, content: dict) -> "CommunityPage":
        """An older version of the text; groups and colour are not part of any version."""
        page = super().with_content_json(content)
        page.colour = self.colour
        page.group_id = self.group_id
        page.facilitator_group_id = self.facilitator_group_id
        if page.join_policy not in JoinPolicy.values:
            page.join_policy = JoinPolicy.INVITATION
        return page

    def membership_of(self, member: Any) -> Any:
        """This person's membership while it lasts; nothing for a visitor."""
        standing = self.standing_of(member)
        return standing if standing and standing.is_active else None

    def standing_of(self, member: Any) -> Any:
        """This person's row, whatever its state; nothing for a visitor."""
        if not member.is_authenticated:
            return None
        return self.memberships.standing().filter(member=member).first()

    @property
    def by_rule(self) -> bool:
        return self.join_policy == JoinPolicy.RULE

    @property
    def how_to_join(self) -> str:
        """How one joins, in a few words for lists."""
        return {
            JoinPolicy.OPEN.value: _("Open to everybody"),
            JoinPolicy.RULE.value: _("Open to those it is for"),
            JoinPolicy.REQUEST.value: _("Ask to join"),
            JoinPolicy.INVITATION.value: _("By invitation"),
        }[self.join_policy]

    @property
    def visibility(self) -> Visibility | None:
        """Who may know of the community, by its own privacy setting; None for one made by hand."""
        restriction = PageViewRestriction.objects.filter(page=self.pk).first() if self.pk else None
        if restriction is None:
            return Visibility.PUBLIC
        if restriction.restriction_type == PageViewRestriction.LOGIN:
            return Visibility.MEMBERS
        groups = set(restriction.groups.exclude(name=COORDINATORS).values_list("pk", flat=True))
        return Visibility.HIDDEN if groups == {self.group_id} else None

    def show_to(self, visibility: Visibility | str) -> None:
        """Write the privacy setting; it holds at once, and for drafts and versions alike."""
        if visibility == Visibility.PUBLIC:
            PageViewRestriction.objects.filter(page=self.pk).delete()
            return
        hidden = visibility == Visibility.HIDDEN
        restriction, _created = PageViewRestriction.objects.update_or_create(
            page_id=self.pk,
            defaults={
                "restriction_type": PageViewRestriction.GROUPS
                if hidden
                else PageViewRestriction.LOGIN
            },
        )
        coordinators, _created = Group.objects.get_or_create(name=COORDINATORS)
        restriction.groups.set([self.group_id, coordinators.pk] if hidden else [])


class JoinRule(models.Model):
    """One group of people who may join: those about whom one confirmed role says all of this."""

    community = ParentalKey(CommunityPage, on_delete=models.CASCADE, related_name="rules")
    role = models.CharField("confirmed role", max_length=20, choices=JobRole, blank=True)
    area = models.ForeignKey(
        Area,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="And all that lies in it.",
    )
    team_has_peer_workers = models.BooleanField("their team has peer workers", default=False)

    panels: ClassVar[list[Panel | str]] = ["role", "area", "team_has_peer_workers"]

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~models.Q(role="", area=None, team_has_peer_workers=False),
                name="communities_a_rule_says_something",
                violation_error_message="Choose a role, an area, or tick the box.",
            ),
        ]

    def __str__(self) -> str:
        return f"rule {self.pk}"


class Notice(models.Model):
    """A short text that stands on top of a community's page and rooms, for its members."""

    wagtail_reference_index_ignore = True

    community = models.OneToOneField(
        CommunityPage, on_delete=models.CASCADE, related_name="notice", primary_key=True
    )
    text = models.CharField("notice", max_length=300)
    pinned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    pinned_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.text


def next_colour() -> str:
    """The colour that the fewest communities have, in the order of ``Colour``."""
    taken = CommunityPage.objects.order_by().values_list("colour").annotate(models.Count("pk"))
    numbers = dict(taken)
    return min(Colour.values, key=lambda colour: numbers.get(colour, 0))


def named_group(pk: int | None, kind: str, title: str) -> Group:
    """The group with this key, or a new one, bearing the kind and the title as its name.

    Names of groups are unique and at most 150 characters long: a second community
    of the same name has a number behind it.
    """
    group = (Group.objects.filter(pk=pk).first() if pk else None) or Group()
    wanted = f"{kind}: {title}"[:140]
    if group.pk and group.name.partition(" #")[0] == wanted:
        return group
    taken = set(
        Group.objects.filter(name__startswith=wanted)
        .exclude(pk=group.pk)
        .values_list("name", flat=True)
    )
    numbered = (f"{wanted} #{number}" for number in range(2, len(taken) + 3))
    group.name = next(name for name in (wanted, *numbered) if name not in taken)
    group.save()
    return group
