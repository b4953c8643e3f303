"""Somebody in a browser whose session ends, and how they come back."""

from allauth.account.models import EmailAddress

from tests.factories.members import PASSWORD, UserFactory
from tests.sending.forms import open_form


def account(**fields):
    user = UserFactory(**fields)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def end_session(client):
    """As a coordinator, another device or time ends it: the browser keeps its cookies."""
    client.session.flush()


def sign_in(client, address, email="ana@example.org"):
    """Sign in at the page one was led to, and go where it leads."""
    form = open_form(client, address, "/accounts/login/")
    return form.send(client, login=email, password=PASSWORD)


def come_back(client, response, **who):
    """From the answer that led to the sign-in page to the page one ends at."""
    assert response.status_code == 302, response.content.decode()[:500]
    assert response.url.startswith("/accounts/login/?next="), response.url
    answer = sign_in(client, response.url, **who)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return answer.url, client.get(answer.url)
