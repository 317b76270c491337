"""任务: the list, a task, and every act on it."""
