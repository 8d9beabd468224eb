"""The photo within a screenshot: what is left without the page of one shade around it."""

from PIL import Image

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in pixels."""

_SIDE = 512
"""Pixels of the longest side at which the page is looked for."""

_SHADES = 2
"""Levels by which points of the page may differ, as JPEG leaves them."""

_EDGE, _EMPTY = 0.8, 0.6
"""The share of the border that is of the shade of the page, and of a row that is page, where words stand on it."""

_LEAST = 0.12
"""The least share of the picture that a photo takes up in it."""

_GAP = 2
"""Rows of the shade of the page that may lie within a photo."""


def photo_within(grey: Image.Image) -> Box:
    """Return the box of the photo in a grayscale screenshot; that of the whole picture where it is none."""
    scale = max(1.0, max(grey.size) / _SIDE)
    size = (max(1, round(grey.width / scale)), max(1, round(grey.height / scale)))
    small = grey.resize(size, Image.Resampling.BOX) if scale > 1 else grey
    shade = _shade_of_page(small)
    if shade is None:
        return (0, 0, *grey.size)
    box = [0, 0, *small.size]
    for axis in (1, 0) if small.height >= small.width else (0, 1):
        part = small.crop((box[0], box[1], box[2], box[3]))
        run = _longest_run(part if axis else part.transpose(Image.Transpose.TRANSPOSE), shade)
        if run:
            box[axis], box[axis + 2] = box[axis] + run[0], box[axis] + run[1]
    if box == [0, 0, *small.size]:
        return (0, 0, *grey.size)
    across, down = grey.width / small.width, grey.height / small.height
    return (box[0] * across, box[1] * down, box[2] * across, box[3] * down)


def _shade_of_page(small: Image.Image) -> int | None:
    """Return the level of which the two short edges of a picture are; `None` if they are not of one."""
    upright = small if small.height >= small.width else small.transpose(Image.Transpose.TRANSPOSE)
    points = upright.tobytes()
    edge = points[: upright.width] + points[-upright.width :]
    shade = max(set(edge), key=edge.count)
    return shade if sum(abs(point - shade) <= _SHADES for point in edge) >= _EDGE * len(edge) else None


def _longest_run(part: Image.Image, shade: int) -> tuple[int, int] | None:
    """Return the first row, and the one after the last, of the most successive rows that are not page; `None` where all or too few are."""
    width, height = part.size
    is_page = part.tobytes().translate(bytes(abs(level - shade) <= _SHADES for level in range(256)))
    runs: list[list[int]] = []
    for row in range(height):
        if is_page.count(1, row * width, (row + 1) * width) > _EMPTY * width:
            continue
        if runs and row - runs[-1][1] <= _GAP:
            runs[-1][1] = row + 1
        else:
            runs.append([row, row + 1])
    first, after = max(runs, key=lambda run: run[1] - run[0], default=[0, height])
    return (first, after) if _LEAST * height <= after - first < height else None
