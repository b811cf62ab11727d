"""A picture of the district plan: communities, work grids cut inside them, and the sampling sites."""

from __future__ import annotations

from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "screenshots" / "district-plan.png"
_POINTS = 238
_GRIDS = 667
_INCHES = 11.0


def draw(target: Path = TARGET) -> None:
    """Compute both plans afresh and draw them; the buildings are generated, the streets' names are not shown."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt
    import numpy as np
    from PIL import Image

    from gridkeeper.cli.generated import generated_district

    district = generated_district("140106")
    grid, sites = _planned(district)
    width, height = np.ptp(district.xy, axis=0)
    size = (_INCHES, 2.0 * _INCHES * float(height / width) + 1.2)
    figure, panels = plt.subplots(2, 1, figsize=size, constrained_layout=True)
    shuffled = np.random.default_rng(7).permutation(20)
    titles = (
        f"{int(district.community.max()) + 1} communities, {len(sites)} sampling sites",
        f"{len(np.unique(grid))} work grids inside communities",
    )
    for panel, colour, title in zip(panels, (district.community, grid), titles, strict=True):
        panel.scatter(*district.xy.T, c=shuffled[colour % 20], cmap="tab20", s=2.6, linewidths=0)
        panel.set_title(title)
        panel.set_aspect("equal")
        panel.set_axis_off()
    panels[0].scatter(*district.xy[sites].T, s=20, facecolors="white", edgecolors="black", linewidths=0.9)
    figure.suptitle("Yingze district: generated buildings on real streets (generated data; roads: OpenStreetMap)")
    target.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(target, dpi=110)
    # Sixty-four colours are enough for twenty and their edges, and a third of the bytes.
    Image.open(target).convert("RGB").quantize(64).save(target, optimize=True)


def _planned(district: Any) -> tuple[Any, Any]:
    """Grid of each building, and the buildings where sampling sites stand."""
    from gridkeeper.planning import partition, site
    from gridkeeper.planning.deploy import Scenario, questions
    from gridkeeper.planning.plan import Budget

    scenario = Scenario(grids=_GRIDS, points=_POINTS)
    grids = partition.solve(questions.grids(district, scenario, {}), budget=Budget(seconds=3.0, seed=0))
    sites = site.solve(questions.sites(district, scenario, {}), budget=Budget(seconds=2.0, seed=0))
    return grids.solution, sites.solution.opened
