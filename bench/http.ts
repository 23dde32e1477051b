/**
 * What a small request costs behind the HTTP door, signatures verified and IAM on, beside a bare node:http server that
 * answers as many bytes (`bench/servers.ts`). Both tell the CPU time of their process, user and system; the client is
 * this process, on eight connections that stay open, with requests that were signed before.
 */
import { connect } from "node:net";
import { type Letter, letters, signed } from "./letters.ts";
import { median, type Row } from "./row.ts";
import { furnished, type Server, startBare, startCloud } from "./servers.ts";

const CONNECTIONS = 8;
const REQUESTS = 4000;
const ROUNDS = 5;

/** CPU time of the server a request, and requests a second against the bare server's. */
export async function benchHttp(): Promise<Row[]> {
  const [cloud, bare] = [await startCloud(), await startBare()];
  try {
    const furniture = await furnished(cloud);
    const rows: Row[] = [];
    for (const letter of letters(furniture)) {
      const to = ({ port }: Server) => signed(letter, furniture.user, port);
      rows.push(
        ...(await measured(letter, { server: cloud, request: to(cloud) }, { server: bare, request: to(bare) })),
      );
    }
    return rows;
  } finally {
    cloud.stop();
    bare.stop();
  }
}

interface Side {
  readonly server: Server;
  readonly request: Buffer;
}

async function measured(letter: Letter, cloud: Side, bare: Side): Promise<Row[]> {
  const [ours, theirs]: [Cost[], Cost[]] = [[], []];
  for (let round = 0; round <= ROUNDS; round++) {
    ours.push(await driven(cloud));
    theirs.push(await driven(bare));
  }
  // The first round warms up.
  const of = (costs: Cost[], figure: keyof Cost) => median(costs.slice(1).map((cost) => cost[figure]));
  const ratio = of(ours, "perSecond") / of(theirs, "perSecond");
  const name = `HTTP, ${letter.name}`;
  const beside = `bare node:http: ${of(theirs, "cpu").toFixed(0)} us`;
  return [
    { name: `${name}, CPU of the server`, figure: of(ours, "cpu"), unit: "us", must: 80, beside },
    { name: `${name}, speed / bare node:http`, figure: ratio, unit: "x", must: 0.25, better: "more" },
  ];
}

interface Cost {
  /** Microseconds of the server's CPU a request. */
  readonly cpu: number;
  readonly perSecond: number;
}

async function driven({ server, request }: Side): Promise<Cost> {
  const before = await server.cpu();
  const start = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, () => converse(server.port, request, REQUESTS / CONNECTIONS)));
  const seconds = (performance.now() - start) / 1000;
  return { cpu: ((await server.cpu()) - before) / REQUESTS, perSecond: REQUESTS / seconds };
}

/** Sends a request as often as asked on one connection, each when the one before was answered. */
function converse(port: number, request: Buffer, times: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let left = times;
    let heard = Buffer.alloc(0);
    const socket = connect({ port, host: "127.0.0.1", noDelay: true }, () => socket.write(request));
    socket.on("data", (piece) => {
      heard = heard.length === 0 ? piece : Buffer.concat([heard, piece]);
      const end = lengthOf(heard);
      if (end === undefined || heard.length < end) return;
      if (!heard.toString("latin1", 0, 12).endsWith("200")) reject(new Error(heard.toString()));
      heard = heard.subarray(end);
      if (--left > 0) socket.write(request);
      else socket.end(() => resolve());
    });
    socket.on("error", reject);
  });
}

/** How long the answer at the front is; undefined when its head is not there yet. */
function lengthOf(bytes: Buffer): number | undefined {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const length = /\r\ncontent-length: (\d+)/i.exec(bytes.toString("latin1", 0, end + 2))?.[1];
  return end + 4 + Number(length ?? 0);
}
