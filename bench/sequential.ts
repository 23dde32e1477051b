import { lowerBound } from "../chaos/verdict/bounds.ts";
import { EProcess } from "../chaos/verdict/e-process.ts";
import { Sprt } from "../chaos/verdict/sprt.ts";
import { percent } from "../chaos/verdict/words.ts";
import { Random } from "../cloud/kernel/random.ts";

/** How often the tests that look after every document are wrong, and how many documents they take: counted, not derived. */
export interface SequentialLine {
  readonly test: string;
  /** The share of documents that are damaged. */
  readonly share: number;
  readonly runs: number;
  readonly word: "stopped" | "refused" | "accepted";
  readonly seen: number;
  readonly atMost?: number;
  readonly atLeast?: number;
  /** Documents until it had decided, of the runs in which it did. */
  readonly mean: number | undefined;
}

/** Looks of a run that comes to no decision by itself. */
const LOOKS = 10_000;
const BUDGET = 0.001;
const SHARES = { accepts: BUDGET, refuses: 10 * BUDGET };

/** A test as it is read here: one document after the other, until it says a word. */
interface Test {
  read(collateral: boolean): void;
  readonly word: string | undefined;
  readonly documents: number;
}

export function stopRule(): Test {
  const process = new EProcess(BUDGET);
  return {
    read: (collateral) => process.read(collateral),
    get word() {
      return process.breached ? "stopped" : undefined;
    },
    get documents() {
      return process.documents;
    },
  };
}

export function quickGate(): Test {
  const test = new Sprt(SHARES);
  return {
    read: (collateral) => test.read(collateral),
    get word() {
      return test.decision;
    },
    get documents() {
      return test.documents;
    },
  };
}

/** What nobody should do: the bound of a single look, at 95 %, looked at again and again. */
function repeated(): Test {
  let [documents, collateral, stopped] = [0, 0, false];
  return {
    read: (isCollateral) => {
      documents++;
      if (!isCollateral) return;
      collateral++;
      stopped ||= lowerBound(collateral, documents) > BUDGET;
    },
    get word() {
      return stopped ? "stopped" : undefined;
    },
    get documents() {
      return documents;
    },
  };
}

interface Question {
  readonly name: string;
  readonly test: () => Test;
  readonly share: number;
  readonly word: SequentialLine["word"];
  /** In a hundred runs. */
  readonly atMost?: number;
  readonly atLeast?: number;
}

const QUESTIONS: readonly Question[] = [
  { name: "stop rule", test: stopRule, share: BUDGET, word: "stopped", atMost: 1 },
  { name: "5 % bound, repeated", test: repeated, share: BUDGET, word: "stopped" },
  { name: "stop rule", test: stopRule, share: 0.003, word: "stopped", atLeast: 95 },
  { name: "stop rule", test: stopRule, share: 0.01, word: "stopped", atLeast: 100 },
  { name: "stop rule", test: stopRule, share: 0.125, word: "stopped", atLeast: 100 },
  { name: "quick gate", test: quickGate, share: 0, word: "accepted", atLeast: 100 },
  { name: "quick gate", test: quickGate, share: BUDGET, word: "refused", atMost: 1 },
  { name: "quick gate", test: quickGate, share: 0.003, word: "refused" },
  { name: "quick gate", test: quickGate, share: 0.01, word: "accepted", atMost: 1 },
  { name: "quick gate", test: quickGate, share: 0.125, word: "refused", atLeast: 100 },
  { name: "quick gate", test: quickGate, share: 0.3, word: "refused", atLeast: 100 },
];

export function sequentialLines(runs: number): SequentialLine[] {
  return QUESTIONS.map((question) => answer(question, runs));
}

function answer({ name, test, share, word, atMost, atLeast }: Question, runs: number): SequentialLine {
  const random = Random.fromSeed(1).fork("sequential").fork(`${name} ${share}`);
  let [seen, decided, documents] = [0, 0, 0];
  for (let run = 0; run < runs; run++) {
    const one = test();
    for (let i = 0; i < LOOKS && one.word === undefined; i++) one.read(random.chance(share));
    if (one.word === undefined) continue;
    decided++;
    documents += one.documents;
    if (one.word === word) seen++;
  }
  return {
    ...{ test: name, share, runs, word, seen, mean: decided === 0 ? undefined : documents / decided },
    ...(atMost === undefined ? {} : { atMost: (atMost / 100) * runs }),
    ...(atLeast === undefined ? {} : { atLeast: (atLeast / 100) * runs }),
  };
}

export const SEQUENTIAL_HEAD = ["", "test", "damaged", "says", "in", "of", "must be", "documents until it decides"];

export function sequentialRow(line: SequentialLine): string[] {
  const { test, share, word, seen, runs, atMost, atLeast, mean } = line;
  const bound = atMost === undefined ? (atLeast === undefined ? "" : `>= ${atLeast}`) : `<= ${Math.floor(atMost)}`;
  const figure = `${((100 * seen) / runs).toFixed(1)} %`;
  const until = mean === undefined ? "" : mean.toFixed(mean < 20 ? 1 : 0);
  return [isExact(line) ? " " : "!", test, percent(share), word, figure, String(runs), bound, until];
}

/** Whether it errs no more often than it may. */
export function isExact({ seen, atMost = Number.POSITIVE_INFINITY, atLeast = 0 }: SequentialLine): boolean {
  return seen <= atMost && seen >= atLeast;
}
