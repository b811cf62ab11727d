// One SVG of <symbol>s from the names in icons.txt, emitted as icons-<hash>.svg; used by {% icon "name" %}.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

interface SpriteOptions {
  list: string;
  icons: string;
}

/** Names in the list file: one a line, "#" starts a comment. */
export function names(list: string): string[] {
  return readFileSync(list, "utf-8")
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim())
    .filter(Boolean);
}

/** The drawing inside an icon file, without its frame and its invisible background square. */
function drawing(path: string): string {
  return readFileSync(path, "utf-8")
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<\/?svg[^>]*>/g, "")
    .replace(/<path stroke="none"[^>]*\/>/g, "")
    .replace(/\s*\n\s*/g, "")
    .trim();
}

export function sprite({ list, icons }: SpriteOptions): Plugin {
  return {
    name: "icon-sprite",
    buildStart() {
      const missing = names(list).filter((name) => !existsSync(join(icons, `${name}.svg`)));
      if (missing.length) this.error(`No such Tabler outline icon: ${missing.join(", ")} (in icons.txt)`);
      this.addWatchFile(list);
    },
    generateBundle() {
      const symbols = names(list).map(
        (name) => `<symbol id="${name}" viewBox="0 0 24 24">${drawing(join(icons, `${name}.svg`))}</symbol>`,
      );
      const source = `<svg xmlns="http://www.w3.org/2000/svg"><!-- Tabler Icons, MIT -->${symbols.join("")}</svg>`;
      this.emitFile({ type: "asset", name: "icons.svg", originalFileName: "icons.svg", source });
    },
  };
}
