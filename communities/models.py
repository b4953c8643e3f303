"""Communities of practice, and who belongs to them."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import PageManager
from wagtail.search import index

from communities.enums import JoinPolicy, State
from communities.querysets import CommunityQuerySet, MembershipQuerySet
from core.blocks import StoryBlock
from core.pages import BasePage


class CommunityIndexPage(BasePage):
    """Where the communities are listed."""

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["communities.CommunityPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = "list of communities"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        context = super().get_context(request, *args, **kwargs)
        context["communities"] = (
            CommunityPage.objects.child_of(self).visible_to(request.user).order_by("title")
        )
        return context


class CommunityPage(BasePage):
    """A community of practice: what it is for, who it is for, how it works.

    Its two Django Groups follow the ``Membership`` rows and carry the page's
    title, so that editors find them wherever Wagtail asks which groups may see a
    page or a collection of documents.
    """

    purpose = models.TextField(help_text="What this community is for, in two or three sentences.")
    who_for = models.TextField("who it is for", blank=True)
    ground_rules = RichTextField(
        blank=True,
        features=["bold", "ul", "ol", "link"],
        help_text="How members treat each other here. Shown in a fold.",
    )
    body = StreamField(
        StoryBlock(), blank=True, help_text="Anything else: how it began, how it works."
    )
    join_policy = models.CharField(
        "who may join", max_length=10, choices=JoinPolicy, default=JoinPolicy.OPEN
    )
    group = models.OneToOneField(
        Group, on_delete=models.PROTECT, related_name="community", editable=False
    )
    facilitator_group = models.OneToOneField(
        Group, on_delete=models.PROTECT, related_name="facilitated_community", editable=False
    )
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Membership", related_name="communities", editable=False
    )

    objects = PageManager.from_queryset(CommunityQuerySet)()

    content_panels: ClassVar[list[Panel | str]] = [
        *BasePage.content_panels,
        FieldPanel("purpose"),
        FieldPanel("who_for"),
        FieldPanel("ground_rules"),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("join_policy")], heading="Joining"),
    ]
    search_fields: ClassVar[list] = [
        *BasePage.search_fields,
        index.SearchField("purpose"),
        index.SearchField("who_for"),
        index.SearchField("ground_rules"),
        index.SearchField("body"),
    ]
    exclude_fields_in_copy: ClassVar[list[str]] = ["group", "facilitator_group", "members"]

    parent_page_types: ClassVar[list[str]] = ["communities.CommunityIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "community"
        verbose_name_plural = "communities"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the groups with the row that cannot be without them.

        Editors create, rename, copy and publish pages in many ways; each of them
        ends here.
        """
        with transaction.atomic():
            self.group = keep_group(self.group_id, "Community", self.title)
            self.facilitator_group = keep_group(
                self.facilitator_group_id, "Facilitators", self.title
            )
            super().save(*args, **kwargs)

    def with_content_json(self, content: dict) -> "CommunityPage":
        """An older version of the text; the groups are not part of any version."""
        page = super().with_content_json(content)
        page.group_id = self.group_id
        page.facilitator_group_id = self.facilitator_group_id
        return page

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        context = super().get_context(request, *args, **kwargs)
        context["membership"] = self.membership_of(request.user)
        if context["membership"]:
            active = self.memberships.active()
            context["member_count"] = active.count()
            context["facilitators"] = [
                membership.member
                for membership in active.filter(is_facilitator=True)
                .select_related("member")
                .order_by("member__display_name")
            ]
        return context

    def membership_of(self, member: Any) -> "Membership | None":
        """This person's membership while it lasts; nothing for a visitor."""
        if not member.is_authenticated:
            return None
        return self.memberships.active().filter(member=member).first()

    @property
    def is_open(self) -> bool:
        return self.join_policy == JoinPolicy.OPEN


class Membership(models.Model):
    """One person's standing with one community: one row, whatever happened since.

    Written by ``communities.services`` alone, which keep the community's groups
    in step.
    """

    community = models.ForeignKey(
        CommunityPage, on_delete=models.CASCADE, related_name="memberships"
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    is_facilitator = models.BooleanField("facilitator", default=False)
    joined_at = models.DateTimeField("joined", default=timezone.now, editable=False)
    left_at = models.DateTimeField("left", null=True, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["community", "member__display_name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("community", "member"),
                name="communities_one_membership",
                violation_error_message="This person has a membership here already.",
            ),
            models.CheckConstraint(
                condition=models.Q(is_facilitator=False) | models.Q(state=State.ACTIVE),
                name="communities_facilitators_are_members",
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.ACTIVE, left_at__isnull=True)
                | models.Q(state=State.LEFT, left_at__isnull=False),
                name="communities_left_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} in {self.community}"

    @property
    def is_active(self) -> bool:
        return self.state == State.ACTIVE


def keep_group(pk: int | None, kind: str, title: str) -> Group:
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
