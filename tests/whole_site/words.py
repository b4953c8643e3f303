"""The same mark before everything that people wrote, in every column and every story."""

import json
import re
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Concat, Left
from wagtail.fields import StreamField
from wagtail.models import Site

from core.tidying import text_fields, tidied_models
from forum.posting.rendering import render, written_fields

APPS = {
    *("announcements", "communities", "events", "home", "members", "opportunities", "resources"),
    *("forum", "forum_attachments", "forum_conversation", "forum_member", "forum_polls"),
}
PAGES = "wagtailcore.Page"
NOT_WORDS = {
    *("link", "online_link", "file_hash", "filter_spec", "focal_point_key", "time_zone", "key"),
    *("token_hash", "public_id", "what", "screen", "username", "anonymous_key", "held"),
}
SPOKEN = {
    *("value", "title", "text", "caption", "role", "heading", "note", "alt_text", "transcript"),
    *("speaker", "what", "place", "name"),
}
"""The names of a story's parts that hold words."""


def begin_everything_with(mark: str) -> None:
    for label, model in tidied_models().items():
        if model._meta.app_label not in APPS and label != PAGES:
            continue
        rows = model._base_manager
        for field in text_fields(model):
            if field.name in NOT_WORDS:
                continue
            if isinstance(field, StreamField):
                for row in rows.only("pk", field.name):
                    story = field.get_prep_value(field.value_from_object(row))
                    said = field.to_python(json.dumps(_said(story, mark)))
                    rows.filter(pk=row.pk).update(**{field.name: said})
                continue
            words: Any = Concat(Value(mark), F(field.name))
            if field.max_length:
                words = Left(words, field.max_length)
            rows.exclude(**{field.name: ""}).exclude(**{field.name: None}).update(
                **{field.name: words}
            )
    for field in written_fields():
        render(field, field.model._base_manager.exclude(**{field.name: None}))
    Site.clear_site_root_paths_cache()


def _said(story: Any, mark: str, key: str = "") -> Any:
    match story:
        case dict():
            return {name: _said(each, mark, name) for name, each in story.items()}
        case list():
            return [_said(each, mark, key) for each in story]
        case str() if key not in SPOKEN or not story or "://" in story[:8]:
            return story
        case str() if story.startswith("<"):
            return re.sub(r"(<(?:p|li|h\d)\b[^>]*>)", rf"\1{mark}", story)
        case str():
            return f"{mark}{story}"
        case _:
            return story
