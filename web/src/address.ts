/** The page's address is the state of its view: read from it, written to it, and carried along to the other views. */
const SHARED = ["on", "from", "to", "as_known_on", "release"];

export class Address extends EventTarget {
  #query = new URLSearchParams(location.search);

  constructor() {
    super();
    this.#carry();
    addEventListener("popstate", () => {
      this.#query = new URLSearchParams(location.search);
      this.#told();
    });
  }

  get(key: string): string | null {
    return this.#query.get(key);
  }

  /** Change parameters; null takes one away. A step of the reader's own becomes one of the browser's history. */
  set(changed: Record<string, string | null>, step = false): void {
    const before = this.#query.toString();
    for (const [key, value] of Object.entries(changed)) {
      if (value === null || value === "") this.#query.delete(key);
      else this.#query.set(key, value);
    }
    const after = this.#query.toString();
    if (after === before) return;
    history[step ? "pushState" : "replaceState"](null, "", after ? `?${after}` : location.pathname);
    this.#told();
  }

  /** Listen, and be told at once what there is. */
  subscribe(listener: () => void): void {
    this.addEventListener("change", listener);
    listener();
  }

  /** The whole address, pinned to a release when asked. */
  share(release?: string): string {
    const query = new URLSearchParams(this.#query);
    query.delete("embed");
    if (release) query.set("release", release);
    return `${location.origin}${location.pathname}?${query}`;
  }

  /** The address of the same view of whichever release is the current one. */
  free(): string {
    const query = new URLSearchParams(this.#query);
    query.delete("release");
    return `${location.pathname}?${query}`;
  }

  #told(): void {
    this.#carry();
    this.dispatchEvent(new Event("change"));
  }

  /** Have the links to the other views lead to the same time and release. */
  #carry(): void {
    const shared = new URLSearchParams();
    for (const key of SHARED) {
      const value = this.#query.get(key);
      if (value) shared.set(key, value);
    }
    for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-view]")) link.search = shared.toString();
  }
}
