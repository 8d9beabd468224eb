"""How an answer is shown: on a terminal, in a pipe, as JSON, CSV or Markdown."""
