"""A real decomposition table (任务分解表) read as an official would read it."""
