"""Words of members in resources: nowhere without consent, and gone everywhere when it ends."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Revision

from core.retention import rule
from members.services import close_account
from notifications.models import Notification
from resources import services
from resources.models import Quotation, ResourcePage
from tests.factories.members import UserFactory
from tests.factories.people import PersonFactory
from tests.factories.resources import ResourcePageFactory
from tests.forum.conftest import client_of
from tests.shared import shared

pytestmark = pytest.mark.django_db
WORDS = "Kererutokens cannot be weighed."


@shared
def page(library):
    return ResourcePageFactory(parent=library, title="What gifts mean")


@shared
def sina():
    return PersonFactory(display_name="Sina Said", profile={"role": "peer"})


@shared
def asked(page, sina):
    return services.ask_to_quote(page=page, member=sina, source=7, words=WORDS, by=UserFactory())


@shared
def other(page):
    """Another's, who agreed: what is done to the first leaves it as it is."""
    quotation = services.ask_to_quote(
        page=page, member=UserFactory(), source=8, words="Tokens other.", by=UserFactory()
    )
    return services.agree_to_quotation(quotation=quotation)


def answer_url(quotation):
    return reverse("quotations:answer", args=[quotation.key])


def take_back_url(quotation):
    return reverse("quotations:take_back", args=[quotation.key])


def now(quotation):
    return Quotation.objects.get(pk=quotation.pk)


def shown(page, client=None):
    return (client or Client()).get(page.url).content.decode()


def everywhere(page, coordinator):
    """All that anybody but its person could find of the words: pages, previews, revisions,
    search, feeds, and every column of the tables of pages."""
    call_command("rebuild_references_index", verbosity=0)
    client = client_of(coordinator)
    revision = page.save_revision()
    texts = [
        shown(page),
        shown(page, client),
        client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode(),
        client.get(
            reverse("wagtailadmin_pages:revisions_view", args=[page.pk, revision.pk])
        ).content.decode(),
        client.get("/search/?q=Kererutokens").content.decode().replace('value="Kererutokens"', ""),
        client.get("/resources/").content.decode(),
        str(list(Revision.objects.values_list("content", flat=True))),
        str(list(ResourcePage.objects.values())),
        str([(m.subject, m.body) for m in mail.outbox]),
    ]
    return texts


def test_somebody_is_asked_and_nothing_is_shown_before_they_agree(asked, page, sina, coordinator):
    assert "Kererutokens cannot" not in "".join(everywhere(page, coordinator))
    told = Notification.objects.get(kind="quotation_asked")
    assert told.recipient == sina
    line = client_of(sina).get("/notifications/").content.decode()
    assert answer_url(asked) in line
    assert WORDS not in line

    form = client_of(sina).get(answer_url(asked)).content.decode()
    assert WORDS in form
    assert "everybody can read it" in form
    assert "By what I do: Peer support worker" in form
    assert Notification.objects.get(pk=told.pk).read_at

    client_of(sina).post(answer_url(asked), {"shown_as": "nothing"})

    assert (now(asked).consent, now(asked).words) == ("given", WORDS)
    assert WORDS in shown(page)
    assert "Sina" not in shown(page)
    assert "Peer support worker</figcaption>" not in shown(page)


@pytest.mark.parametrize(
    ("shown_as", "beside"),
    [("nothing", ""), ("role", "Peer support worker"), ("name", "Sina Said")],
)
def test_one_is_named_as_one_chose(shown_as, beside, asked, page, sina):
    client_of(sina).post(answer_url(asked), {"shown_as": shown_as})

    assert ("<figcaption" in shown(page)) is bool(beside)
    assert f'dir="auto">{beside}</figcaption>' in shown(page) or not beside
    assert ("Sina Said" in shown(page)) is (shown_as == "name")


@pytest.mark.parametrize("said", [{}, {"shown_as": ""}, {"shown_as": "photo"}])
def test_a_yes_without_a_choice_is_none_yet(said, asked, sina):
    page = client_of(sina).post(answer_url(asked), said).content.decode()

    assert "Please choose" in page
    assert "<title>Error: " in page
    assert now(asked).consent == "asked"


def test_by_role_is_not_offered_to_who_tells_no_role(page):
    member = PersonFactory(profile={})
    quotation = services.ask_to_quote(page=page, member=member, source=9, words="So", by=None)
    client = client_of(member)

    assert "By what I do" not in client.get(answer_url(quotation)).content.decode()
    client.post(answer_url(quotation), {"shown_as": "role"})
    assert now(quotation).consent == "asked"


def test_a_no_deletes_the_words(asked, other, page, sina):
    client = client_of(sina)
    for _twice in range(2):
        client.post(answer_url(asked), {"no": "1"})

    assert (now(asked).consent, now(asked).words) == ("refused", "")
    assert WORDS not in client.get(answer_url(asked)).content.decode()
    client.post(answer_url(asked), {"shown_as": "name"})
    assert now(asked).consent == "refused"
    assert now(other).consent == "given"


