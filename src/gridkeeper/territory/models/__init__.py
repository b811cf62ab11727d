"""Units, their editions and names, their shapes and neighbours, and overlays."""

from gridkeeper.territory.models.edition import Designation, Edition
from gridkeeper.territory.models.name import Name
from gridkeeper.territory.models.overlay import Overlay, OverlayUnit
from gridkeeper.territory.models.shape import Adjacency, Outline, StreetLine
from gridkeeper.territory.models.unit import Unit

__all__ = ["Adjacency", "Designation", "Edition", "Name", "Outline", "Overlay", "OverlayUnit", "StreetLine", "Unit"]
