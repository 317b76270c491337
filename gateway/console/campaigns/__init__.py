"""年度创建: campaigns, and how each district has broken its standard into tasks."""
