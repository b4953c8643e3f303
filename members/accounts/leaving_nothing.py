"""What a browser keeps for whoever is signed in, and forgets when they go."""

from django.http import HttpResponse


def forgotten_here(response: HttpResponse) -> HttpResponse:
    """The answer, with which the browser empties its storage: others may use it next."""
    response["Clear-Site-Data"] = '"storage"'
    return response
