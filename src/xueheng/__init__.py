"""学衡 Xueheng: one system for a county's basic education."""

__version__ = "0.1.0"
