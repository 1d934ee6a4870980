"""Pure text work: one normaliser, one tokeniser and one reader of figures for the pack and for questions."""
