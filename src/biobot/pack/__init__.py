"""The knowledge pack: its models, the reader of its files, the check of its content and the index that the engine uses."""
