import { FifoMemory } from "./fifo.ts";
import type { Filtered } from "./filter/policy.ts";
import type { Reason } from "./filter/verdict.ts";
import type { Subscription } from "./subscription.ts";

/**
 * A topic: what was set on it, who wants its messages, and which of them a message is for.
 *
 *     message -> route -> accepted:    deliver to these subscriptions
 *                         filteredOut: their filter policies said no, and why
 */
export class Topic {
  readonly arn: string;
  readonly name: string;
  /** As they were set; what was never set is not here. */
  attributes: Record<string, string>;
  tags: Record<string, string>;
  dataProtectionPolicy: string | undefined;
  readonly subscriptions = new Map<string, Subscription>();
  subscriptionsDeleted = 0;
  /** Only FIFO topics have one. */
  readonly memory: FifoMemory | undefined;

  constructor(arn: string, name: string, attributes: Record<string, string> = {}, tags: Record<string, string> = {}) {
    this.arn = arn;
    this.name = name;
    this.attributes = attributes;
    this.tags = tags;
    this.memory = attributes.FifoTopic === "true" ? new FifoMemory() : undefined;
  }

  get fifo(): boolean {
    return this.memory !== undefined;
  }

  /** Bytes. AWS's default is 256 KiB. */
  get maximumMessageSize(): number {
    return Number(this.attributes.MaximumMessageSize ?? 262_144);
  }

  route(message: (protocol: string) => Filtered): Routes {
    const routes: Routes = { accepted: [], filteredOut: [] };
    for (const subscription of this.subscriptions.values()) {
      if (!subscription.reachable) continue;
      const verdict = subscription.settings.filter ? subscription.judge(message(subscription.protocol)) : "accepted";
      if (verdict === "accepted") routes.accepted.push(subscription);
      else routes.filteredOut.push({ subscription, reason: verdict });
    }
    return routes;
  }

  find(protocol: string, endpoint: string): Subscription | undefined {
    for (const subscription of this.subscriptions.values()) {
      if (subscription.protocol === protocol && subscription.endpoint === endpoint) return subscription;
    }
    return undefined;
  }

  count(pending: boolean): number {
    let count = 0;
    for (const subscription of this.subscriptions.values()) if (subscription.pending === pending) count++;
    return count;
  }
}

export interface Routes {
  readonly accepted: Subscription[];
  readonly filteredOut: { readonly subscription: Subscription; readonly reason: Reason }[];
}
