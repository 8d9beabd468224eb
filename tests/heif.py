"""Photos of an iPhone, where the library that reads them can be loaded."""

import pytest
from pillow_heif import register_heif_opener

try:
    register_heif_opener()
except ImportError:
    without = [pytest.mark.skip(reason="libheif cannot be loaded here")]
else:
    without = []

HEIF = pytest.param("HEIF", marks=without)
"""The form of a picture as a parameter of a test."""
