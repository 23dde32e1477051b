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

/**
 * How often a suspect is tried alone, each time another one and with other luck. Where chance hits one document in ten,
 * one of them shows it 99 times in 100.
 */
const ALONE = 48;

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
    const alone = some(suspects, ALONE).map((suspect, luck) => storyOf([suspect], faults, luck));
    const crowds = [...windows(documents, suspects[0]!), documents].map((parts) => storyOf(parts, faults));
    return await first([...alone, ...crowds], (story) => this.#shows(story));
  }

  /** Where the search has ended before it came to that. */
  async #whole(): Promise<Story | undefined> {
    const whole = storyOf(this.#ground.documents, this.#ground.faults);
    const known = this.#known.get(JSON.stringify(whole));
    return known === undefined && (await this.#ground.tell(whole)) ? whole : undefined;
  }

  async #withFewerDocuments(story: Story): Promise<Story> {
    const { faults, luck } = story;
    const shows = (parts: readonly Part[]) => this.#shows(storyOf(parts, faults, luck));
    return storyOf(await minimumOf(partsOf(story), shows), faults, luck);
  }

  async #withFewerFaults(story: Story): Promise<Story> {
    const { faults } = story;
    const lucks = lucksFor(story);
    const stories = (some: readonly number[]) => lucks.map((luck) => ({ ...story, faults: some, luck }));
    const shows = async (some: readonly number[]) => Boolean(await first(stories(some), (s) => this.#shows(s)));
    if (faults.length > 0 && !(await shows([]))) await minimumOf(faults, shows);
    return this.#smallest!;
  }

  async #shows(story: Story): Promise<boolean> {
    const name = JSON.stringify(story);
    const known = this.#known.get(name);
    if (known) this.#smallest = story;
    if (known !== undefined) return known;
    this.#effort += WORLD + partsOf(story).length;
    if (this.#effort > EFFORT) throw new Exhausted();
    const shown = await this.#ground.tell(story);
    this.#known.set(name, shown);
    if (shown) this.#smallest = story;
    return shown;
  }
}

/**
 * Without a fault that draws lots all others fall differently, so a small story is given some more chances to show that
 * it does without: more of them where it took luck to find it.
 */
function lucksFor(story: Story): number[] {
  const { luck } = story;
  if (partsOf(story).length > SMALL) return [luck];
  return [luck, ...Array.from({ length: luck > 0 ? 3 * FEW : FEW }, (_, i) => i).filter((other) => other !== luck)];
}

const SMALL = 5;
const FEW = 8;

/** The search has told as much as it may. */
class Exhausted extends Error {}

function sizeOf(story: Story): number {
  return partsOf(story).length + story.faults.length;
}

/** So many, spread evenly, the first of them first; where there are fewer, again from the beginning. */
function some<T>(elements: readonly T[], many: number): T[] {
  const step = Math.max(1, elements.length / many);
  return Array.from({ length: many }, (_, i) => elements[Math.floor(i * step) % elements.length]!);
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
