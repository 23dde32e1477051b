import type { Clients } from "../../cloud/gateway/clients.ts";
import { aVirtualCloud } from "../a-virtual-cloud.ts";
import { openHttpDoor } from "./http-door.ts";

/** A way into a cloud for official SDK clients. Every suite of this folder is told once for each. */
export interface Door {
  readonly name: string;
  /** Whether hours pass in no time behind it; stories of minutes are told only there. */
  readonly bendsTime: boolean;
  /** A fresh, empty account behind it. */
  open(): Promise<World>;
}

export interface World {
  readonly accountId: string;
  readonly region: string;
  /** Clients of the account's root, of one of its users, or of a role's session. */
  readonly clients: Clients;
  clientsOfUser(userName: string): Promise<Clients>;
  clientsOfRole(roleArn: string): Promise<Clients>;
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** Tells a story to its end. */
  run<T>(story: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export const DOORS: readonly Door[] = [
  { name: "sdk-door", bendsTime: true, open: openSdkDoor },
  { name: "http-door", bendsTime: false, open: openHttpDoor },
];

/** `it("...", at(door, async ({ clients }) => { ... }))`: the story, in a world of its own. */
export function at(door: Door, story: (world: World) => Promise<void>): () => Promise<void> {
  return () => inside(door, story);
}

export async function inside<T>(door: Door, story: (world: World) => Promise<T>): Promise<T> {
  const world = await door.open();
  try {
    return await world.run(() => story(world));
  } finally {
    await world.close();
  }
}

async function openSdkDoor(): Promise<World> {
  const { clock, cloud, sound } = aVirtualCloud();
  const { iam } = cloud.houses.services;
  return {
    ...cloud.place,
    clients: cloud.clients(),
    clientsOfUser: async (name) => cloud.clients(iam.userPrincipal(iam.users.get(name))),
    clientsOfRole: async (arn) => cloud.clients(iam.sessionPrincipal(iam.roles.find(arn)!, "story")),
    now: () => clock.now(),
    sleep: (milliseconds) => clock.sleep(milliseconds),
    run: (story) => clock.run(story()),
    close: async () => {
      sound();
    },
  };
}

/** What a client was refused with, as the SDK shows it. */
export interface Refusal {
  readonly name: string;
  readonly status: number;
  readonly message: string;
  readonly error: Error & Record<string, unknown>;
}

export async function refusal(work: Promise<unknown>): Promise<Refusal> {
  try {
    await work;
  } catch (thrown) {
    const error = thrown as Error & { $metadata?: { httpStatusCode: number } } & Record<string, unknown>;
    if (!error.$metadata) throw error;
    return { name: error.name, status: error.$metadata.httpStatusCode, message: error.message, error };
  }
  throw new Error("nothing was refused");
}

/** Name and status alone, for tables. */
export async function refused(work: Promise<unknown>): Promise<string> {
  const { name, status } = await refusal(work);
  return `${name} ${status}`;
}

/** Looks again and again until there is something to see, for what arrives in its own time. */
export async function eventually<T>(world: World, look: () => Promise<T | undefined>, patience = 10_000): Promise<T> {
  const deadline = world.now() + patience;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (world.now() >= deadline) throw new Error("it did not happen in time");
    await world.sleep(50);
  }
}

/** A policy document of these statements. */
export function aPolicy(...Statement: object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement });
}
