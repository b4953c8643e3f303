"""How dates are written where Django and Wagtail write them: as the house does."""
