import type { CloudFact } from "../../cloud/cloud.ts";
import type { Recorded } from "../../cloud/kernel/feed.ts";
import type { Simulation } from "../../lab/simulation.ts";

/**
 * Hands that reach into the cloud where no API does: what they do is in no fact, as a cosmic ray or a fault of the
 * service itself would leave none.
 */

/** Whether a text is about a document of the method's own cohort. */
export function isMethods(text: string): boolean {
  return text.includes("-method/");
}

type FactOf<Kind extends CloudFact["kind"]> = Extract<Recorded<CloudFact>, { kind: Kind }>;

/**
 * Calls `act` once, at the first fact of a kind after the method's first document (and so not of the baseline, which
 * has ended by then) that `chosen` chooses.
 */
export function once<Kind extends CloudFact["kind"]>(
  world: Simulation,
  kind: Kind,
  act: (fact: FactOf<Kind>) => unknown,
  chosen: (fact: FactOf<Kind>) => boolean = () => true,
): void {
  let [begun, done] = [false, false];
  world.cloud.feed.subscribe((fact) => {
    begun ||= fact.kind === "ObjectCreated" && isMethods(fact.key);
    if (!begun || done || fact.kind !== kind || !chosen(fact as FactOf<Kind>)) return;
    done = true;
    act(fact as FactOf<Kind>);
  });
}

/** Takes the message that has just arrived out of `deliveries`, before anyone has seen it. Its body. */
export function snatch({ cloud, clock, pipeline }: Simulation, messageId: string): string {
  const { queue } = cloud.houses.services.sqs.get(pipeline.deliveriesQueue);
  let handles = 0;
  const { messages } = queue.receive(clock.now(), 1000, () => `hand ${handles++}`);
  for (const { id, handle } of messages) {
    if (id === messageId) queue.delete(clock.now(), handle!);
    else queue.changeVisibility(clock.now(), handle!, 0);
  }
  return messages.find(({ id }) => id === messageId)!.body;
}

/** Changes one byte of an object where it lies. */
export function rot({ cloud, pipeline }: Simulation, key: string): void {
  const { s3 } = cloud.houses.services;
  const { body } = s3.object(s3.get(pipeline.documentsBucket), key, undefined, "GET");
  body[body.length >> 1]! ^= 1;
}
