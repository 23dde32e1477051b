import type { CloudWatchFact } from "./cloudwatch/facts.ts";
import { cloudwatchHouse } from "./cloudwatch/house.ts";
import { CloudWatchService } from "./cloudwatch/service.ts";
import { type CallerPrincipal, rootOf } from "./gateway/caller.ts";
import { type Clients, clientsFor } from "./gateway/clients.ts";
import { Gateway } from "./gateway/gateway.ts";
import { plainClientsFor } from "./gateway/plain-clients.ts";
import type { Gate } from "./gateway/sdk-door.ts";
import { assumableRoles } from "./iam/assumable.ts";
import type { IamFact } from "./iam/facts.ts";
import { Guard } from "./iam/guard.ts";
import { iamHouse } from "./iam/house.ts";
import { parsePolicy } from "./iam/policy.ts";
import { IamService } from "./iam/service.ts";
import { alarmActions } from "./joints/alarms.ts";
import { Authority } from "./joints/authority.ts";
import { lambdaPorts } from "./joints/lambda.ts";
import { logsPorts } from "./joints/logs.ts";
import { feedMetrics } from "./joints/metrics.ts";
import { s3Destinations } from "./joints/s3.ts";
import { snsPorts } from "./joints/sns.ts";
import type { Activity } from "./kernel/activity.ts";
import type { Clock } from "./kernel/clock.ts";
import { DoorFaults } from "./kernel/faults.ts";
import { Feed } from "./kernel/feed.ts";
import type { House, Place } from "./kernel/house.ts";
import type { Random } from "./kernel/random.ts";
import type { ScaledClock } from "./kernel/scaled-clock.ts";
import type { LambdaFact } from "./lambda/facts.ts";
import { lambdaHouse } from "./lambda/house.ts";
import type { Runtime } from "./lambda/runtime/runtime.ts";
import { SimulatedRuntime } from "./lambda/runtime/simulated.ts";
import { LambdaService } from "./lambda/service.ts";
import { type Links, linksOf } from "./links.ts";
import type { LogsFact } from "./logs/facts.ts";
import { logsHouse } from "./logs/house.ts";
import { LogsService } from "./logs/service.ts";
import type { S3Fact } from "./s3/facts.ts";
import { s3House } from "./s3/house.ts";
import { S3Service } from "./s3/service.ts";
import type { SnsFact } from "./sns/facts.ts";
import { snsHouse } from "./sns/house.ts";
import { SnsService } from "./sns/service.ts";
import type { SqsFact } from "./sqs/facts.ts";
import { sqsHouse } from "./sqs/house.ts";
import { SqsService } from "./sqs/service.ts";
import type { SsmFact } from "./ssm/facts.ts";
import { ssmHouse } from "./ssm/house.ts";
import { SsmService } from "./ssm/service.ts";
import type { StsFact } from "./sts/facts.ts";
import { stsHouse } from "./sts/house.ts";
import { StsService } from "./sts/service.ts";

/**
 * An AWS account on this machine: the services, joined by links, behind one gateway.
 *
 *     clients -> gateway -> houses -> feed -> metrics
 *                             `-links, guarded-> houses
 */
export class Cloud {
  readonly place: Place;
  readonly feed: Feed<CloudFact>;
  readonly houses: Houses;
  readonly links: Links;
  readonly faults: DoorFaults;
  readonly gateway: Gateway;
  readonly #wiring: CloudWiring;
  readonly #endReadings: () => void;
  /** How many sets of clients were made, so that each has retries of its own. */
  #staff = 0;

