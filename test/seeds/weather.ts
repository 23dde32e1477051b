import { DeleteFunctionConcurrencyCommand, PutFunctionConcurrencyCommand } from "@aws-sdk/client-lambda";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import type { DoorFault } from "../../chaos/world.ts";
import { delay, duplicate, type LinkFault } from "../../cloud/kernel/link.ts";
import type { Random } from "../../cloud/kernel/random.ts";
import type { LinkName } from "../../cloud/links.ts";
import type { StackOptions } from "../../infra/options.ts";
import type { Simulation } from "../../lab/simulation.ts";

/**
 * Bad weather for the pipeline, drawn by a stream: wires that lose, hold back and repeat, services that refuse, fail,
 * answer late or not at all, a function that is slow, throws, hangs or finds no room.
 */
export class Weather {
  readonly settings: Partial<StackOptions>;
  /** What it is made of, for whoever has to understand a failure. */
  readonly report: string[] = [];
  /** Parcels that the wires lost. */
  lost = 0;
  readonly #random: Random;
  readonly #lifts: (() => unknown)[] = [];

  constructor(random: Random) {
    this.#random = random;
    this.settings = random.pick(SETTINGS);
    this.report.push(JSON.stringify(this.settings));
  }

  async begin(world: Simulation): Promise<void> {
    for (const link of LINKS) if (this.#random.chance(0.4)) this.#onTheWire(world, link);
    for (const door of DOORS) if (this.#random.chance(0.25)) this.#atTheDoor(world, door);
    if (this.#random.chance(0.3)) await this.#crowd(world);
    if (this.#random.chance(0.5)) await this.#inTheFunction(world);
  }

  async clear(): Promise<void> {
    for (const lift of this.#lifts.splice(0)) await lift();
  }

  #onTheWire({ cloud }: Simulation, link: LinkName): void {
    const kind = this.#random.pick(["lose", "duplicate", "delay"] as const);
    const probability = this.#random.uniform(0.02, 0.3);
    const fault = { lose: this.#lose(probability), duplicate: duplicate({ probability }), delay: late(probability) }[
      kind
    ];
    this.report.push(`${link}: ${kind} ${probability.toFixed(2)}`);
    this.#lifts.push(cloud.links[link].disturb(fault));
  }

  #lose(probability: number): LinkFault {
    return (shipment, random) => {
      if (!random.chance(probability)) return [shipment];
      this.lost++;
      return [];
    };
  }

  #atTheDoor({ cloud }: Simulation, { effects, ...place }: Door): void {
    const effect = EFFECTS[this.#random.pick(effects)];
    const fault = { ...place, effect, when: this.#random.pick(["before", "after"] as const) };
    const probability = this.#random.uniform(0.05, 0.4);
    this.report.push(`${JSON.stringify(fault)} ${probability.toFixed(2)}`);
    this.#lifts.push(cloud.faults.add({ ...fault, probability }));
  }

  async #crowd({ aws, pipeline }: Simulation): Promise<void> {
    const FunctionName = pipeline.transformFunction;
    const ReservedConcurrentExecutions = this.#random.integer(0, 3);
    this.report.push(`reserved concurrency ${ReservedConcurrentExecutions}`);
    await aws.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
    this.#lifts.push(() => aws.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName })));
  }

  async #inTheFunction({ aws, pipeline }: Simulation): Promise<void> {
    const probability = this.#random.uniform(0.1, 0.6);
    const fault = this.#random.pick(FAULTS)(probability);
    const put = (Value: string) =>
      aws.ssm.send(new PutParameterCommand({ Name: pipeline.transformFaults, Value, Overwrite: true }));
    this.report.push(JSON.stringify(fault));
    await put(JSON.stringify({ seed: this.#random.integer(1, 1000), ...fault }));
    this.#lifts.push(() => put("{}"));
  }
}

/** The longest that a wire holds anything back. */
export const LATEST = 240_000;

function late(probability: number): LinkFault {
  return delay({ probability, min: 100, max: LATEST });
}

/** What may be deployed. */
const SETTINGS: readonly Partial<StackOptions>[] = [
  {},
  { retries: 0 },
  { retries: 1, visibilityTimeoutSeconds: 1 },
  { eventAgeSeconds: 60 },
  { timeoutSeconds: 120 },
  { deadLetterQueuePermitted: false },
];

/** "lambda -> sqs" is no place to lose anything: there a sender waits for the answer. */
const LINKS: readonly LinkName[] = ["s3 -> lambda", "s3 -> sns", "sns -> sqs"];

type Door = Pick<DoorFault, "service" | "operation" | "principal"> & { readonly effects: readonly EffectName[] };
type EffectName = keyof typeof EFFECTS;

const EFFECTS = {
  broken: { error: { code: "InternalError", message: "We encountered an internal error.", status: 500 } },
  busy: { error: { code: "SlowDown", message: "Please reduce your request rate.", status: 503 } },
  denied: { error: { code: "AccessDenied", message: "Access Denied", status: 403 } },
  late: { latency: { min: 100, max: 4000 } },
  silent: { silence: true },
} as const satisfies Record<string, DoorFault["effect"]>;

/** The subscriber waits for its answers as long as it takes, so it gets some. */
const DOORS: readonly Door[] = [
  {
    service: "s3",
    operation: "PutObject",
    principal: "*user/publisher",
    effects: ["broken", "busy", "denied", "late", "silent"],
  },
  {
    service: "s3",
    operation: "PutObject",
    principal: "*role/*",
    effects: ["broken", "busy", "denied", "late", "silent"],
  },
  {
    service: "s3",
    operation: "GetObject",
    principal: "*role/*",
    effects: ["broken", "busy", "denied", "late", "silent"],
  },
  { service: "ssm", operation: "GetParameter", effects: ["broken", "denied", "late", "silent"] },
  { service: "sqs", operation: "ReceiveMessage", principal: "*user/subscriber", effects: ["broken", "late"] },
  { service: "sqs", operation: "DeleteMessageBatch", principal: "*user/subscriber", effects: ["broken", "late"] },
  { service: "cloudwatch", operation: "PutMetricData", effects: ["broken", "denied", "late"] },
];

/** What the function may do to itself. */
const FAULTS: readonly ((probability: number) => object)[] = [
  (probability) => ({ latency: { probability, minMilliseconds: 500, maxMilliseconds: 5000 } }),
  (probability) => ({ exception: { probability, when: "before" } }),
  (probability) => ({ exception: { probability, when: "after" } }),
  (probability) => ({ timeout: { probability } }),
];
