"""What a camera adds to a picture is left out, and which way up it is stays (SF-14)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pictures import WHERE, jpeg, png, webp

from gridkeeper.formats.pictures import NoPicture, cleaned


@pytest.mark.parametrize(
    "content",
    [jpeg(where=WHERE, more=WHERE), png(where=WHERE), png(where=WHERE, frames=3), webp(where=WHERE)],
    ids=["jpeg", "png", "moving png", "webp"],
)
def test_sf14_the_place_a_camera_wrote_into_a_picture_is_gone(content: bytes) -> None:
    found = cleaned(content)
    assert WHERE in content
    assert WHERE not in found.content
    assert (found.width, found.height) == (8, 8)
    assert cleaned(found.content).content == found.content


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_picture_that_was_held_sideways_is_still_shown_upright(orientation: int) -> None:
    found = cleaned(jpeg(orientation=orientation, where=WHERE)).content
    assert (b"Exif" in found) == (orientation != 1)
    assert cleaned(found).content == found


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff" + b"0" * 100,
        b"\x89PNG\r\n\x1a\n",
        png()[:40],
        webp(moving=True),
        b"\x00\x00\x00\x18ftypheic" + b"\x00" * 100,
        b"RIFF\x00\x00\x00\x00WEBP",
    ],
)
def test_what_is_no_picture_breaks_off_or_moves_is_refused(content: bytes) -> None:
    with pytest.raises(NoPicture):
        cleaned(content)


@given(st.sampled_from([jpeg(where=WHERE), png(where=WHERE), webp(where=WHERE)]), st.data())
def test_damaged_bytes_are_cleaned_or_refused_and_never_a_fault(content: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(content) - 1))
    damaged = content[:at] + data.draw(st.binary(max_size=6)) + content[at + data.draw(st.integers(0, 6)) :]
    try:
        cleaned(damaged)
    except NoPicture:
        return
