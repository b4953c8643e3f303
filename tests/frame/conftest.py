from tests.home.conftest import home

__all__ = ["home"]
