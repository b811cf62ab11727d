// Our own map style: colours from the page's --map-* tokens, letters from local fonts (no glyph server), no tiles
// unless the home names them.
import type { FeatureCollection } from "geojson";
import type { ExpressionSpecification, LayerSpecification, SourceSpecification, StyleSpecification } from "maplibre-gl";

export interface Layers {
  areas: FeatureCollection;
  names: FeatureCollection;
  streets: FeatureCollection;
  points: FeatureCollection;
  selected: string;
  tiles: string;
}

const FONTS = ["PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"];

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

const HOVERED: ExpressionSpecification = ["boolean", ["feature-state", "hover"], false];
const state = (value: string): ExpressionSpecification => ["==", ["get", "state"], value];

function areaLayers(selected: string): LayerSpecification[] {
  const chosen: ExpressionSpecification = ["==", ["get", "code"], selected];
  return [
    {
      id: "areas",
      type: "fill",
      source: "areas",
      paint: {
        "fill-color": [
          "case",
          HOVERED, token("--accent-soft"),
          chosen, token("--map-selected"),
          state("short-2"), token("--map-short-2"),
          state("short-1"), token("--map-short-1"),
          state("closed"), token("--danger-soft"),
          token("--map-land"),
        ],
        "fill-opacity": ["case", ["boolean", ["get", "dim"], false], 0.45, 0.85],
      },
    },
    { id: "edges", type: "line", source: "areas", paint: { "line-color": token("--map-edge"), "line-width": 1 } },
  ];
}

function markLayers(selected: string): LayerSpecification[] {
  return [
    {
      id: "closed",
      type: "line",
      source: "areas",
      filter: state("closed"),
      paint: { "line-color": token("--danger"), "line-width": 2.5, "line-dasharray": [2.4, 1.6] },
    },
    {
      id: "selected",
      type: "line",
      source: "areas",
      filter: ["==", ["get", "code"], selected],
      paint: { "line-color": token("--accent"), "line-width": 3 },
    },
    {
      id: "points",
      type: "circle",
      source: "points",
      paint: {
        // size and colour both tell the kinds apart
        "circle-radius": ["match", ["get", "state"], "late", 7, "soon", 6, 4.5],
        "circle-color": [
          "match", ["get", "state"],
          "late", token("--danger"), "soon", token("--warn"), "off", token("--map-edge-strong"),
          token("--accent"),
        ],
        "circle-stroke-color": token("--map-halo"),
        "circle-stroke-width": 1.5,
      },
    },
  ];
}

function text(id: string, source: string, size: ExpressionSpecification | number, line = false): LayerSpecification {
  return {
    id,
    type: "symbol",
    source,
    ...(line ? { minzoom: 14.5 } : {}),
    layout: {
      "text-field": ["coalesce", ["get", "short_name"], ["get", "name"], ""],
      "text-font": FONTS,
      "text-size": size,
      "text-max-width": 7,
      "symbol-placement": line ? "line" : "point",
    },
    paint: {
      "text-color": token(line ? "--ink-3" : "--map-text"),
      "text-halo-color": token("--map-halo"),
      "text-halo-width": 1.6,
    },
  };
}

const WIDTHS: ExpressionSpecification = [
  "interpolate", ["linear"], ["zoom"],
  11, ["match", ["get", "rank"], 0, 1.6, 1, 0.8, 0.3],
  16, ["match", ["get", "rank"], 0, 9, 1, 6, 3],
];

/** The whole style for these layers, in the theme the page shows now. */
export function style({ areas, names, streets, points, selected, tiles }: Layers): StyleSpecification {
  const sources: Record<string, SourceSpecification> = {
    areas: { type: "geojson", data: areas, promoteId: "code" },
    names: { type: "geojson", data: names },
    streets: { type: "geojson", data: streets },
    points: { type: "geojson", data: points },
  };
  const ground: LayerSpecification[] = [
    { id: "ground", type: "background", paint: { "background-color": token("--map-ground") } },
  ];
  if (tiles) {
    sources["tiles"] = { type: "raster", tiles: [tiles], tileSize: 256 };
    ground.push({ id: "tiles", type: "raster", source: "tiles", paint: { "raster-opacity": 0.6 } });
  }
  const roads: LayerSpecification = {
    id: "streets",
    type: "line",
    source: "streets",
    layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": token("--map-road"), "line-width": WIDTHS },
  };
  const size: ExpressionSpecification = ["interpolate", ["linear"], ["zoom"], 10, 11, 15, 15];
  const letters = [text("street-names", "streets", 11, true), text("names", "names", size)];
  const layers = [...ground, ...areaLayers(selected), roads, ...markLayers(selected), ...letters];
  return { version: 8, sources, layers };
}
