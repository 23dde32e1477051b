import type { Aws } from "../chaos/aws.ts";
import type { Moving } from "../chaos/verdict/evidence.ts";
import type { Attempts, CohortPlan, Drive, World } from "../chaos/world.ts";
import { Cloud, type CloudFact } from "../cloud/cloud.ts";
import type { Clients } from "../cloud/gateway/clients.ts";
import { VirtualClock } from "../cloud/kernel/clock.ts";
import type { Recorded } from "../cloud/kernel/feed.ts";
import { Random } from "../cloud/kernel/random.ts";
import { provision } from "../cloud/provision/provision.ts";
import type { EtlPipeline } from "../infra/outputs.ts";
import type { Synthesis } from "../infra/synthesis.ts";
import { type Chosen, Crew } from "./crew.ts";
import { deletionsIn } from "./deletions.ts";
import { deskIn } from "./faults/desk.ts";
import { employ } from "./staff.ts";

/**
 * A world on a virtual clock: an embedded AWS with the pipeline deployed in it, its drivers, and a feed that knows
 * everything that happened. Minutes of retries take seconds, and the same seed tells the same story.
 */
export class Simulation implements World {
  readonly clock: VirtualClock;
  readonly cloud: Cloud;
  readonly pipeline: EtlPipeline;
  readonly aws: Clients & Pick<Aws, "faults">;
  readonly crew: Crew;

  private constructor({ clock, cloud, pipeline, crew }: Parts) {
    this.clock = clock;
    this.cloud = cloud;
    this.pipeline = pipeline;
    this.crew = crew;
    this.aws = { ...cloud.clients(), faults: deskIn(cloud, clock) };
  }

  /** Makes a cloud, deploys the stack into it, and runs `story` there, on its clock. */
  static async run<T>(start: SimulationStart, story: (world: Simulation) => Promise<T>): Promise<T> {
    const clock = new VirtualClock();
    const { seed, lots = seed, clients = "sdk" } = start;
    const cloud = new Cloud({ clock, activity: clock.activity, random: Random.fromSeed(lots), clients, onBug: fail });
    start.prepare?.(cloud);
    return await clock.run(
      (async () => {
        const { outputs } = await provision(start.stack, { clients: cloud.clients(), ...cloud.place });
        const pipeline = outputs as unknown as EtlPipeline;
        const staff = await employ(cloud, pipeline);
        const subscriber = cloud.houses.services.iam.users.get("subscriber").arn;
        const crew = new Crew({
          clock,
          pipeline,
          clients: staff,
          seed: start.seed,
          run: start.run,
          ...(start.documents && { chosen: start.documents }),
          // Its own subscriber is the only one who may take messages there, and has a user of its own.
          foreignConsumers: () => {
            const takers = deletionsIn(cloud.feed.facts, pipeline.deliveriesQueue, 0).map(({ by }) => by);
            return [...new Set(takers)].filter((by) => by !== subscriber);
          },
        });
        return await story(new Simulation({ clock, cloud, pipeline, crew }));
      })(),
    );
  }

  drive(plan: CohortPlan): Drive {
    return this.crew.drive(plan);
  }

  /** Counted from the feed: what the cloud started, and what the function's own log says struck it. */
  async attempts(fault: string, from: number, until: number): Promise<Attempts> {
    const counts = { first: 0, struck: 0, laterStrikes: 0 };
    for (const fact of this.cloud.feed.facts) {
      if (fact.kind === "InvocationStarted" && fact.attempt === 1 && inWindow(fact.at, from, until)) counts.first++;
      if (fact.kind !== "FaultStruck" || fact.fault !== fault || !inWindow(fact.startedAt, from, until)) continue;
      if (fact.attempt === 1) counts.struck++;
      else counts.laterStrikes++;
    }
    return counts;
  }

  /** Messages visible or in flight in the queues that are to be emptied, in flight in the others; events not done. */
  async moving(): Promise<Moving[]> {
    const { sqs, lambda } = this.cloud.houses.services;
    const now = this.clock.now();
    const counts = (name: string) => sqs.get(name).queue.counts(now);
    const { visible, inFlight, delayed } = counts(this.pipeline.deliveriesQueue);
    const parked = [this.pipeline.failuresQueue, this.pipeline.undeliveredQueue].map(counts);
    const places: Moving[] = [
      { where: this.pipeline.deliveriesQueue, count: visible + inFlight + delayed },
      {
        where: "dead-letter queues, in flight",
        count: parked.reduce((sum, queue) => sum + queue.inFlight + queue.delayed, 0),
      },
      { where: "asynchronous events", count: lambda.waitingEvents },
    ];
    return places.filter(({ count }) => count > 0);
  }

  async throttled(from: number, until: number): Promise<boolean> {
    return this.cloud.feed.facts.some(({ kind, at }) => kind === "InvocationThrottled" && inWindow(at, from, until));
  }

  get facts(): readonly Recorded<CloudFact>[] {
    return this.cloud.feed.facts;
  }
}

export interface SimulationStart {
  readonly seed: number | string;
  /** The seed of the cloud's own chance, where it is to be another than that of the documents. */
  readonly lots?: string;
  /** The run's id: part of every document's key. */
  readonly run: string;
  readonly stack: Synthesis;
  /** The documents that are published, where it is not to be all of them. */
  readonly documents?: Chosen;
  /** Without the SDK in the loop a sweep over seeds takes a fraction of the time. */
  readonly clients?: "sdk" | "plain";
  /** Told of the cloud while it is empty, for whoever wants to hear of everything in it. */
  prepare?(cloud: Cloud): void;
}

interface Parts {
  readonly clock: VirtualClock;
  readonly cloud: Cloud;
  readonly pipeline: EtlPipeline;
  readonly crew: Crew;
}

function inWindow(at: number, from: number, until: number): boolean {
  return at >= from && at < until;
}

/** An error that no AWS service would answer is a bug of ours, and no run may go on over it. */
function fail(error: unknown): void {
  process.nextTick(() => {
    throw error;
  });
}
