"""待复核: results that wait for the reader's level, each beside its rule and its evidence."""
