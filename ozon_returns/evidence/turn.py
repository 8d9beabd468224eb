"""The eight ways to turn and mirror a picture."""

from typing import NamedTuple

from PIL import Image


class Turn(NamedTuple):
    """One of the eight ways to turn and mirror a picture: mirrored across, mirrored down, then transposed."""

    transposed: bool
    across: bool
    down: bool

    def back_to(self, other: "Turn") -> "Turn":
        """Return what takes one picture to another, if this takes the one, and `other` the other, to the same."""
        across, down = other.across, other.down
        transposed = self.transposed != other.transposed
        if transposed:
            across, down = down, across
        return Turn(transposed, self.across != across, self.down != down)

    def moved(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point is after the turn, in shares of width and height."""
        x, y = 1 - x if self.across else x, 1 - y if self.down else y
        return (y, x) if self.transposed else (x, y)

    def turned(self, picture: Image.Image) -> Image.Image:
        """Return a picture after the turn."""
        for wanted, how in (
            (self.across, Image.Transpose.FLIP_LEFT_RIGHT),
            (self.down, Image.Transpose.FLIP_TOP_BOTTOM),
            (self.transposed, Image.Transpose.TRANSPOSE),
        ):
            picture = picture.transpose(how) if wanted else picture
        return picture
