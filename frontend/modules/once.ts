// What every binding shares: elements it has not seen yet, content that came later, and the spoken status line.
const ADDED = "gridkeeper:added";

/** Elements matching a selector in root (root itself too) that this binding has not seen yet. */
export function fresh<E extends HTMLElement>(root: ParentNode, selector: string, binding: string): E[] {
  const found = [...root.querySelectorAll<E>(selector)];
  if (root instanceof HTMLElement && root.matches(selector)) found.unshift(root as E);
  const mark = `bound${binding}`;
  return found.filter((element) => {
    if (element.dataset[mark]) return false;
    element.dataset[mark] = "1";
    return true;
  });
}

/** Tells the page that this element came in after loading, so that its behaviour is bound. */
export function added(element: Element): void {
  document.dispatchEvent(new CustomEvent(ADDED, { detail: element }));
}

/** Calls back with every element that came in after loading. */
export function onAdded(callback: (element: Element) => void): void {
  document.addEventListener(ADDED, (event) => callback((event as CustomEvent<Element>).detail));
}

/** Says a sentence to screen readers (and shows it) in the page's role="status" line. */
export function announce(sentence: string): void {
  const line = document.querySelector("#status");
  if (line) line.textContent = sentence;
}
