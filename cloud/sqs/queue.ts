import type { Message } from "./message.ts";

/**
 * A standard queue, as a state machine that is told the time.
 *
 *     send -> [delayed] -> visible -> receive -> in flight -> delete
 *                             ^------ visibility timeout ------'
 *     the receive after maxReceiveCount receives exhausts a message instead of handing it out
 *
 * Messages are handed out oldest first; AWS promises no order, so nobody may rely on it.
 */
export class Queue {
  readonly name: string;
  settings: QueueSettings;
  readonly #messages = new Map<string, Message>();
  readonly #byHandle = new Map<string, Message>();

  constructor(name: string, settings: Partial<QueueSettings> = {}) {
    this.name = name;
    this.settings = { ...DEFAULT_SETTINGS, ...settings };
  }

  send(now: number, message: NewMessage, delay = this.settings.delay): Message {
    const sent: Message = {
      ...message,
      receiveCount: message.receiveCount ?? 0,
      visibleAt: now + delay,
      inFlight: false,
    };
    this.#messages.set(sent.id, sent);
    return sent;
  }

  /**
   * Hands out up to `limit` visible messages and hides them for `visibilityTimeout`. Without `redrives` - there is no
   * dead-letter queue to take them - messages are handed out however often they were received.
   */
  receive(
    now: number,
    limit: number,
    handles: () => string,
    visibilityTimeout = this.settings.visibilityTimeout,
    redrives = true,
  ): Received {
    const received: Received = { messages: [], exhausted: [], expired: this.#expire(now) };
    for (const message of this.#messages.values()) {
      if (received.messages.length === limit) break;
      if (message.visibleAt > now) continue;
      if (redrives && message.receiveCount >= (this.settings.maxReceiveCount ?? Number.POSITIVE_INFINITY)) {
        this.#remove(message);
        received.exhausted.push(message);
      } else {
        received.messages.push(this.#handOut(message, now, handles(), visibilityTimeout));
      }
    }
    return received;
  }

  /** Deletes by the latest handle; an older one deletes too, as long as the message was not received again. */
  delete(handle: string): Message | undefined {
    const message = this.#byHandle.get(handle);
    if (message) this.#remove(message);
    return message;
  }

  /** Starts the visibility timeout of a message in flight anew; 0 makes it visible at once. */
  changeVisibility(now: number, handle: string, visibilityTimeout: number): "changed" | "unknown" | "not in flight" {
    const message = this.#byHandle.get(handle);
    if (!message) return "unknown";
    if (!message.inFlight || message.visibleAt <= now) return "not in flight";
    message.visibleAt = now + visibilityTimeout;
    if (visibilityTimeout === 0) message.inFlight = false;
    return "changed";
  }

  purge(): void {
    this.#messages.clear();
    this.#byHandle.clear();
  }

  counts(now: number): { visible: number; inFlight: number; delayed: number } {
    const counts = { visible: 0, inFlight: 0, delayed: 0 };
    for (const { visibleAt, inFlight } of this.#messages.values()) {
      if (visibleAt <= now) counts.visible++;
      else if (inFlight) counts.inFlight++;
      else counts.delayed++;
    }
    return counts;
  }

  /** Milliseconds since the oldest message that is not in flight was sent; nothing when there is none. */
  ageOfOldest(now: number): number | undefined {
    for (const { sentAt, visibleAt, inFlight } of this.#messages.values()) {
      if (visibleAt <= now || !inFlight) return now - sentAt;
    }
    return undefined;
  }

  /** When the next hidden message becomes visible. */
  nextVisibleAt(now: number): number | undefined {
    let next: number | undefined;
    for (const { visibleAt } of this.#messages.values()) {
      if (visibleAt > now && (next === undefined || visibleAt < next)) next = visibleAt;
    }
    return next;
  }

  #handOut(message: Message, now: number, handle: string, visibilityTimeout: number): Message {
    if (message.handle) this.#byHandle.delete(message.handle);
    message.handle = handle;
    this.#byHandle.set(handle, message);
    message.receiveCount++;
    message.firstReceivedAt ??= now;
    message.visibleAt = now + visibilityTimeout;
    message.inFlight = true;
    return message;
  }

  #expire(now: number): Message[] {
    const expired: Message[] = [];
    for (const message of this.#messages.values()) {
      if (message.sentAt + this.settings.retention > now) continue;
      this.#remove(message);
      expired.push(message);
    }
    return expired;
  }

  #remove(message: Message): void {
    this.#messages.delete(message.id);
    if (message.handle) this.#byHandle.delete(message.handle);
  }
}

export interface QueueSettings {
  /** Milliseconds. */
  readonly delay: number;
  readonly visibilityTimeout: number;
  readonly retention: number;
  readonly receiveWait: number;
  /** Bytes. */
  readonly maximumMessageSize: number;
  /** Receives before a message is redriven; absent without a redrive policy. */
  readonly maxReceiveCount?: number | undefined;
}

/** AWS's defaults, read from a new queue in 2025. */
export const DEFAULT_SETTINGS: QueueSettings = {
  delay: 0,
  visibilityTimeout: 30_000,
  retention: 345_600_000,
  receiveWait: 0,
  maximumMessageSize: 1_048_576,
};

export type NewMessage = Omit<Message, "receiveCount" | "visibleAt" | "inFlight" | "handle"> & {
  receiveCount?: number;
};

export interface Received {
  readonly messages: Message[];
  /** Received too often: they belong into the dead-letter queue. */
  readonly exhausted: Message[];
  /** Older than the retention period. */
  readonly expired: Message[];
}
