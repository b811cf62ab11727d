"""QR codes are pictures that a page or a printer takes."""

from xml.etree import ElementTree

import pytest

from gridkeeper.formats import qr


def test_an_svg_stands_in_a_page_as_it_is():
    picture = qr.svg("https://example.org/邀请")
    assert picture.startswith(b"<svg")
    assert ElementTree.fromstring(picture).tag.endswith("svg")


def test_a_png_is_a_png():
    assert qr.png("https://example.org/i/1").startswith(b"\x89PNG")


def test_the_same_text_gives_the_same_picture():
    assert qr.svg("a") == qr.svg("a") != qr.svg("b")


def test_a_text_too_long_for_a_code_is_refused():
    with pytest.raises(qr.QrTooLong):
        qr.svg("长" * 3_000)
