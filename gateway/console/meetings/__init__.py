"""会议·需求: meetings whose decisions become tasks, and what each side wants of the other."""
