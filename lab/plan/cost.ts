import { count, duration } from "../../chaos/verdict/words.ts";
import priceList from "./prices.json" with { type: "json" };

/**
 * What a run costs on AWS: once if every attempt goes as it should, and at most, if a fault takes every attempt of every
 * document it reaches for the whole timeout. Prices are looked up (`prices.json`), numbers are the plan's, and the rest
 * are assumptions, which are said. What has no price there is left out, and that is said, too.
 */
export interface Cost {
  readonly currency: string;
  /** Whose prices; other regions have others. */
  readonly region: string;
  /** When they were looked up. ISO 8601. */
  readonly lookedUp: string;
  readonly usual: number;
  readonly most: number;
  readonly items: readonly CostItem[];
  readonly assumptions: readonly string[];
  readonly leftOut: readonly string[];
}

export interface CostItem {
  readonly what: PriceName;
  /** How many requests, GB-seconds, gigabytes. */
  readonly usual: number;
  readonly most: number;
}

type PriceName = keyof typeof priceList.prices;

/** What a run makes the pipeline do. */
export interface Work {
  /** All cohorts together. */
  readonly documents: number;
  readonly malformed: number;
  /** Of those that a fault may reach, so that they take all their attempts. */
  readonly disturbed: number;
  /** Attempts that a document has. */
  readonly attempts: number;
  /** Of the function. Milliseconds and MB. */
  readonly timeout: number;
  readonly memoryMb: number;
  /** How long the run takes. Milliseconds. */
  readonly lasts: number;
}

/** An attempt that nothing disturbs. Milliseconds; a simulated one takes about as long. */
const ATTEMPT = 250;
/** What Lambda and the function write of an attempt, with what CloudWatch adds. Bytes. */
const LOG = 1000;
const LONG_POLL = 20_000;
const LOOK_AGAIN = 5000;

export function costOf(work: Work): Cost {
  const { documents, malformed, disturbed, attempts, timeout, memoryMb } = work;
  const usual = amounts(work, documents + malformed * (attempts - 1), ATTEMPT);
  const retried = documents + Math.max(disturbed, malformed) * (attempts - 1);
  const most = disturbed > 0 ? amounts(work, retried, timeout) : usual;
  const names = Object.keys(usual) as PriceName[];
  const items = names.map((what) => ({ what, usual: usual[what], most: Math.max(usual[what], most[what]) }));
  return {
    ...{ currency: priceList.currency, region: priceList.region, lookedUp: priceList.lookedUp },
    usual: sum(items.map((item) => item.usual * priceOf(item.what))),
    most: sum(items.map((item) => item.most * priceOf(item.what))),
    items,
    assumptions: [
      `an attempt takes ${duration(ATTEMPT)} at ${memoryMb} MB and writes ${LOG / 1000} KB of log`,
      ...(disturbed > 0
        ? [`at most: ${count(retried)} attempts instead of ${count(usual.lambdaRequest)}, each of ${duration(timeout)}`]
        : []),
    ],
    leftOut: LEFT_OUT,
  };
}

const LEFT_OUT = [
  "calls and metrics of CloudWatch",
  "deliveries from SNS to SQS",
  "storage",
  "traffic to whoever runs it from outside of the region",
  "what the stack costs while nothing runs",
  "free tiers and taxes",
];

/** Every CSV is published once, sent to the queue, received and deleted; dead letters are looked at twice. */
function amounts({ documents, malformed, lasts, memoryMb }: Work, attempts: number, each: number) {
  const converted = documents - malformed;
  const polls = converted + lasts / LONG_POLL + (3 * lasts) / LOOK_AGAIN;
  return {
    lambdaRequest: attempts,
    lambdaGigabyteSecond: (attempts * each * memoryMb) / 1000 / 1024,
    s3Put: documents + converted,
    s3Get: attempts,
    snsPublish: converted,
    sqsRequest: converted + polls + converted + 4 * malformed,
    logsGigabyte: (attempts * LOG) / 1e9,
  } satisfies Record<PriceName, number>;
}

function priceOf(what: PriceName): number {
  const { amount, per } = priceList.prices[what];
  return amount / per;
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
