// button[data-copy="text"] copies the text and says so with the words in data-done.
import { announce, fresh } from "./once.ts";

export function bindCopy(root: ParentNode): void {
  for (const button of fresh<HTMLButtonElement>(root, "button[data-copy]", "Copy")) {
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset["copy"] ?? "");
      announce(button.dataset["done"] ?? "");
    });
  }
}
