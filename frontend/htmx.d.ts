// htmx ships types for its script build only; this names the same object for the module we import.
declare module "htmx.org/dist/htmx.esm.js" {
  interface Htmx {
    onLoad(callback: (element: Element) => void): void;
    process(element: Element): void;
  }
  const htmx: Htmx;
  export default htmx;
}
