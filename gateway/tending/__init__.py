"""What is done to accounts: the same at the API and in the console, each act told in the audit log.

An act checks who may, does it and tells of it. Its caller has read what was typed and checked that
it came from where it should.
"""
