"""Output of answers: on a terminal, in a pipe, as JSON, CSV or Markdown."""
