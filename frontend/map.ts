// Entry of pages with a map: draws every [data-map] from the GeoJSON addresses in its data- attributes.
// The tree or table beside the map shows the same and is the way for the keyboard; see console/_map.html.
import "maplibre-gl/dist/maplibre-gl.css";
import type { FeatureCollection } from "geojson";
import { type LngLatBoundsLike, Map as Board, NavigationControl, setWorkerUrl } from "maplibre-gl";
// MapLibre 6 needs its worker's address: without this line the build passes and the map stays blank.
import worker from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { box, labels } from "./map/geometry.ts";
import { bindOutline } from "./map/outline.ts";
import { style } from "./map/style.ts";

setWorkerUrl(worker);

const NOTHING: FeatureCollection = { type: "FeatureCollection", features: [] };
const HOVERABLE = ["areas"];

async function features(address: string | undefined): Promise<FeatureCollection> {
  if (!address) return NOTHING;
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return (await answer.json()) as FeatureCollection;
}

/** Hovering lights an area; a click on an area or a point goes to its page. */
function bindPointer(board: Board, pattern: string): void {
  let lit: string | number | undefined;
  const light = (code: string | number | undefined): void => {
    if (lit !== undefined) board.setFeatureState({ source: "areas", id: lit }, { hover: false });
    lit = code;
    if (lit !== undefined) board.setFeatureState({ source: "areas", id: lit }, { hover: true });
  };
  board.on("mousemove", (event) => {
    const [area] = board.queryRenderedFeatures(event.point, { layers: HOVERABLE });
    light(area?.id);
    board.getCanvas().style.cursor = area && pattern ? "pointer" : "";
  });
  board.on("mouseout", () => light(undefined));
  board.on("click", (event) => {
    const hits = board.queryRenderedFeatures(event.point, { layers: ["points", "areas"] });
    const hit = hits.find(({ properties }) => properties["href"] ?? properties["code"]); // a bare point lets through
    if (!hit) return;
    const { href, code } = hit.properties as { href?: string; code?: string };
    if (href) window.location.assign(href);
    else if (pattern && code) window.location.assign(pattern.replace("CODE", encodeURIComponent(code)));
  });
}

async function draw(frame: HTMLElement): Promise<void> {
  const { areas, streets, points, href = "", selected = "", tiles = "", words = "{}" } = frame.dataset;
  const container = frame.querySelector<HTMLElement>(".map");
  if (!container) return;
  const [areaData, streetData, pointData] = await Promise.all([features(areas), features(streets), features(points)]);
  const layers = { areas: areaData, names: labels(areaData), streets: streetData, points: pointData, selected, tiles };
  const meant = areaData.features.filter(({ properties }) => properties?.["focus"]);
  const shown = box({ ...areaData, features: meant }) ?? box(areaData, pointData) ?? box(streetData);
  const board = new Board({
    container,
    style: style(layers),
    ...(shown ? { bounds: shown as LngLatBoundsLike, fitBoundsOptions: { padding: meant.length ? 48 : 16, maxZoom: 17.5 } } : {}),
    attributionControl: false, // the credit stands under the map in the page's own words
    dragRotate: false,
    pitchWithRotate: false,
    scrollZoom: false, // the wheel scrolls the page; the buttons zoom
    cooperativeGestures: matchMedia("(pointer: coarse)").matches,
    locale: JSON.parse(words) as Record<string, string>,
    localIdeographFontFamily: getComputedStyle(document.body).fontFamily,
  });
  board.touchZoomRotate.disableRotation();
  board.addControl(new NavigationControl({ showCompass: false }), "top-right");
  const field = frame.dataset["draw"] ? document.getElementById(frame.dataset["draw"]) : null;
  if (field instanceof HTMLTextAreaElement) bindOutline(board, field);
  else bindPointer(board, href);
  board.once("idle", () => frame.classList.add("ready"));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => board.setStyle(style(layers)));
}

for (const frame of document.querySelectorAll<HTMLElement>("[data-map]")) {
  draw(frame).catch((problem: unknown) => {
    const wait = frame.querySelector(".wait");
    if (wait) wait.textContent = frame.dataset["failed"] ?? "";
    console.warn("map", problem);
  });
}
