/**
 * The name a request was sent to. A page from elsewhere that has its own name point to this machine (DNS rebinding)
 * sends that name, so only names that nobody else can own are served: this machine's address, `localhost` and what
 * is below it (RFC 6761, 6.3).
 *
 *     127.0.0.1:4566   localhost:4566   documents.localhost:4566   documents.s3.us-east-1.localhost:4566
 */
export function isOurs(host: string | undefined): boolean {
  const name = nameOf(host);
  return name === "127.0.0.1" || name === "localhost" || name.endsWith(".localhost");
}

/** Whether a page of this very machine asks, or no page at all: browsers say where a page is from. */
export function isFromOurs(origin: string | undefined): boolean {
  return origin === undefined || isOurs(/^https?:\/\/([^/]+)$/.exec(origin)?.[1]);
}

/** The bucket in a virtual-hosted address: what stands before `.s3.REGION.localhost`, with or without its middle. */
export function bucketOf(host: string | undefined): string | undefined {
  const below = /^(.+)\.localhost$/.exec(nameOf(host))?.[1];
  if (below === undefined || /^s3([.-][a-z]{2}-[a-z]+-\d)?$/.test(below)) return undefined;
  return below.replace(/\.s3([.-][a-z]{2}-[a-z]+-\d)?$/, "");
}

/** Without the port, in lower case: `LOCALHOST:4566` -> `localhost`. */
function nameOf(host = ""): string {
  return host.toLowerCase().replace(/:\d{1,5}$/, "");
}
