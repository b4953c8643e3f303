"""Spellings that are the same when people are looked for, compared and sorted."""

import unicodedata

import pytest
from django.db.models import QuerySet
from hypothesis import given
from hypothesis import strategies as st

from core.folding import fill, folded, folded_letters
from members.models import User
from members.services import close_account
from people.models import Area, Organisation, Profile
from people.services import update_profile
from tests.factories.members import UserFactory
from tests.factories.people import PersonFactory
from tests.factories.places import AreaFactory, OrganisationFactory


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Zoë", "zoe"),
        ("Zoe\u0308", "zoe"),
        ("Ngāta", "ngata"),
        ("ĀWHINA", "awhina"),
        ("O'Brien", "obrien"),
        ("O’Brien", "obrien"),
        ("O`Brien", "obrien"),
        ("O´Brien", "obrien"),
        ("Oʼbrien", "obrien"),
        ("Hawaiʻi", "hawaii"),
        ("Hawai‘i", "hawaii"),
        ("Hawaiʹi", "hawaii"),
        ("Weiß", "weiss"),
        ("WEISS", "weiss"),
        ("Søren Kjær", "soren kjaer"),
        ("Đặng", "dang"),
        ("Łukasz", "lukasz"),
        ("Þórður", "thordur"),
        ("Œuvre", "oeuvre"),
        ("Iğdır", "igdir"),
        ("İpek", "ipek"),
        ("Mary-Jane", "mary jane"),
        ("Mary‑Jane  Roe", "mary jane roe"),
        ("Mary\u00adJane", "maryjane"),
        ("  Ana\u00a0\u2003Roe\t", "ana roe"),
        ("Ａｎａ", "ana"),
        ("ﬁona", "fiona"),
        ("Ana\u200b", "ana"),
        ("Ana “Anne” Roe", "ana anne roe"),
        ("Σοφίας", "σοφιασ"),
        ("ДИМА", "дима"),
        ("عُمَر", "عمر"),
        ("がく", unicodedata.normalize("NFKD", "がく")),
        ("St. John (Te Tai)", "st. john (te tai)"),
        ("'", ""),
        ("", ""),
    ],
)
def test_a_text_is_folded_to_one_plain_spelling(written, plain):
    assert folded(written) == plain


@given(st.text())
def test_folding_again_changes_nothing_and_composition_does_not_matter(text):
    once = folded(text)

    assert folded(once) == once
    assert folded(unicodedata.normalize("NFC", text)) == folded(unicodedata.normalize("NFD", text))


@given(st.text())
def test_each_letter_is_folded_as_the_whole_is(text):
    text = unicodedata.normalize("NFD", text)

    assert " ".join("".join(folded_letters(text)).split()) == folded(text)


@pytest.mark.django_db
class TestTheColumn:
    """It follows what it holds, however that is written."""

    def test_it_is_written_with_a_new_row_and_with_a_change(self):
        user, other = UserFactory(display_name="Zoë"), UserFactory(display_name="Stays")

        user.display_name = "Āwhina"
        user.save()

        assert self.folded_name_of(user) == "awhina"
        assert self.folded_name_of(other) == "stays"

    def test_it_is_written_when_its_field_alone_is(self):
        user = UserFactory(display_name="Zoë")
        user.display_name = "Ngāta"

        user.save(update_fields=["is_active"])
        assert self.folded_name_of(user) == "zoe"

        user.save(update_fields=["display_name"])
        assert self.folded_name_of(user) == "ngata"

    def test_it_is_written_by_an_update_of_many(self):
        user, other = UserFactory(display_name="Zoë"), UserFactory(display_name="Stays")

        User.objects.filter(pk=user.pk).update(display_name="O’Brien")

        assert self.folded_name_of(user) == "obrien"
        assert self.folded_name_of(other) == "stays"

    def test_it_is_written_by_creating_many(self):
        User.objects.bulk_create([User(email="a@example.org", display_name="Hēmi")])
        Organisation.objects.bulk_create([Organisation(name="Te Whāriki", type="ngo")])

        assert User.objects.get(email="a@example.org").folded_name == "hemi"
        assert Organisation.objects.get().folded_name == "te whariki"

    def test_a_very_long_spelling_is_cut_and_does_not_stop_an_index(self):
        user = UserFactory(display_name="\ufdfa" * 80)

        assert len(self.folded_name_of(user)) == 160

    def test_each_text_of_a_profile_has_its_own(self):
        told = {"about": "Kōrero", "interests": "Te Reo", "team": "Rūma"}
        person = PersonFactory(profile=told)

        profile = Profile.objects.get(user=person)
        assert (profile.folded_about, profile.folded_interests) == ("korero", "te reo")
        assert (profile.folded_team, profile.folded_perspective_words) == ("ruma", "")

    def test_names_are_sorted_by_it_the_same_on_every_database(self):
        names = ["Zara", "Āwhina", "ana", "Ōtara", "Oamaru", "O’Brien", "obrien b", "Ægir", "1st"]
        for name in names:
            AreaFactory(name=name)
            OrganisationFactory(name=name)

        expected = [
            "1st",
            "Ægir",
            "ana",
            "Āwhina",
            "Oamaru",
            "O’Brien",
            "obrien b",
            "Ōtara",
            "Zara",
        ]
        assert [area.name for area in Area.objects.as_tree()] == expected
        assert list(Organisation.objects.values_list("name", flat=True)) == expected

    def test_rows_that_were_there_before_are_filled(self):
        users = UserFactory.create_batch(1_003, display_name="Zoë")
        stays = UserFactory(display_name="Stays")
        QuerySet(User).update(folded_name="")

        fill(User)

        filled = User.objects.filter(pk__in=[user.pk for user in users])
        assert set(filled.values_list("folded_name", "display_name")) == {("zoe", "Zoë")}
        assert self.folded_name_of(stays) == "stays"

    def test_a_closed_account_leaves_nothing_in_it(self, coordinator):
        user = UserFactory(display_name="Zoë O’Brien")
        update_profile(member=user, values={"about": "Kōrero"})

        close_account(user=user, by=coordinator)

        assert self.folded_name_of(user) == "former member"
        assert not Profile.objects.filter(folded_about="korero").exists()

    @staticmethod
    def folded_name_of(user: User) -> str:
        return User.objects.values_list("folded_name", flat=True).get(pk=user.pk)
