import { expect } from "chai";
import { aServedCloud } from "../wire/http-door.ts";
import { head, knock, type Letter, signedHeaders } from "./a-knock.ts";

/** A cloud behind the HTTP door with `/documents/k`, which says "hello", for all tests of a `describe`. */
export class ServedBucket {
  served!: Awaited<ReturnType<typeof aServedCloud>>;

  get port(): number {
    return this.served.port;
  }

  /** The head of a signed request, with more headers that nobody signed. */
  signedHead(letter: Letter, more: Record<string, string> = {}): string {
    return head(`${letter.method ?? "GET"} ${letter.path ?? "/"}`, { ...signedHeaders(this.port, letter), ...more });
  }
}

export function aServedBucket(): ServedBucket {
  const bucket = new ServedBucket();
  before(async () => {
    bucket.served = await aServedCloud();
    await knock(bucket.port, { method: "PUT", path: "/documents" });
    await knock(bucket.port, { method: "PUT", path: "/documents/k", body: "hello" });
  });
  after(async () => {
    await bucket.served.close();
    expect(bucket.served.bugs).to.deep.equal([]);
  });
  return bucket;
}
