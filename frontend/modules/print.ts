// button[data-print] opens the printer's window; what is folded on the page is unfolded on paper.
import { fresh } from "./once.ts";

export function bindPrint(root: ParentNode): void {
  for (const button of fresh<HTMLButtonElement>(root, "button[data-print]", "Print")) {
    button.addEventListener("click", () => window.print());
  }
}

export function unfoldOnPaper(): void {
  let unfolded: HTMLDetailsElement[] = [];
  addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll<HTMLDetailsElement>("main .panel details:not([open], .confirm)")];
    for (const one of unfolded) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of unfolded) one.open = false;
  });
}
