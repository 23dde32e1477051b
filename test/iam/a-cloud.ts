import { rootOf } from "../../cloud/gateway/caller.ts";
import { type Clients, clientsFor } from "../../cloud/gateway/clients.ts";
import { Gateway } from "../../cloud/gateway/gateway.ts";
import { assumableRoles } from "../../cloud/iam/assumable.ts";
import type { KnownPrincipal } from "../../cloud/iam/credentials.ts";
import type { IamFact } from "../../cloud/iam/facts.ts";
import { Guard } from "../../cloud/iam/guard.ts";
import { iamHouse } from "../../cloud/iam/house.ts";
import { IamService } from "../../cloud/iam/service.ts";
import { VirtualClock } from "../../cloud/kernel/clock.ts";
import { DoorFaults } from "../../cloud/kernel/faults.ts";
import { Feed } from "../../cloud/kernel/feed.ts";
import { Random } from "../../cloud/kernel/random.ts";
import type { StsFact } from "../../cloud/sts/facts.ts";
import { stsHouse } from "../../cloud/sts/house.ts";
import { StsService } from "../../cloud/sts/service.ts";

export const ACCOUNT = "111122223333";

/** IAM and STS behind a real gateway, guarded by the real evaluator, with real clients in front. */
export function aCloud() {
  const clock = new VirtualClock();
  const random = Random.fromSeed(1);
  const feed = new Feed<IamFact | StsFact>(clock);
  const place = { accountId: ACCOUNT, region: "eu-west-1" };
  const iam = new IamService({ clock, random, feed: feed as Feed<IamFact>, place });
  const sts = new StsService({ roles: assumableRoles(iam), feed: feed as Feed<StsFact> });
  const onBug = (error: unknown) => {
    throw error;
  };
  const houses = [iamHouse(iam), stsHouse(sts)];
  const faults = new DoorFaults(random);
  const gateway = new Gateway({ clock, random, houses, guard: new Guard(iam), faults, onBug, latencyScale: 0 });
  const clientsOf = (principal: KnownPrincipal): Clients => {
    const caller = { principal, sourceIp: "127.0.0.1", endpoint: "http://127.0.0.1:4566", secure: true };
    return clientsFor(caller as never, { gateway, clock, activity: clock.activity, random, region: place.region });
  };
  const run = <T>(story: () => Promise<T>): Promise<T> => clock.run(story());
  const asRoot = () => clientsOf(rootOf(ACCOUNT) as KnownPrincipal);
  return { clock, iam, sts, feed, clientsOf, asRoot, run };
}

/** What a call is refused with: code, status and message. */
export async function refusal(call: Promise<unknown>): Promise<{ code: string; status: number; message: string }> {
  try {
    await call;
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { code: name, status: $metadata?.httpStatusCode ?? 0, message };
  }
  throw new Error("the call was not refused");
}

export const trustFor = (Principal: object, more: object = {}): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole", ...more }],
  });

export const lambdaTrust = trustFor({ Service: "lambda.amazonaws.com" });

export const aDocument = (...Statement: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement });
