"""A number that no database holds is the number of nothing, in every form and every question."""

from decimal import Decimal

import pytest
from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError

from communities.models import CommunityPage, Membership
from members.models import User

TOO_LONG = [2**63, -(2**63) - 1, 10**30, -(10**30)]
KINDS = [CommunityPage, Group, Membership, User]


@pytest.mark.parametrize("number", [*map(str, TOO_LONG), "1" * 5000, "1e400", "²", "\x00", "1.5"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_it_is_no_choice(db, kind, number):
    one = forms.ModelChoiceField(queryset=kind.objects.all())
    several = forms.ModelMultipleChoiceField(queryset=kind.objects.all())

    with pytest.raises(forms.ValidationError):
        one.clean(number)
    with pytest.raises(forms.ValidationError):
        several.clean([number])


@pytest.mark.parametrize("number", TOO_LONG)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_nothing_has_it(db, kind, number):
    assert not kind.objects.filter(pk=number).exists()
    assert not kind.objects.filter(pk__in=[number]).exists()
    assert kind.objects.exclude(pk=number).count() == kind.objects.count()
    assert kind.objects.exclude(pk__in=[number]).count() == kind.objects.count()


@pytest.mark.parametrize("number", TOO_LONG)
def test_nothing_links_to_it(db, number):
    assert not Membership.objects.filter(community=number).exists()
    assert not Membership.objects.filter(community__in=[number, 1]).exists()
    assert not Membership.objects.filter(member_id=number).exists()


def test_nothing_has_nul_in_its_name(member):
    assert not User.objects.filter(public_id="a\0b").exists()
    assert not Membership.objects.filter(member__public_id="\0").exists()
    assert User.objects.exclude(public_id="\0").get() == member


def test_what_is_there_is_found_beside_it(member):
    assert User.objects.filter(pk__in=[member.pk, 2**63]).get() == member
    assert User.objects.filter(pk__in=User.objects.values("pk")).get() == member


@pytest.mark.parametrize(
    "written", ["1e999999999", "-1e999999999", "1e-999999999", "9" * 200, "0." + "0" * 150 + "1"]
)
def test_a_short_number_that_takes_for_ever_is_none(written):
    for field in (forms.DecimalField(), forms.DecimalField(required=False)):
        with pytest.raises(ValidationError):
            field.clean(written)


@pytest.mark.parametrize("written", ["0", "-0.00", "1e3", "12.50", "-9999999999999999999.5"])
def test_other_numbers_are_taken_as_they_are(written):
    assert forms.DecimalField().clean(written) == Decimal(written)
