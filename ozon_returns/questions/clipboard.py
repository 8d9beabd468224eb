"""The clipboard of the desktop, for what is pasted into Ozon's pages."""

from ozon_returns.words import _


def copied(text: str) -> str:
    """Copy a text to the clipboard and return what to say of it: the text itself, bare, where there is no clipboard."""
    import pyperclip  # noqa: PLC0415  only where something is copied

    try:
        pyperclip.copy(text)
    except pyperclip.PyperclipException:
        return _("There is no clipboard here; copy it from here:") + f"\n\n{text}\n"
    return _("Copied.")
