import type { Message } from "./message.ts";

/** The receipt handles of a queue's messages: each receive gives a message another one, and the older ones go with it. */
export class Handles {
  readonly #messages = new Map<string, Message>();
  readonly #handles = new Map<Message, string[]>();

  add(handle: string, message: Message): void {
    this.#messages.set(handle, message);
    const handles = this.#handles.get(message);
    if (handles) handles.push(handle);
    else this.#handles.set(message, [handle]);
  }

  find(handle: string): Message | undefined {
    return this.#messages.get(handle);
  }

  forget(message: Message): void {
    for (const handle of this.#handles.get(message) ?? []) this.#messages.delete(handle);
    this.#handles.delete(message);
  }

  clear(): void {
    this.#messages.clear();
    this.#handles.clear();
  }
}

/** A handle of ours out of 64 random characters; AWS's begin alike. */
export function handleOf(random: string): string {
  return `AQEB${random}`;
}

/** Whether a text could be a handle at all. One that could, but is not known any more, was its message's once. */
export function isHandle(text: string): boolean {
  return /^AQEB[A-Za-z0-9+/]{64}$/.test(text);
}
