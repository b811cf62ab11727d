// One open menu at a time, closed by Escape or by a click elsewhere.
const open = () => document.querySelectorAll<HTMLDetailsElement>("details.menu[open]");

export function bindMenus(): void {
  document.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target as Node)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  });
}
