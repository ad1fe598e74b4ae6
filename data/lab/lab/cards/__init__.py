"""The cards: one module a topic. Every module here is found by itself."""
