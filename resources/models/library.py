"""The library: what members and the public can read, watch or take away."""

from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.documents import get_document_model_string
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.search import index

from core.blocks import StoryBlock
from core.folding import FoldedField, FoldedModel
from core.pages import BasePage
from core.slugs import plain_address, unused_address
from core.text import isolated
from resources.editing import ResourcePageForm
from resources.enums import MARKS, Audience, Kind, Language, Place
from resources.models.fields import AudiencesField
from resources.querysets import ResourceQuerySet


class Topic(FoldedModel, index.Indexed):
    """What resources are about, in the words people use for it."""

    name = models.CharField(max_length=60, unique=True)
    folded_name = FoldedField(of="name", max_length=120)
    slug = models.SlugField(
        max_length=60,
        unique=True,
        allow_unicode=True,
        help_text="Used in addresses. Better not changed: links to it would stop working.",
    )

    search_fields: ClassVar[list] = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        ordering = ("folded_name",)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **options: Any) -> None:
        """Address the topic in plain letters, with a number where that address is taken."""
        if not self.slug.isascii():
            taken = set(Topic.objects.exclude(pk=self.pk).values_list("slug", flat=True))
            self.slug = unused_address(plain_address(self.slug) or "topic", taken, longest=60)
        super().save(*args, **options)


class ResourceIndexPage(BasePage):
    """The library's front: every resource the reader may see, to be narrowed down."""

    body = StreamField(
        StoryBlock(), blank=True, help_text="Shown above the list. Often best left empty."
    )

    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["resources.ResourcePage"]
    max_count = 1

    content_panels: ClassVar[list[Panel | str]] = [*BasePage.content_panels, FieldPanel("body")]
    search_fields: ClassVar[list] = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = "resource library"


class ResourceManager(PageManager.from_queryset(ResourceQuerySet)):  # type: ignore[misc]
    """Resources come with their files: hardly any place shows one without the other."""

    def get_queryset(self) -> ResourceQuerySet:
        return super().get_queryset().select_related("document", "easy_read_document")


