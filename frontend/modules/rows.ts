// tr[data-href]: a click anywhere in the row follows the row's address; links and buttons keep their own.
const OWN = "a, button, input, select, textarea, label, summary";

export function bindRows(): void {
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    const row = target.closest<HTMLTableRowElement>("tr[data-href]");
    if (!row || target.closest(OWN) || window.getSelection()?.toString()) return;
    window.location.assign(row.dataset["href"] ?? "");
  });
}
