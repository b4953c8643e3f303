"""A store that says what it was asked for, as each question to a real one is a wait."""

from core.storages import Folder


class AskedStore(Folder):
    asked: list[tuple[str, str]] = []

    def open(self, name, mode="rb"):
        self.asked.append(("open", name))
        return super().open(name, mode)

    def save(self, name, content, max_length=None):
        """One question, whatever Django asks meanwhile to find a name."""
        before = len(self.asked)
        name = super().save(name, content, max_length)
        self.asked[before:] = [("save", name)]
        return name

    def delete(self, name):
        self.asked.append(("delete", name))
        super().delete(name)

    def exists(self, name):
        self.asked.append(("exists", name))
        return super().exists(name)
