"""The units of a hub, one by one."""
