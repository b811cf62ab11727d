// Where a label stands and what the map must show, from plain GeoJSON in WGS-84.
import type { FeatureCollection, Geometry, Position } from "geojson";

export type Box = [west: number, south: number, east: number, north: number];

function outerRings(geometry: Geometry): Position[][] {
  if (geometry.type === "Polygon") return geometry.coordinates.slice(0, 1);
  if (geometry.type === "MultiPolygon") return geometry.coordinates.map((polygon) => polygon[0] ?? []);
  return [];
}

/** Signed area (square degrees) and centroid of a closed ring, by the shoelace formula. */
function centre(ring: Position[]): { area: number; at: Position } {
  let area = 0;
  let x = 0;
  let y = 0;
  const [ox = 0, oy = 0] = ring[0] ?? [];
  for (let i = 0; i + 1 < ring.length; i += 1) {
    const [ax = 0, ay = 0] = ring[i] ?? [];
    const [bx = 0, by = 0] = ring[i + 1] ?? [];
    const cross = (ax - ox) * (by - oy) - (bx - ox) * (ay - oy);
    area += cross / 2;
    x += ((ax - ox + bx - ox) * cross) / 6;
    y += ((ay - oy + by - oy) * cross) / 6;
  }
  return area ? { area, at: [ox + x / area, oy + y / area] } : { area: 0, at: [ox, oy] };
}

/** One point for each area, in its largest part, carrying the area's properties. */
export function labels(areas: FeatureCollection): FeatureCollection {
  const features = areas.features.flatMap((feature) => {
    const best = outerRings(feature.geometry)
      .map(centre)
      .sort((a, b) => Math.abs(b.area) - Math.abs(a.area))[0];
    if (!best) return [];
    const point = { type: "Point" as const, coordinates: best.at };
    return [{ type: "Feature" as const, properties: feature.properties, geometry: point }];
  });
  return { type: "FeatureCollection", features };
}

function positions(geometry: Geometry): Position[] {
  if (geometry.type === "GeometryCollection") return geometry.geometries.flatMap(positions);
  const depth = { Point: 0, MultiPoint: 1, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 };
  const wrapped = [geometry.coordinates] as unknown[];
  return wrapped.flat(depth[geometry.type] as 0) as Position[];
}

/** The box around everything given, or nothing when there is nothing. */
export function box(...collections: FeatureCollection[]): Box | undefined {
  const all = collections.flatMap((one) => one.features.flatMap((feature) => positions(feature.geometry)));
  if (!all.length) return undefined;
  const found: Box = [180, 90, -180, -90];
  for (const [x = 0, y = 0] of all) {
    found[0] = Math.min(found[0], x);
    found[1] = Math.min(found[1], y);
    found[2] = Math.max(found[2], x);
    found[3] = Math.max(found[3], y);
  }
  return found;
}
