"""A room: events for programs of the city's own, at the addresses that its offices registered.

``told`` says what may be told, ``hook`` is an address, ``push`` one event on its way to one.
"""
