"""What a rule of a model says no to."""


class Refused(Exception):
    """Something that the rules do not allow; nothing was written. `code` is one of `ui.errors`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
