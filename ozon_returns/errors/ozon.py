"""Refusals of Ozon's Seller API, each with Ozon's own words and what to do; decided by the class of the HTTP status, then by the words."""

from collections.abc import Mapping

from ozon_returns.errors.base import ReturnsError
from ozon_returns.words import N_


class OzonError(ReturnsError):
    """A call that Ozon refused; `message` is Ozon's own, unchanged."""

    code, exit = "ozon_refused", 8
    what = N_("Ozon refused {method} ({status}): {text}.")
    then = N_("See the message; if it says nothing, ask Ozon's support for developers.")
    method: str
    status: int
    text: str


class OzonUnreachableError(ReturnsError):
    """A call to which no whole answer came."""

    code, exit = "ozon_unreachable", 8
    what = N_("Ozon cannot be reached ({method}): {why}.")
    then = N_("Check the connection and run the command again: it goes on where it was.")
    method: str
    why: str


class OutcomeUnknownError(OzonUnreachableError):
    """A changing call of which nobody knows whether Ozon has carried it out."""

    code = "ozon_outcome_unknown"
    what = N_("It is not known whether Ozon has done it ({method}): {why}.")
    then = N_("Look into the seller's account before you repeat it.")


class PartlySentError(ReturnsError):
    """A text of which only the beginning was sent; `rest` is what is left."""

    code, exit = "ozon_partly_sent", 8
    what = N_("Only the beginning of the text was sent: {why}")
    then = N_("Paste the rest into the chat, from here on: {rest}")
    why: str
    rest: str


class PhotoGoneError(OzonUnreachableError):
    """A photo that is not there, and will not be later."""

    code = "ozon_photo_gone"


class KeyMissingError(ReturnsError):
    """A command that needs the key of the Seller API, where there is none or it cannot be used."""

    code, exit = "ozon_key_missing", 10
    what = N_("There is no key of Ozon's Seller API: {why}.")
    then = N_("Make one in the seller's account (Settings, Seller API), and set OZON_CLIENT_ID and OZON_API_KEY or ozon_key_file.")
    why: str


class KeyInvalidError(OzonError):
    """A key that is wrong, expired or deactivated."""

    code = "ozon_key_invalid"
    then = N_("The key is wrong or has expired (keys live six months): make a new one in the seller's account.")


class KeyRoleError(OzonError):
    """A key whose role does not allow the method."""

    code = "ozon_key_role"
    then = N_("Make a key with the role of an administrator in the seller's account, or add the role for this method.")


class KeyAddressError(OzonError):
    """A key that is restricted to other addresses of the Internet."""

    code = "ozon_key_address"
    then = N_("Add your address to those of the key in the seller's account, or remove the restriction.")


class SubscriptionError(OzonError):
    """A method that wants a subscription of the seller."""

    code = "ozon_subscription"
    then = N_("The method wants a subscription (Premium Plus or Pro); without it, do this step in the seller's account.")


class ChatShutError(OzonError):
    """A chat in which one may not write: its window is over, it is switched off, or the buyer has blocked it."""

    code = "ozon_chat_shut"
    then = N_("Answer in the claim in the seller's account, or wait until the buyer writes.")


class ShopBlockedError(OzonError):
    """A shop that is blocked, or whose offer was not accepted."""

    code = "ozon_blocked"
    then = N_("Look into the seller's account: the shop is blocked, or a new offer has to be accepted there.")


class MethodGoneError(OzonError):
    """A method that Ozon has switched off."""

    code = "ozon_method_gone"
    then = N_("Ozon has switched this method off: install a newer version of this program.")


class TooManyError(OzonError):
    """Too many calls; `wait` is after how many seconds Ozon takes another one, if it says so."""

    code = "ozon_too_many"
    then = N_("Wait some minutes and run the command again: it goes on where it was.")
    wait: float | None = None


REFUSALS: Mapping[type[OzonError], tuple[str, ...]] = {
    KeyInvalidError: ("invalid api-key", "deactivated", "headers are required"),
    KeyRoleError: ("missing a required role",),
    KeyAddressError: ("restricted to specific ip",),
    SubscriptionError: ("subscription",),
    ChatShutError: ("blocked by user", "chat is disabled", "chat disabled", "not permitted"),
    ShopBlockedError: ("company is blocked", "offer not signed"),
    MethodGoneError: ("obsolete method", "method is not allowed", "method does not exist"),
    TooManyError: ("request rate limit", "circle is open"),
}
"""Words of a message, in lower case, by the refusal that they show."""
