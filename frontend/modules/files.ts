// Links to a file of the list ("?...format=xlsx") follow the filters when those swap the rows without a new page.
const PLACE = ["after", "before", "format"];

/** The address of a file of the list that `shown` asks for. Pure. */
export function fileAddress(link: string, shown: string): string {
  const wanted = new URLSearchParams(shown);
  const kind = new URLSearchParams(link).get("format") ?? "";
  for (const name of PLACE) wanted.delete(name);
  wanted.set("format", kind);
  return `?${wanted.toString()}`;
}

export function bindFiles(): void {
  document.addEventListener("htmx:after:history:push", () => {
    for (const link of document.querySelectorAll<HTMLAnchorElement>('a[href^="?"][href*="format="]')) {
      link.setAttribute("href", fileAddress(link.getAttribute("href") ?? "", window.location.search));
    }
  });
}
