"""The check of one file, in a process of its own with limits of memory and time.

It imports neither the framework nor the clients of the backing services, and holds no key: it reads
the file once from an address signed for it. ``process.check`` takes a ``Request`` on its standard
input and answers with a ``Reply``, both JSON.
"""
