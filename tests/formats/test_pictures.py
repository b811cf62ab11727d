"""What a camera adds to a picture is left out, and it is shown upright (SF-14)."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.pictures import WHERE, jpeg, png, wall, webp

from gridkeeper.formats.pictures import NoPicture, cleaned


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (jpeg(where=WHERE, more=WHERE), "image/jpeg"),
        (png(where=WHERE), "image/png"),
        (webp(where=WHERE), "image/webp"),
    ],
    ids=["jpeg", "png", "webp"],
)
def test_sf14_the_place_a_camera_wrote_into_a_picture_is_gone(content: bytes, media_type: str) -> None:
    found = cleaned(content)
    assert WHERE in content
    assert WHERE not in found.content
    assert (found.media_type, found.width, found.height) == (media_type, 16, 8)
    with Image.open(io.BytesIO(found.content)) as shown:
        assert dict(shown.getexif()) == {}


@pytest.mark.parametrize(("orientation", "black"), [(1, "left"), (3, "right"), (6, "top"), (8, "bottom")])
def test_a_picture_that_was_held_sideways_is_shown_upright(orientation: int, black: str) -> None:
    found = cleaned(jpeg(orientation=orientation, where=WHERE))
    width, height = found.width, found.height
    halves = {
        "left": (0, 0, width // 2, height),
        "right": (width // 2, 0, width, height),
        "top": (0, 0, width, height // 2),
        "bottom": (0, height // 2, width, height),
    }
    with Image.open(io.BytesIO(found.content)) as shown:
        brightness = {side: sum(shown.convert("L").crop(box).get_flattened_data()) for side, box in halves.items()}
    assert min(brightness, key=brightness.__getitem__) == black


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff" + b"0" * 100,
        b"\x89PNG\r\n\x1a\n",
        png()[:40],
        jpeg()[: len(jpeg()) // 2],
        png(frames=3),
        webp(frames=3),
        wall(),
        b"\x00\x00\x00\x18ftypheic" + b"\x00" * 100,
        b"RIFF\x00\x00\x00\x00WEBP",
    ],
)
def test_what_is_no_picture_breaks_off_moves_or_is_a_wall_is_refused(content: bytes) -> None:
    with pytest.raises(NoPicture):
        cleaned(content)


@given(st.sampled_from([jpeg(where=WHERE), png(where=WHERE), webp(where=WHERE)]), st.data())
def test_damaged_bytes_are_cleaned_or_refused_and_never_a_fault(content: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(content) - 1))
    damaged = content[:at] + data.draw(st.binary(max_size=6)) + content[at + data.draw(st.integers(0, 6)) :]
    try:
        found = cleaned(damaged)
    except NoPicture:
        return
    assert cleaned(found.content).media_type == found.media_type
