"""The Discord side: the only package that knows Discord."""
