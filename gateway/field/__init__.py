"""The field page: shots are taken and kept without a network, and sent when there is one."""
