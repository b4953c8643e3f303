"""What a conference programme is made of."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock


class DayBlock(blocks.StructBlock):
    """The heading of a day; the sessions after it are on that day."""

    date = blocks.DateBlock()
    title = blocks.CharBlock(
        required=False, max_length=120, help_text="For example: Day one, listening."
    )

    class Meta:
        icon = "date"
        label = "Day"
        description = "Starts a new day. The sessions that follow belong to it."
        preview_value = {"date": "2026-11-19", "title": "Day one, listening"}


class SessionBlock(blocks.StructBlock):
    """One item of the programme; a break is a session with only a time and a title."""

    starts = blocks.TimeBlock(label="Starts at")
    ends = blocks.TimeBlock(label="Ends at", required=False)
    title = blocks.CharBlock(max_length=160)
    room = blocks.CharBlock(required=False, max_length=80)
    speakers = blocks.CharBlock(
        label="Who leads it",
        required=False,
        max_length=200,
        help_text="By role, for example: two peer support workers and a team leader. Name "
        "somebody only when they have agreed to be named here.",
    )
    description = blocks.TextBlock(required=False, rows=3)
    materials = blocks.ListBlock(
        DocumentChooserBlock(),
        required=False,
        min_num=0,
        default=[],
        help_text="Slides, summaries, handouts. They are also listed under Materials.",
    )

    class Meta:
        icon = "time"
        label = "Session"
        description = "A time, a title, a room and who leads it."
        preview_value = {
            "starts": "10:00",
            "ends": "11:00",
            "title": "What a thriving peer workforce needs",
            "room": "Rātā room",
            "speakers": "A peer support worker and a service manager",
            "description": "Clear roles, good recruitment, training that fits the role.",
            "materials": [],
        }

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["ends"] and cleaned["ends"] <= cleaned["starts"]:
            raise StructBlockValidationError(
                block_errors={"ends": ValidationError("A session must end after it starts.")}
            )
        return cleaned


class ProgrammeBlock(blocks.StreamBlock):
    day = DayBlock()
    session = SessionBlock()

    class Meta:
        required = False


class MaterialsBlock(blocks.StreamBlock):
    document = DocumentChooserBlock(
        icon="doc-full", description="Slides, a summary, a recording's transcript."
    )

    class Meta:
        required = False