class ResourcePage(BasePage):
    """One thing to read, watch or take away, so described that people see if it is for them."""

    mark = "book"

    kind = models.CharField(max_length=30, choices=Kind.choices)
    topics = ParentalManyToManyField(Topic, blank=True, related_name="resources")
    audiences = AudiencesField("who it is for")
    year = models.PositiveSmallIntegerField(
        "year of publication",
        null=True,
        blank=True,
        validators=[
            MinValueValidator(1800, "Write the year with four digits."),
            MaxValueValidator(2100, "Write the year with four digits."),
        ],
    )
    publisher = models.CharField(
        max_length=200, blank=True, help_text="Who published it, or the journal it appeared in."
    )
    authors = models.CharField(
        max_length=300, blank=True, help_text="As they are cited: “Repper, J. and Carter, T.”."
    )
    language = models.CharField(
        max_length=5,
        choices=Language.choices,
        default=Language.ENGLISH,
        help_text="The language of the resource and its title.",
    )
    summary = models.TextField(
        blank=True, help_text="Three to five sentences in plain words: what it says and for whom."
    )
    key_points = models.TextField(blank=True, help_text="What to remember of it. One point a line.")
    document = models.ForeignKey(
        get_document_model_string(),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="file",
    )
    easy_read_document = models.ForeignKey(
        get_document_model_string(),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="Easy Read file",
        help_text="The same in short sentences and everyday words, if there is such a version.",
    )
    easy_read_summary = models.TextField(
        "Easy Read summary",
        blank=True,
        help_text="Short sentences. Everyday words. One idea a line.",
    )
    link = models.URLField(
        blank=True, help_text="Where it can be read elsewhere: a publisher's or journal's page."
    )
    body = StreamField(StoryBlock(), blank=True)
    dilemma = models.TextField(
        blank=True,
        help_text="What somebody has to decide, told so that nobody can be recognised. Leave it "
        "empty where a member was asked: their words stand here while they agree.",
    )
    one_view = models.TextField(blank=True, help_text="One way to see it.")
    another_view = models.TextField(
        blank=True, help_text="Another, as fairly as its own people would say it."
    )
    what_people_did = models.TextField(blank=True)
    supervision_questions = models.TextField(
        "questions for supervision", blank=True, help_text="One question a line."
    )

    objects = ResourceManager()

    base_form_class = ResourcePageForm

    parent_page_types: ClassVar[list[str]] = [
        "resources.ResourceIndexPage",
        "communities.CommunityPage",
    ]
    subpage_types: ClassVar[list[str]] = []

    content_panels: ClassVar[list[Panel | str]] = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                FieldPanel("audiences"),
                FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
            ],
            heading="What it is and who it is for",
        ),
        MultiFieldPanel(
            [FieldPanel("document"), FieldPanel("link")],
            heading="The resource itself",
            help_text="A file, a link, or both. A record of an article may do without either.",
        ),
        MultiFieldPanel(
            [FieldPanel("summary"), FieldPanel("key_points"), FieldPanel("body")],
            heading="In plain words",
        ),
        MultiFieldPanel(
            [
                FieldPanel("dilemma"),
                FieldPanel("one_view"),
                FieldPanel("another_view"),
                FieldPanel("what_people_did"),
                FieldPanel("supervision_questions"),
            ],
            heading="A grey-area scenario",
            help_text="For the kind of that name alone. What members said in the discussions is "
            "not pasted here: they are asked first, from the topic.",
        ),
        MultiFieldPanel(
            [FieldPanel("easy_read_summary"), FieldPanel("easy_read_document")],
            heading="Easy Read version",
        ),
        MultiFieldPanel(
            [
                FieldPanel("authors"),
                FieldPanel("publisher"),
                FieldRowPanel([FieldPanel("year"), FieldPanel("language")]),
            ],
            heading="Who published it",
        ),
    ]
    search_fields: ClassVar[list] = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("key_points"),
        index.SearchField("easy_read_summary"),
        index.SearchField("publisher"),
        index.SearchField("authors"),
        index.SearchField("body"),
        index.SearchField("dilemma"),
        index.SearchField("one_view"),
        index.SearchField("another_view"),
        index.SearchField("what_people_did"),
        index.SearchField("supervision_questions"),
        index.RelatedFields("topics", [index.SearchField("name"), index.FilterField("slug")]),
        index.FilterField("kind"),
        index.FilterField("year"),
        index.FilterField("language"),
    ]

    class Meta:
        verbose_name = "resource"

    @property
    def key_point_list(self) -> list[str]:
        return _lines(self.key_points)

    @property
    def supervision_question_list(self) -> list[str]:
        return _lines(self.supervision_questions)

    @property
    def waits_for_consent(self) -> bool:
        """Whether it is made of a case whose author has not agreed, or agrees no longer."""
        return self.quotations.filter(place=Place.DILEMMA).without_consent().exists()

    @property
    def is_scenario(self) -> bool:
        return self.kind == Kind.SCENARIO

    @property
    def audience_labels(self) -> list[str]:
        """Whom the resource is for, in words and in the order of ``Audience``."""
        return [label for value, label in Audience.choices if value in self.audiences]

    @property
    def has_easy_read(self) -> bool:
        return bool(self.easy_read_summary or self.easy_read_document_id)

    @property
    def kind_mark(self) -> str:
        return MARKS.get(self.kind, super().mark)

    @property
    def marked_title(self) -> str:
        """The title, marked with its language where that is not the site's."""
        if self.language == Language.ENGLISH:
            return self.title
        return format_html('<span lang="{}">{}</span>', self.language, self.title)

    @property
    def imprint(self) -> str:
        """Publisher, year: what a list shows beside the kind."""
        return ", ".join(isolated(str(part)) for part in (self.publisher, self.year) if part)

    @property
    def link_host(self) -> str:
        """The site that the link opens: example.org."""
        return (urlsplit(self.link).hostname or "").removeprefix("www.")

    @property
    def citation(self) -> str:
        """Authors. (Year). Title. Publisher. What is not known is left out.

        The title comes first where no authors are known.
        """
        year = f"({self.year})" if self.year else ""
        who_when_what = (self.authors, year, self.title) if self.authors else (self.title, year)
        parts = (*who_when_what, self.publisher)
        return " ".join(f"{part.rstrip('.')}." for part in parts if part)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict:
        context = super().get_context(request, *args, **kwargs)
        context["topics"] = list(self.topics.all())
        context["library_url"] = self._library_url(request, context["crumbs"])
        context["related"] = self._related(request.user, context["topics"])
        easy_read = self.has_easy_read and request.GET.get("version") == "easy-read"
        context["easy_read"] = easy_read
        context["file"] = self.easy_read_document if easy_read else self.document
        context["link"] = "" if easy_read else self.link
        return context

    def _library_url(self, request: HttpRequest, crumbs: list[dict[str, str]]) -> str:
        """Where the library is: right above, but for what stands under a community."""
        above = self.way_here or [self.get_parent()]
        if above[-1].cached_content_type.model_class() is ResourceIndexPage:
            return crumbs[-1]["url"] if crumbs else ""
        library = ResourceIndexPage.objects.live().first()
        return library.get_url(request) or "" if library else ""

    def _related(self, user: Any, topics: list[Topic]) -> list["ResourcePage"]:
        """Up to four resources that share most topics with this one."""
        if not topics:
            return []
        return list(
            ResourcePage.objects.visible_to(user)
            .filter(topics__in=topics)
            .exclude(pk=self.pk)
            .annotate(shared=models.Count("topics"))
            .order_by("-shared", "-first_published_at", "-pk")[:4]
        )


def _lines(text: str) -> list[str]:
    """What a text says, a point a line, without the marks of a list."""
    return [line.strip(" \t-•*") for line in text.splitlines() if line.strip()]
