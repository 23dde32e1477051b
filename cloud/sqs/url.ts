import type { Call, Place } from "../kernel/house.ts";
import { nonExistentQueue } from "./errors.ts";

/** A queue's URL on the host the caller used: clients compare hosts. */
export function urlOf(name: string, place: Place, call: Pick<Call, "endpoint">): string {
  return `${call.endpoint}/${place.accountId}/${name}`;
}

/** The queue's name out of its URL, whatever host it names; a bare name is taken as it is. */
export function nameOf(url: string | undefined): string {
  const name = url?.split("/").at(-1);
  if (!name) throw nonExistentQueue();
  return name;
}
