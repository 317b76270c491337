"""The proof that nothing was lost: scores worked out anew from the log, each night."""
