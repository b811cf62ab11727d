// Drawing an outline: each press on the map sets a corner, and the ring goes as GeoJSON into a text field that can be
// typed in as well. The field is the one that counts: without a map, or with a keyboard, it alone is enough.
import type { FeatureCollection, Position } from "geojson";
import type { GeoJSONSource, LayerSpecification, Map as Board } from "maplibre-gl";

const DIGITS = 6; // a tenth of a metre
const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** The text of a polygon with these corners in the order they were set; "" below three. */
export function outlineText(corners: readonly Position[]): string {
  const [first] = corners;
  if (!first || corners.length < 3) return "";
  return JSON.stringify({ type: "Polygon", coordinates: [[...corners, first]] });
}

/** The corners of a text as outlineText writes it; none where it is anything else. */
export function cornersIn(text: string): Position[] {
  try {
    const said = JSON.parse(text) as { coordinates?: Position[][] };
    const ring = said.coordinates?.[0] ?? [];
    return ring.every((at) => at.length >= 2 && at.every(Number.isFinite)) ? ring.slice(0, -1) : [];
  } catch {
    return [];
  }
}

/** The drawing as features: the closed ring (a line before it has three corners) and its corners. */
export function drawing(corners: readonly Position[]): FeatureCollection {
  const [first] = corners;
  const marks = corners.map((at) => ({ type: "Point" as const, coordinates: at }));
  const ring = first && corners.length > 2 ? [{ type: "Polygon" as const, coordinates: [[...corners, first]] }] : [];
  const line = corners.length === 2 ? [{ type: "LineString" as const, coordinates: [...corners] }] : [];
  const shapes = [...ring, ...line, ...marks];
  return {
    type: "FeatureCollection",
    features: shapes.map((geometry) => ({ type: "Feature" as const, properties: {}, geometry })),
  };
}

function layers(): LayerSpecification[] {
  const colour = token("--danger");
  const source = "drawing";
  return [
    { id: "drawn", type: "fill", source, filter: ["==", ["geometry-type"], "Polygon"],
      paint: { "fill-color": colour, "fill-opacity": 0.18 } },
    { id: "drawn-edge", type: "line", source, paint: { "line-color": colour, "line-width": 2.5 } },
    { id: "corners", type: "circle", source, filter: ["==", ["geometry-type"], "Point"],
      paint: { "circle-radius": 5, "circle-color": token("--map-halo"), "circle-stroke-color": colour,
        "circle-stroke-width": 2.5 } },
  ];
}

/** Let people draw on this map into the field; buttons [data-draw-undo] and [data-draw-clear] lie in the same form. */
export function bindOutline(board: Board, field: HTMLTextAreaElement): void {
  let corners = cornersIn(field.value);
  const show = (): void => {
    board.getSource<GeoJSONSource>("drawing")?.setData(drawing(corners));
  };
  const put = (): void => {
    board.addSource("drawing", { type: "geojson", data: drawing(corners) });
    for (const layer of layers()) board.addLayer(layer);
  };
  const change = (to: Position[]): void => {
    corners = to;
    field.value = outlineText(corners);
    show();
  };
  board.on("style.load", () => board.getSource("drawing") ?? put()); // a change of theme sets a new style
  if (board.isStyleLoaded() && !board.getSource("drawing")) put();
  board.getCanvas().style.cursor = "crosshair";
  board.on("click", ({ lngLat }) =>
    change([...corners, [Number(lngLat.lng.toFixed(DIGITS)), Number(lngLat.lat.toFixed(DIGITS))]]));
  field.addEventListener("input", () => {
    corners = cornersIn(field.value);
    show();
  });
  field.form?.querySelector("[data-draw-undo]")?.addEventListener("click", () => change(corners.slice(0, -1)));
  field.form?.querySelector("[data-draw-clear]")?.addEventListener("click", () => change([]));
}
