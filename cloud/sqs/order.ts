import type { Message } from "./message.ts";

/** In which order a queue hands out its messages. */
export interface Order {
  add(message: Message): void;
  remove(message: Message): void;
  /** Those that may be handed out now. Whoever takes one takes it before asking for the next. */
  ready(now: number): Iterable<Message>;
}

/** A standard queue's: the oldest first. AWS promises no order; this is one, so that a seed tells one story. */
export class OldestFirst implements Order {
  readonly #messages = new Set<Message>();

  add(message: Message): void {
    this.#messages.add(message);
  }

  remove(message: Message): void {
    this.#messages.delete(message);
  }

  *ready(now: number): Iterable<Message> {
    for (const message of this.#messages) if (message.visibleAt <= now) yield message;
  }
}

/**
 * A FIFO queue's: group by group, and within a group strictly in turn.
 *
 *     a1 a2 b1 a3 c1   receive 2 -> a1 a2   receive 10 -> b1 c1   (group a waits for a1 and a2)
 *
 * A hidden message holds up all that come after it in its group. A group that was served goes to the end of the line;
 * both were recorded on AWS.
 */
export class GroupsInTurn implements Order {
  readonly #groups = new Map<string, Set<Message>>();

  add(message: Message): void {
    const id = message.groupId ?? "";
    const group = this.#groups.get(id);
    if (group) group.add(message);
    else this.#groups.set(id, new Set([message]));
  }

  remove(message: Message): void {
    const id = message.groupId ?? "";
    const group = this.#groups.get(id);
    group?.delete(message);
    if (group?.size === 0) this.#groups.delete(id);
  }

  *ready(now: number): Iterable<Message> {
    for (const id of [...this.#groups.keys()]) yield* this.#serve(id, now);
  }

  *#serve(id: string, now: number): Iterable<Message> {
    let served = false;
    try {
      for (const message of [...this.#groups.get(id)!]) {
        if (message.visibleAt > now) return;
        served = true;
        yield message;
      }
    } finally {
      if (served) this.#sendToEnd(id);
    }
  }

  #sendToEnd(id: string): void {
    const group = this.#groups.get(id);
    this.#groups.delete(id);
    if (group) this.#groups.set(id, group);
  }
}
