// Builds the entries below into hashed files with a manifest that the {% asset %} tag reads.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { sprite } from "./sprite.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here("."),
  base: "./", // addresses relative to the file that names them: the static prefix stays Django's business
  publicDir: false,
  plugins: [sprite({ list: here("icons.txt"), icons: here("../node_modules/@tabler/icons/icons/outline") })],
  build: {
    outDir: here("../src/gridkeeper/frontend_build"),
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    cssTarget: ["chrome105", "firefox115", "safari16"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200, // MapLibre, loaded only by pages with a map
    rolldownOptions: {
      checks: { pluginTimings: false }, // the map's worker is most of the build, and that is known
      input: { console: here("console.ts"), map: here("map.ts") },
    },
  },
  worker: { format: "es" },
});