def test_taken_back_the_words_are_nowhere(asked, other, page, sina, coordinator):
    services.agree_to_quotation(quotation=asked, shown_as="name")
    page.save_revision().publish()
    assert WORDS in shown(page)
    client = client_of(sina)
    assert reverse("quotations:mine") in shown(page, client)
    assert reverse("quotations:mine") not in shown(page, client_of(UserFactory()))
    assert take_back_url(asked) in client.get(answer_url(asked)).content.decode()

    client.get(take_back_url(asked))
    assert now(asked).consent == "given"
    for _twice in range(2):
        client.post(take_back_url(asked))

    assert (now(asked).consent, now(asked).words) == ("withdrawn", "")
    for text in everywhere(page, coordinator):
        assert "Kererutokens cannot" not in text
        assert "Sina Said" not in text
    assert WORDS not in str(list(Quotation.objects.values()))
    assert "Tokens other." in shown(page)


def test_others_find_no_such_page(asked, page, coordinator):
    for person in (UserFactory(), coordinator):
        client = client_of(person)
        for address in (answer_url(asked), take_back_url(asked)):
            assert client.get(address).status_code == 404
            assert client.post(address, {"shown_as": "name"}).status_code == 404
        assert WORDS not in client.get(reverse("quotations:mine")).content.decode()
    assert Client().post(answer_url(asked), {"shown_as": "name"}).status_code == 302
    assert now(asked).consent == "asked"


def test_who_leaves_is_quoted_nowhere(asked, other, page, sina):
    services.agree_to_quotation(quotation=asked)
    close_account(user=sina, by=sina)

    assert WORDS not in shown(page)
    assert not Quotation.objects.filter(pk=asked.pk).exists()
    assert now(other).consent == "given"


def test_who_is_suspended_is_not_shown_meanwhile(asked, page, sina):
    services.agree_to_quotation(quotation=asked)
    sina.is_active = False
    sina.save()

    assert WORDS not in shown(page)


def test_asked_again_nothing_changes(asked, page, sina):
    services.take_back_quotation(quotation=asked)
    again = services.ask_to_quote(page=page, member=sina, source=7, words="More", by=None)

    assert again == asked
    assert (now(asked).consent, now(asked).words) == ("refused", "")
    assert Notification.objects.filter(kind="quotation_asked").count() == 1


def test_a_page_takes_its_quotations_along(asked, page):
    page.delete()

    assert not Quotation.objects.exists()


@pytest.mark.parametrize("consent", ["refused", "withdrawn"])
def test_the_database_keeps_no_words_without_consent(consent, asked):
    with pytest.raises(IntegrityError), transaction.atomic():
        Quotation.objects.filter(pk=asked.pk).update(consent=consent)
    with pytest.raises(IntegrityError), transaction.atomic():
        Quotation.objects.filter(pk=asked.pk).update(words="")


def test_what_nobody_answers_is_let_go(asked, other):
    Quotation.objects.update(asked_at=timezone.now() - timedelta(days=91))
    for name in ("unanswered-quotations", "ended-quotations"):
        rule(name).remove(timezone.now())

    assert list(Quotation.objects.all()) == [other]


def test_the_list_asks_the_same_of_few_and_of_many(library, sina, django_assert_num_queries):
    client = client_of(sina)
    for count in (1, 20):
        for n in range(count):
            of = ResourcePageFactory(parent=library)
            services.ask_to_quote(page=of, member=sina, source=n, words=f"Words {n}", by=None)
        client.get(reverse("quotations:mine"))
        with django_assert_num_queries(LIST_QUERIES):
            client.get(reverse("quotations:mine"))


LIST_QUERIES = 3

STEPS = st.lists(st.sampled_from(["ask", "yes", "no", "restart"]), max_size=10)


@given(steps=STEPS)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_in_whatever_order_the_words_stand_only_while_there_is_a_yes(steps, page, other, sina):
    Quotation.objects.exclude(pk=other.pk).delete()
    state = None
    for step in steps:
        quotation = Quotation.objects.filter(source=7).first()
        if step == "ask":
            services.ask_to_quote(page=page, member=sina, source=7, words=WORDS, by=None)
            state = state or "asked"
        elif step == "restart":
            Quotation.objects.filter(source=7).delete()
            state = None
        elif quotation and step == "no":
            services.take_back_quotation(quotation=quotation)
            state = {"asked": "refused", "given": "withdrawn"}.get(state, state)
        elif quotation and state in ("asked", "given"):
            services.agree_to_quotation(quotation=quotation)
            state = "given"
        elif quotation:
            with pytest.raises(ValidationError):
                services.agree_to_quotation(quotation=quotation)
        row = Quotation.objects.filter(source=7).first()
        assert (row.consent if row else None) == state
        assert (WORDS in shown(page)) is (state == "given")
    assert "Tokens other." in shown(page)
