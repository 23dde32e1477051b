/** Work once a document, though two pollers hold its message at the same time. */
export class Effects {
  readonly #deduplicate: boolean;
  readonly #claimed = new Set<string>();

  constructor(deduplicate: boolean) {
    this.#deduplicate = deduplicate;
  }

  /** `before`: how often the ledger knows it was done already, by this subscriber or the one before it. */
  async once(key: string, before: number, work: () => Promise<void>): Promise<void> {
    if (this.#deduplicate && (before > 0 || this.#claimed.has(key))) return;
    this.#claimed.add(key);
    await work();
  }
}
