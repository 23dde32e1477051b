/**
 * An AWS to capture requests with: it answers under AWS's own host names, as the embedded cloud answers, and remembers
 * who asked what where. Requests are not verified - nobody here knows AWS's keys - but looked at by the tests.
 */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { rootOf } from "../../cloud/gateway/caller.ts";
import { arrivalOf } from "../../cloud/gateway/http/arrival.ts";
import { destinationOf } from "../../cloud/gateway/http/destination.ts";
import { bundle } from "../../infra/bundle.ts";
import { type StackOptions, stackOptions } from "../../infra/options.ts";
import { synthesize } from "../../infra/synthesis.ts";
import { aFolder } from "../infra/a-stack.ts";
import { type ALocalCloud, aLocalCloud, provisioned } from "../terraform/a-local-cloud.ts";

/** One request as it was sent. */
export interface Captured {
  readonly host: string;
  readonly service: string;
  readonly method: string;
  readonly path: string;
  /** `PutParameter`, where the request says so. */
  readonly target: string | undefined;
  /** The scope it was signed for: access key, region, service. */
  readonly signed: { readonly key: string; readonly region: string; readonly service: string } | undefined;
}

export interface AnAws {
  readonly captured: Captured[];
  readonly cloud: ALocalCloud;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What a program's environment needs so that its AWS is this one. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const PRELOAD = fileURLToPath(new URL("./as-aws.mjs", import.meta.url));

/** With the pipeline deployed in it. */
export async function anAws(settings: Partial<StackOptions>): Promise<AnAws> {
  const cloud = await aLocalCloud();
  const stack = synthesize(stackOptions(settings), aFolder(), bundle());
  const { outputs } = await provisioned(cloud, stack);
  const captured: Captured[] = [];
  const server = createServer((request, response) => {
    void answer(cloud, request, captured).then(({ status, headers, body }) => {
      response.writeHead(status, headers).end(body);
    });
  });
  const port = await listen(server);
  return {
    captured,
    cloud,
    outputs,
    environment: { NODE_OPTIONS: `--import ${PRELOAD}`, CHAOSLAB_TEST_AWS: String(port) },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await cloud.local.stop();
    },
  };
}

async function answer({ cloud }: ALocalCloud, request: IncomingMessage, captured: Captured[]) {
  const arrival = arrivalOf(request);
  const service = destinationOf(arrival);
  const { method, path, query, headers } = arrival;
  const host = headers.host ?? "";
  captured.push({
    host,
    service,
    method,
    path,
    target: headers["x-amz-target"]?.split(".").at(-1),
    signed: scopeOf(headers),
  });
  const body = await read(request);
  const bucket = service === "s3" ? /^(.+)\.s3\.[a-z0-9-]+\.amazonaws\.com$/.exec(host)?.[1] : undefined;
  const wire = { method, path: bucket ? `/${bucket}${path}` : path, query, headers, body };
  const caller = {
    principal: rootOf(cloud.place.accountId),
    sourceIp: "127.0.0.1",
    endpoint: `https://${host}`,
    secure: true,
  };
  const response = await cloud.gateway.handle(service, wire, caller);
  return response ?? { status: 500, headers: {}, body: "" };
}

function scopeOf({ authorization = "" }: Readonly<Record<string, string>>): Captured["signed"] {
  const [, key, region, service] =
    /Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/.exec(authorization) ?? [];
  return key && region && service ? { key, region, service } : undefined;
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}
