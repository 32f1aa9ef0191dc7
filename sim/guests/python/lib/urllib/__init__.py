"""Addresses on the web: only their texts, in urllib.parse."""
