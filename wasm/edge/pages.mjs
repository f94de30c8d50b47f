// Pages of the site, with the header by which oEmbed readers find their embeds: the twin of Discover in wasm/share/oembed.go. Files
// are served without the program, and what the header says depends on the address, so no list of headers can have it.

const FORMS = { json: "application/json+oembed", xml: "text/xml+oembed" };

/** The answer to a request for a page that has an embed; null for any other. */
export async function page(request, env) {
  const { origin, pathname, search } = new URL(request.url);
  const embeds = pathname === "/" || (pathname.startsWith("/chapter/") && pathname.endsWith("/"));
  if (!embeds || (request.method !== "GET" && request.method !== "HEAD")) return null;
  const file = await env.ASSETS.fetch(request);
  const response = new Response(file.body, file);
  const base = env.BASE_URL || origin;
  for (const [format, type] of Object.entries(FORMS)) {
    const query = new URLSearchParams({ format, url: base + pathname + search });
    response.headers.append("Link", `<${base}/oembed?${query}>; rel="alternate"; type="${type}"`);
  }
  return response;
}