  constructor(wiring: CloudWiring) {
    const { clock, random } = wiring;
    this.#wiring = wiring;
    this.place = wiring.place ?? DEFAULT_PLACE;
    this.feed = new Feed<CloudFact>(clock, wiring.history);
    this.links = linksOf(clock, random);
    this.faults = new DoorFaults(random.fork("door faults"));
    this.houses = {} as Houses;
    const iam = new IamService({ ...this.#common(), feed: this.#feedOf<IamFact>() });
    const guard = new Guard(iam);
    Object.assign(this.houses, this.#build(iam, new Authority(guard, iam, this.place)));
    const houses = HOUSE_NAMES.map((name) => this.houses[name]);
    this.gateway = new Gateway({ ...wiring, houses, guard, faults: this.faults });
    this.#endReadings = feedMetrics(this.houses, this.feed, wiring.eventClock ?? clock);
  }

  /** Clients in this process, for whoever is named; the account's root if nobody is. */
  clients(principal: CallerPrincipal = rootOf(this.place.accountId), { gate }: { gate?: Gate } = {}): Clients {
    const { clock, activity, random } = this.#wiring;
    const caller = { principal, sourceIp: "127.0.0.1", endpoint: "https://amazonaws.com", secure: true };
    const stream = random.fork("clients").fork(`${principal.arn} ${this.#staff++}`);
    const common = { clock, random: stream, region: this.place.region, ...(gate && { gate }) };
    if (this.#wiring.clients === "plain") return plainClientsFor(caller, { ...common, counter: this.gateway.counter });
    return clientsFor(caller, { ...common, gateway: this.gateway, activity });
  }

  /** Ends what would go on by itself; on a wall clock it would keep the process alive. */
  stop(): void {
    this.houses.services.cloudwatch.stop();
    this.houses.services.lambda.eventSources.stop();
    this.#endReadings();
  }

  #build(iam: IamService, authority: Authority): Houses {
    const { houses, links } = this;
    const common = this.#common();
    const services: Services = {
      iam,
      s3: new S3Service({
        ...common,
        feed: this.#feedOf<S3Fact>(),
        destinations: s3Destinations(houses, links, authority),
      }),
      sqs: new SqsService({ ...common, feed: this.#feedOf<SqsFact>(), isPolicy }),
      sns: new SnsService({ ...common, feed: this.#feedOf<SnsFact>(), ports: snsPorts(houses, links, authority) }),
      lambda: new LambdaService({
        ...common,
        feed: this.#feedOf<LambdaFact>(),
        ports: lambdaPorts(houses, links, authority),
        ...(this.#wiring.eventClock && { eventClock: this.#wiring.eventClock }),
        runtime: this.#wiring.runtime?.(iam) ?? this.#simulatedRuntime(iam),
      }),
      cloudwatch: new CloudWatchService({
        ...common,
        feed: this.#feedOf<CloudWatchFact>(),
        ...(this.#wiring.eventClock && { alarmClock: this.#wiring.eventClock }),
        actions: alarmActions(houses, links, authority),
      }),
      logs: new LogsService({ ...common, feed: this.#feedOf<LogsFact>(), ports: logsPorts(houses, links, authority) }),
      ssm: new SsmService({ ...common, feed: this.#feedOf<SsmFact>() }),
      sts: new StsService({ roles: assumableRoles(iam), feed: this.#feedOf<StsFact>() }),
    };
    return {
      place: this.place,
      services,
      s3: s3House(services.s3),
      sqs: sqsHouse(services.sqs),
      sns: snsHouse(services.sns),
      lambda: lambdaHouse(services.lambda),
      cloudwatch: cloudwatchHouse(services.cloudwatch),
      logs: logsHouse(services.logs),
      ssm: ssmHouse(services.ssm),
      iam: iamHouse(services.iam),
      sts: stsHouse(services.sts),
    };
  }

  /** Functions run in this process, each environment with clients of its own role. */
  #simulatedRuntime(iam: IamService): Runtime {
    return new SimulatedRuntime({
      clock: this.#wiring.clock,
      clientsFor: ({ roleArn, sessionName }, gate) => {
        const role = iam.roles.find(roleArn);
        if (!role) throw new Error(`there is no role ${roleArn} for a function to run as`);
        return this.clients(iam.sessionPrincipal(role, sessionName), { gate });
      },
    });
  }

  #common() {
    const { clock, random } = this.#wiring;
    return { clock, random, place: this.place };
  }

  /** The one feed, as a house sees it: it records its own facts and no others. */
  #feedOf<F extends CloudFact>(): Feed<F> {
    return this.feed as unknown as Feed<F>;
  }
}

/** Whether IAM could read a resource policy; one that it cannot would refuse every later request. */
function isPolicy(document: string): boolean {
  try {
    parsePolicy(document, "resource");
    return true;
  } catch {
    return false;
  }
}

export interface CloudWiring {
  readonly clock: Clock;
  readonly activity: Activity;
  readonly random: Random;
  readonly place?: Place;
  /** How functions run; in this process, on the lab's time, if nothing is said. IAM knows whose rights they have. */
  readonly runtime?: (iam: IamService) => Runtime;
  /**
   * In whose time AWS's waits of minutes pass: retries and age of asynchronous events, periods of alarms, readings of
   * gauges. The cloud's own if nothing is said.
   */
  readonly eventClock?: ScaledClock;
  readonly latencyScale?: number;
  /** How many facts are remembered, for a cloud that goes on for days; all of them if nothing is said. */
  readonly history?: number;
  /** `sdk` (default): AWS's own clients. `plain`: the same commands without the SDK, for sweeps over many seeds. */
  readonly clients?: "sdk" | "plain";
  onBug(error: unknown): void;
}

/** An account number out of AWS's documentation: nobody's. */
const DEFAULT_PLACE: Place = { accountId: "111122223333", region: "us-east-1" };

const HOUSE_NAMES = ["s3", "sqs", "sns", "lambda", "cloudwatch", "logs", "ssm", "iam", "sts"] as const;

export type Houses = Readonly<Record<(typeof HOUSE_NAMES)[number], House>> & {
  readonly place: Place;
  readonly services: Services;
};

export interface Services {
  readonly s3: S3Service;
  readonly sqs: SqsService;
  readonly sns: SnsService;
  readonly lambda: LambdaService;
  readonly cloudwatch: CloudWatchService;
  readonly logs: LogsService;
  readonly ssm: SsmService;
  readonly iam: IamService;
  readonly sts: StsService;
}

/** Everything that can happen in this cloud. */
export type CloudFact =
  | S3Fact
  | SqsFact
  | SnsFact
  | LambdaFact
  | CloudWatchFact
  | LogsFact
  | SsmFact
  | IamFact
  | StsFact;
