import { first, minimumOf } from "./minimum.ts";
import { type Part, partsOf, type Story, storyOf } from "./story.ts";

/** What is known of a run before it is made smaller. */
export interface Ground {
  /** Every document, cohort by cohort in order of publication. */
  readonly documents: readonly Part[];
  /** The counter-examples among them. */
  readonly suspects: readonly Part[];
  /** Places in the method. */
  readonly faults: readonly number[];
  /** Tells a story in a world of its own; whether it still shows the counter-example. */
  tell(story: Story): Promise<boolean>;
}

/** Suspects that are tried alone. Where chance hits one document in eight, one of them will show it 24 times in 25. */
const ALONE = 24;

/**
 * How much may be told in all, counted in documents; a story costs as much as its documents and the world around it. It
 * bounds the time a search takes, and not by a clock, so that the same run shrinks to the same story on any machine.
 */
const EFFORT = 25_000;
const WORLD = 25;

export interface Found {
  readonly story: Story;
  /** Whether the search ended before nothing more could be left out. */
  readonly unfinished: boolean;
}

/**
 * Looks for the smallest story: first each of some suspects alone, then a suspect with ever more of its neighbours, and
 * of what shows it documents and faults are left out as long as it still does. Nothing, if not even the whole run does.
 */
export async function search(ground: Ground): Promise<Found | undefined> {
  return await new Search(ground).found();
}

class Search {
  readonly #ground: Ground;
  readonly #known = new Map<string, boolean>();
  #smallest: Story | undefined;
  #effort = 0;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  async found(): Promise<Found | undefined> {
    const ended = await this.#shrink().catch((error) => {
      if (!(error instanceof Exhausted)) throw error;
      return error;
    });
    const story = this.#smallest ?? (await this.#whole());
    return story && { story, unfinished: ended !== undefined };
  }

  async #shrink(): Promise<void> {
    let story = await this.#seed();
    for (let size = Number.POSITIVE_INFINITY; story && sizeOf(story) < size; ) {
      size = sizeOf(story);
      story = await this.#withFewerFaults(await this.#withFewerDocuments(story));
    }
  }

  /** A story to begin with; the whole run if it takes that. */
  async #seed(): Promise<Story | undefined> {
    const { documents, suspects, faults } = this.#ground;
    const small = [...some(suspects, ALONE).map((suspect) => [suspect]), ...windows(documents, suspects[0]!)];
    const stories = [...small, documents].map((parts) => storyOf(parts, faults));
    return await first(stories, (story) => this.#shows(story));
  }

  /** Where the search has ended before it came to that. */
  async #whole(): Promise<Story | undefined> {
    const whole = storyOf(this.#ground.documents, this.#ground.faults);
    const known = this.#known.get(JSON.stringify(whole));
    return known === undefined && (await this.#ground.tell(whole)) ? whole : undefined;
  }

  async #withFewerDocuments(story: Story): Promise<Story> {
    const shows = (parts: readonly Part[]) => this.#shows(storyOf(parts, story.faults));
    return storyOf(await minimumOf(partsOf(story), shows), story.faults);
  }

  async #withFewerFaults({ documents, faults }: Story): Promise<Story> {
    const shows = (some: readonly number[]) => this.#shows({ documents, faults: some });
    if (faults.length === 0 || (await shows([]))) return { documents, faults: [] };
    return { documents, faults: await minimumOf(faults, shows) };
  }

  async #shows(story: Story): Promise<boolean> {
    const name = JSON.stringify(story);
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    this.#effort += WORLD + partsOf(story).length;
    if (this.#effort > EFFORT) throw new Exhausted();
    const shown = await this.#ground.tell(story);
    this.#known.set(name, shown);
    if (shown) this.#smallest = story;
    return shown;
  }
}

/** The search has told as much as it may. */
class Exhausted extends Error {}

function sizeOf(story: Story): number {
  return partsOf(story).length + story.faults.length;
}

/** At most so many, spread evenly, the first among them. */
function some<T>(elements: readonly T[], many: number): T[] {
  const step = Math.max(1, elements.length / many);
  return Array.from({ length: Math.min(many, elements.length) }, (_, i) => elements[Math.floor(i * step)]!);
}

/** A suspect with more and more of its cohort around it: 2, 4, 8, ... up to all. */
function* windowsOf<T>(elements: readonly T[], middle: number): Iterable<T[]> {
  for (let size = 2; size < 2 * elements.length; size *= 2) {
    const from = Math.max(0, Math.min(middle - size / 2, elements.length - size));
    yield elements.slice(from, from + size);
  }
}

function windows(documents: readonly Part[], { cohort, sequence }: Part): Part[][] {
  const around = documents.filter((part) => part.cohort === cohort);
  return [
    ...windowsOf(
      around,
      around.findIndex((part) => part.sequence === sequence),
    ),
  ];
}
