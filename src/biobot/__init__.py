"""A Discord bot that answers questions from a checked fact base and shows the sentence that proves each answer."""

__version__ = "0.1.0"
