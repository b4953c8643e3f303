"""The accounts one can sign in with to see the demo from different chairs."""

from demo import data

PASSWORD = "walking-alongside-demo"  # noqa: S105  # nosec B105


def lines() -> list[str]:
    """The accounts as a table of text, one line each, to be printed."""
    shown = [person for person in data.people() if "can" in person]
    name = max(len(person["shown_as"]) for person in shown)
    email = max(len(person["email"]) for person in shown)
    return [
        f"Accounts of the demo, all with the password {PASSWORD}",
        *(f"  {p['shown_as']:<{name}}  {p['email']:<{email}}  {p['can']}" for p in shown),
    ]
