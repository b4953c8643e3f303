"""What resources are, whom they are for and which language they are in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    STRATEGIC_PLAN = "strategic_plan", "Strategic plan"
    EVALUATION = "evaluation", "Evaluation report"
    REVIEW = "review", "Review paper"
    RESEARCH = "research", "Research article"
    STATEMENT = "statement", "Position statement"
    COMPETENCIES = "competencies", "Competency framework"
    VALUES = "values", "Values framework"
    PRACTICE_GUIDE = "practice_guide", "Practice guide"
    SLIDES = "slides", "Slide deck"
    TRANSCRIPT = "transcript", "Transcript"
    POSITION_DESCRIPTION = "position_description", "Position description"
    EASY_READ = "easy_read", "Easy Read"
    NEWS = "news", "News article"
    POLICY = "policy", "Policy"
    TRAINING_OUTLINE = "training_outline", "Training outline"
    SCENARIO = "scenario", "Grey-area scenario"


MARKS: dict[str, str] = {
    Kind.STRATEGIC_PLAN: "flag",
    Kind.EVALUATION: "poll",
    Kind.REVIEW: "poll",
    Kind.RESEARCH: "poll",
    Kind.COMPETENCIES: "check",
    Kind.VALUES: "leaf",
    Kind.PRACTICE_GUIDE: "book",
    Kind.SLIDES: "slides",
    Kind.TRANSCRIPT: "talk",
    Kind.POSITION_DESCRIPTION: "work",
    Kind.EASY_READ: "book",
    Kind.TRAINING_OUTLINE: "learn",
    Kind.SCENARIO: "help",
}
"""The icon of each kind that is more than a document."""


class Audience(models.TextChoices):
    PEER_WORKERS = "peer_workers", "Peer support workers"
    CLINICAL_TEAMS = "clinical_teams", "Clinical teams"
    MANAGERS = "managers", "Managers and service leads"
    FUNDERS = "funders", "Funders and policy makers"
    RESEARCHERS = "researchers", "Researchers"
    PUBLIC = "public", "Tāngata whaiora, whānau and the public"


class Language(models.TextChoices):
    ENGLISH = "en", "English"
    MAORI = "mi", "Te reo Māori"
    SAMOAN = "sm", "Gagana Sāmoa"
    TONGAN = "to", "Lea faka-Tonga"


class Consent(models.TextChoices):
    """What somebody says to being quoted."""

    ASKED = "asked", _("You are asked")
    GIVEN = "given", _("You agreed")
    REFUSED = "refused", _("You said no")
    WITHDRAWN = "withdrawn", _("Taken back")


class Place(models.TextChoices):
    """Where somebody's words stand in a resource."""

    QUOTE = "quote", _("as a quotation")
    DILEMMA = "dilemma", _("as the dilemma that a scenario begins with")


class ShownAs(models.TextChoices):
    """How somebody who is quoted is named."""

    NOTHING = "nothing", _("Without a name")
    ROLE = "role", _("By what I do")
    NAME = "name", _("By my name")
