"""The living style guide: every part of the kit in every state. Only in debug."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth.models import Permission
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe

from core.filters import Filters
from core.icons import ICONS
from core.templatetags.ui import nz_datetime
from forum.authors import Voice
from forum.paging.keyset import Step, Steps

LONG_WORD = "Whakawhanaungatanga-whakaaroaro-tautoko-kaimahi-a-rohe" * 2
COLOURS = (
    *("paper", "surface", "sunken", "ink", "muted", "line", "edge", "primary", "primary-deep"),
    *("kowhai", "clay", "danger", "good", "info", "plum", "help"),
)
PEOPLE = ("Aroha Ngata", "Sam", "Li Wei", "Mere Te Kanawa", "Jo van der Berg", "Ōriwa Pōtiki")
PROSE = mark_safe(  # nosec B308 B703
    """<p>I have started in a team of nine nurses and me. On day two somebody asked, kindly,
    whether I would be <em>“on leave a lot”</em>. I did not know what to say, so I said nothing.</p>
    <p>How have others answered? I do not want to <strong>explain my whole story</strong> over the
    sandwich press. There is a good page on this in the <a href="/">values framework</a>.</p>
    <ul><li>Is it mine to answer at all?</li><li>Would you take it to supervision?</li></ul>
    <blockquote><p>You decide who sees that.</p></blockquote>"""
)
KINDS = [("practice", "A practice question"), ("news", "News to share"), ("kōrero", "A kōrero")]


class ExampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(help_text="As you would like to be greeted.", max_length=80)
    email = forms.EmailField(label="E-mail address", required=False)
    text = forms.CharField(
        label="What would you like to say?", widget=forms.Textarea, max_length=500
    )
    kind = forms.ChoiceField(
        label="What is it?",
        widget=forms.RadioSelect,
        choices=KINDS,
        help_text="It helps others find it.",
    )
    for_whom = forms.MultipleChoiceField(
        label="Who is it for?",
        widget=forms.CheckboxSelectMultiple,
        choices=[("peers", "Peer support workers"), ("clinical", "Clinical teams")],
        required=False,
    )
    community = forms.ChoiceField(choices=[("", "Choose one"), ("a", "Peer support workers")])
    starts = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), required=False)
    places = forms.IntegerField(min_value=1, required=False)
    file = forms.FileField(label="A file", required=False, help_text="PDF or DOCX, up to 5 MB.")
    agree = forms.BooleanField(
        label="I have read the community agreement", help_text="It takes two minutes."
    )
    closed = forms.CharField(label="Your region", initial="Te Upoko o te Ika", disabled=True)


class ExampleFilters(Filters):
    what = forms.ChoiceField(label="What it is", required=False, choices=[("", "Anything"), *KINDS])
    whose = forms.ChoiceField(label="Whose it is", required=False, choices=[("", "Anybody’s")])


def index(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    soon = now + timedelta(days=12)
    pages = Paginator(range(500), 20)
    steps = Steps(list, 20, by={"id": int}, count=500)
    wrong = {"email": "aroha at example", "text": "Kia ora", "places": "0", "kind": "gossip"}
    if "message" in request.GET:
        messages.success(request, "Your topic is out. Others can answer it now.")
    return render(
        request,
        "styleguide/index.html",
        {
            "blank": ExampleForm(prefix="blank"),
            "wrong": ExampleForm({f"wrong-{k}": v for k, v in wrong.items()}, prefix="wrong"),
            "filters": ExampleFilters({"what": "news"}),
            "crumbs": [{"title": "Home", "url": "/"}, {"title": "Events", "url": "/events/"}],
            "icons": ICONS,
            "kinds": ["calendar", "book", "award", "talk", "people"],
            "colours": COLOURS,
            "first_page": pages.page(1),
            "middle_page": pages.page(12),
            "last_page": pages.page(25),
            "step": Step([Permission(id=7)], 3, steps, more=True),
            "long_word": LONG_WORD,
            "prose": PROSE,
            "now": now,
            "moments": [now - timedelta(minutes=m) for m in (0, 1, 45, 200, 1500, 4000, 90_000)],
            "soon": soon,
            "facts": [
                {"term": "When", "value": nz_datetime(soon), "icon": "calendar"},
                {"term": "Where", "value": "Whitireia, Porirua, and online", "icon": "place"},
                {"term": "For whom", "value": "Everybody in peer support", "icon": "people"},
                {"term": "Cost", "value": "Free"},
                {"term": "Places", "value": "12 of 20 left"},
            ],
            "tabs": [
                {"title": "Talk", "url": "/", "is_current": True, "count": 12},
                {"title": "Events", "url": "/events/"},
                {"title": "Resources", "url": "/resources/", "count": 30},
                {"title": "People", "url": "/people/"},
                {"title": "About", "url": "/about/"},
            ],
            "poll": {
                "rules": {"kind": "single"},
                "in_result": [
                    {"text": "Weekly", "points": 9, "percent": 50},
                    {"text": "Every second week", "points": 6, "percent": 33},
                    {"text": "I have no supervision", "points": 3, "percent": 17},
                ],
                "voters": 18,
                "is_to_date": True,
                "closes": "Closes in 3 days",
            },
            "head": ["Programme", "Level", "Length", "Places", "Closes"],
            "table": [
                [
                    "Health and Wellbeing Certificate (Peer Support)",
                    "4",
                    "1 year",
                    "20",
                    "in 12 days",
                ],
                ["Peer Employment Training", "none", "12 weeks", "16", "in 3 days"],
            ],
            "people": PEOPLE,
            "voice": Voice("Peer support worker", role_confirmed=True, facilitates=True),
        },
    )
