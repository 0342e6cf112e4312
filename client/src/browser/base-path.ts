/**
 * The path under which the product is served, with a slash at both ends (`/` or `/monitoring/`).
 * The server writes it into the <base> of index.html, so it is known before any route is matched.
 */
export const basePath: string = new URL(document.baseURI).pathname.replace(/[^/]*$/, '');

/** The same in the form for a router: without the trailing slash, but `/` for the root. */
export const routerBasename: string = basePath === '/' ? '/' : basePath.slice(0, -1);
