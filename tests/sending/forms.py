"""A form as a browser finds it in a page, and sends it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from django.test import Client


@dataclass
class Form:
    address: str
    data: dict[str, Any]
    text: str

    def send(self, client: Client, **changed: Any) -> Any:
        return client.post(self.address, self.data | changed)


def form_in(response: Any, page: str, to: str = "") -> Form:
    """The form of *page* that is sent *to* an address, by default to the page's own."""
    soup = BeautifulSoup(response.content, "html.parser")
    wanted = urlsplit(to or page).path
    for form in soup.find_all("form"):
        address = urljoin(page, form.get("action") or "")
        if form.get("method", "").lower() == "post" and urlsplit(address).path == wanted:
            return Form(address, _data(form), form.get_text(" ", strip=True))
    raise AssertionError(f"No form to {wanted}")


def open_form(client: Client, page: str, to: str = "") -> Form:
    response = client.get(page)
    assert response.status_code == 200, (response.status_code, response.get("Location"))
    return form_in(response, page, to)


def _data(form: Any) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        name, kind = field["name"], field.get("type", "text")
        if field.name == "textarea":
            data[name] = field.get_text().removeprefix("\n")
        elif field.name == "select":
            chosen = [each.get("value", "") for each in field.select("option[selected]")]
            data[name] = chosen if field.has_attr("multiple") else (chosen or [""])[0]
        elif kind in ("checkbox", "radio"):
            if field.has_attr("checked"):
                data.setdefault(name, []).append(field.get("value", "on"))
        elif kind not in ("file", "submit", "button"):
            data[name] = field.get("value", "")
    return data
