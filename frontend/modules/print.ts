// button[data-print] opens the printer's window.
import { fresh } from "./once.ts";

export function bindPrint(root: ParentNode): void {
  for (const button of fresh<HTMLButtonElement>(root, "button[data-print]", "Print")) {
    button.addEventListener("click", () => window.print());
  }
}
