/** An endpoint on this machine that takes PutObject and hands out one queue's messages, for the drivers as programs. */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Endpoint {
  url: string;
  puts: Map<string, Buffer>;
  /** Bodies that ReceiveMessage hands out, once each. */
  inbox: string[];
  deleted: number;
  close(): Promise<void>;
}

export async function anEndpoint(): Promise<Endpoint> {
  const endpoint = { url: "", puts: new Map<string, Buffer>(), inbox: [] as string[], deleted: 0 };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    answer(endpoint, request, Buffer.concat(chunks), response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  endpoint.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return Object.assign(endpoint, { close });
}

function answer(
  endpoint: Omit<Endpoint, "close">,
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): void {
  if (request.method === "PUT") {
    endpoint.puts.set(decodeURIComponent(request.url!.split("?")[0]!), body);
    response.writeHead(200, { etag: '"0"' }).end();
    return;
  }
  const operation = String(request.headers["x-amz-target"]).split(".")[1];
  const input = JSON.parse(body.toString("utf8") || "{}");
  const json = operation === "ReceiveMessage" ? received(endpoint) : deleted(endpoint, input.Entries ?? []);
  // Not at once, or an empty queue would be polled without a pause.
  setTimeout(
    () => response.writeHead(200, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(json)),
    20,
  );
}

function received({ inbox }: Omit<Endpoint, "close">): object {
  const Messages = inbox.splice(0, 10).map((Body, i) => ({
    MessageId: `m${i}`,
    ReceiptHandle: `r${i}`,
    Body,
    MD5OfBody: createHash("md5").update(Body).digest("hex"),
  }));
  return Messages.length === 0 ? {} : { Messages };
}

function deleted(endpoint: Omit<Endpoint, "close">, entries: { Id: string }[]): object {
  endpoint.deleted += entries.length;
  return { Successful: entries.map(({ Id }) => ({ Id })), Failed: [] };
}
