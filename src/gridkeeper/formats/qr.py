"""QR codes as SVG or PNG."""

from __future__ import annotations

import io
from typing import Final

import segno

from gridkeeper.kernel.errors import GridkeeperError

_QUIET_ZONE: Final = 4  # modules, ISO/IEC 18004


class QrTooLong(GridkeeperError):
    """A text is longer than a QR code holds."""

    code = "qr.too-long"
    text = "A text of {length} bytes does not fit into a QR code."
    hint = "Shorten the address."


def svg(text: str, *, scale: float = 4) -> bytes:
    """An SVG picture without XML declaration, ready to stand in a page; ``scale`` is the width of a module."""
    stream = io.BytesIO()
    _code(text).save(stream, kind="svg", scale=scale, border=_QUIET_ZONE, xmldecl=False, svgns=True, nl=False)
    return stream.getvalue()


def png(text: str, *, scale: int = 8) -> bytes:
    """A PNG picture; ``scale`` is the width of a module in pixels."""
    stream = io.BytesIO()
    _code(text).save(stream, kind="png", scale=scale, border=_QUIET_ZONE)
    return stream.getvalue()


def _code(text: str) -> segno.QRCode:
    """The code with the middle error correction, which survives a crease or a thumb."""
    try:
        return segno.make_qr(text, error="m")
    except segno.DataOverflowError as overflow:
        raise QrTooLong(length=len(text.encode())) from overflow
