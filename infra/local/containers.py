class NoEngine(Exception): ...


def unusable():
    return "not yet"
