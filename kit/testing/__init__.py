"""For tests of services on the kit.

``deciding.decided``: one decision, without a server. ``bare.bare``: a service in this process, on
its real database and without its consumer. ``round_trips.RoundTrips``: what it asks of that.
``waiting.eventually``: until a condition holds, never for a time.
"""
