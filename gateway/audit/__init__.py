"""The audit log: who signed in, was refused, changed rights, took data away or read of people."""
