import { Handles } from "./handles.ts";
import type { Message } from "./message.ts";
import { GroupsInTurn, OldestFirst, type Order } from "./order.ts";

/**
 * A queue, as a state machine that is told the time.
 *
 *     send -> [delayed] -> visible -> receive -> in flight -> delete
 *                             ^------ visibility timeout ------'
 *     the receive after maxReceiveCount receives exhausts a message instead of handing it out
 */
export class Queue {
  readonly name: string;
  readonly fifo: boolean;
  settings: QueueSettings;
  readonly #messages = new Map<string, Message>();
  readonly #handles = new Handles();
  #order: Order;

  constructor(name: string, settings: Partial<QueueSettings> = {}, fifo = false) {
    this.name = name;
    this.fifo = fifo;
    this.settings = { ...DEFAULT_SETTINGS, ...settings };
    this.#order = orderOf(fifo);
  }

  send(now: number, message: NewMessage, delay = this.settings.delay): Message {
    const sent: Message = {
      visibleAt: now + delay,
      inFlight: false,
      ...message,
      receiveCount: message.receiveCount ?? 0,
      handle: undefined,
    };
    this.#messages.set(sent.id, sent);
    this.#order.add(sent);
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
    const most = redrives ? (this.settings.maxReceiveCount ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
    for (const message of this.#order.ready(now)) {
      if (message.receiveCount >= most) {
        this.#remove(message);
        received.exhausted.push(message);
      } else {
        received.messages.push(this.#handOut(message, now, handles(), visibilityTimeout));
      }
      if (received.messages.length === limit) break;
    }
    return received;
  }

  /** The message that would be handed out next. */
  next(now: number): Message | undefined {
    for (const message of this.#order.ready(now)) return message;
    return undefined;
  }

  /** Takes a message out of the queue without receiving it. */
  take(message: Message): Message {
    this.#remove(message);
    return message;
  }

  /**
   * Deletes by the latest handle. An older one deletes nothing; it still deletes when its visibility timeout is over,
   * as long as the message was not received again - but not in a FIFO queue, where it has expired.
   */
  delete(now: number, handle: string): Message | "unknown" | "expired" {
    const message = this.#handles.find(handle);
    if (message?.handle !== handle) return "unknown";
    if (this.fifo && message.visibleAt <= now) return "expired";
    this.#remove(message);
    return message;
  }

  /**
   * Starts the visibility timeout of a received message anew; 0 makes it visible at once. A standard queue knows the
   * message by any of its handles, and hides it again when it had become visible: both were recorded on AWS.
   */
  changeVisibility(now: number, handle: string, visibilityTimeout: number): "changed" | "unknown" | "too long" {
    const message = this.#handles.find(handle);
    if (!message || (this.fifo && (message.handle !== handle || message.visibleAt <= now))) return "unknown";
    if (now + visibilityTimeout - message.receivedAt! > LONGEST_INVISIBILITY) return "too long";
    message.visibleAt = now + visibilityTimeout;
    message.inFlight = visibilityTimeout > 0;
    return "changed";
  }

  purge(): void {
    this.#messages.clear();
    this.#handles.clear();
    this.#order = orderOf(this.fifo);
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
    message.handle = handle;
    this.#handles.add(handle, message);
    message.receiveCount++;
    message.firstReceivedAt ??= now;
    message.receivedAt = now;
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
    this.#handles.forget(message);
    this.#order.remove(message);
  }
}

function orderOf(fifo: boolean): Order {
  return fifo ? new GroupsInTurn() : new OldestFirst();
}

/** A message can be hidden for twelve hours from its receive on, however often that is prolonged. */
const LONGEST_INVISIBILITY = 43_200_000;

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
