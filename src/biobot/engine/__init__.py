"""The engine: `answer(index, conversation, text)` is a pure function to a reply and the next conversation."""
