"""Markdown to a safe subset of HTML."""


def render(text: str) -> str:
    return text
