import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { Cloud } from "../../cloud/cloud.ts";
import { HttpDoor, type LabHandler } from "../../cloud/gateway/http-door.ts";
import { Activity } from "../../cloud/kernel/activity.ts";
import { WallClock } from "../../cloud/kernel/clock.ts";
import { LabError } from "../../cloud/kernel/errors.ts";
import { Random } from "../../cloud/kernel/random.ts";
import { ScaledClock } from "../../cloud/kernel/scaled-clock.ts";
import { ProcessRuntime } from "../../cloud/lambda/runtime/process/process-runtime.ts";
import { deletionsIn } from "../deletions.ts";
import { FaultBoard } from "../faults/board.ts";
import { faultsHandler } from "../faults/room.ts";
import { ROOT_KEY } from "./root-key.ts";

/**
 * The embedded AWS on the wall clock, for programs nobody here wrote: behind a door of HTTP, its functions in
 * processes of their own, answering as fast as the machine can.
 */
export class LocalCloud {
  readonly cloud: Cloud;
  readonly port: number;
  /** On its links and at its doors. */
  readonly faults: FaultBoard;
  readonly #door: HttpDoor;
  readonly #runtime: ProcessRuntime;
  readonly #clock: WallClock;

  private constructor({ cloud, port, door, runtime, clock, faults }: Parts) {
    this.faults = faults;
    this.cloud = cloud;
    this.port = port;
    this.#door = door;
    this.#runtime = runtime;
    this.#clock = clock;
  }

  /**
   * @throws LabError LAB_PORT_TAKEN
   */
  static async start({ port, timeScale, onBug }: LocalStart): Promise<LocalCloud> {
    const clock = new WallClock();
    const random = Random.fromSeed(randomUUID());
    let runtime: ProcessRuntime | undefined;
    let endpoint = "";
    const cloud = new Cloud({
      clock,
      random,
      activity: new Activity(),
      latencyScale: 0,
      history: HISTORY,
      ...(timeScale !== 1 && { eventClock: new ScaledClock(clock, timeScale) }),
      runtime: (iam) => {
        const credentialsFor = ({ roleArn, sessionName }: { roleArn: string; sessionName: string }) => {
          const role = iam.roles.find(roleArn);
          return role && iam.openSession(role, sessionName, SESSION_SECONDS);
        };
        runtime = new ProcessRuntime({ clock, random, endpoint: () => endpoint, credentialsFor });
        return runtime;
      },
      onBug,
    });
    const { iam } = cloud.houses.services;
    const wiring = {
      gateway: cloud.gateway,
      credentials: iam.credentials,
      rootCredentials: ROOT_KEY,
      clock,
      place: cloud.place,
    };
    const door = new HttpDoor({ ...wiring, onBug });
    door.open("status", (_request, response) => answer(response, statusOf(cloud, timeScale)));
    door.open("deletions", ({ url }, response) => {
      const { searchParams } = new URL(url!, "http://localhost");
      const [queue, since] = [searchParams.get("queue") ?? "", Number(searchParams.get("since") ?? 0)];
      answer(response, deletionsIn(cloud.feed.facts, queue, since));
    });
    const faults = new FaultBoard(clock, cloud);
    door.open("faults", faultsHandler(cloud, faults, clock));
    const taken = await door.listen(port).catch((error) => {
      throw error.code === "EADDRINUSE" ? portTaken(port) : error;
    });
    endpoint = `http://127.0.0.1:${taken.port}`;
    return new LocalCloud({ cloud, port: taken.port, door, runtime: runtime!, clock, faults });
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Lets `handler` answer at `/_lab/NAME` and below. */
  open(name: string, handler: LabHandler): void {
    this.#door.open(name, handler);
  }

  /** Ends everything: no connection, process, timer or file of it is left. */
  async stop(): Promise<void> {
    await this.#door.close();
    await this.#runtime.stop();
    this.cloud.stop();
    this.#clock.stop();
  }
}

export interface LocalStart {
  /** 0 chooses a free one. */
  readonly port: number;
  /**
   * What share of AWS's waits of minutes is waited here: retries and age of asynchronous events, periods of alarms,
   * readings of gauges. GetMetricData and GetMetricStatistics keep the periods they are asked for, timeouts and
   * visibility their seconds.
   */
  readonly timeScale: number;
  onBug(error: unknown): void;
}

interface Parts {
  readonly cloud: Cloud;
  readonly port: number;
  readonly door: HttpDoor;
  readonly runtime: ProcessRuntime;
  readonly clock: WallClock;
  readonly faults: FaultBoard;
}

/** What `/_lab/status` says. */
export type Status = ReturnType<typeof statusOf>;

function statusOf({ houses }: Cloud, timeScale: number) {
  const { waitingEvents, waitingSince } = houses.services.lambda;
  return { chaoslab: true, pid: process.pid, timeScale, waitingEvents, waitingSince };
}

/** Facts that a served cloud remembers: some hours of a busy pipeline. */
const HISTORY = 1_000_000;

/** Lambda's own credentials last twelve hours, which is longer than any environment. */
const SESSION_SECONDS = 43_200;

function portTaken(port: number): LabError {
  return new LabError(
    "LAB_PORT_TAKEN",
    `Port ${port} is taken: by another cloud of this lab, or by LocalStack, whose port is 4566 too.`,
    `npx chaoslab up --port ${port + 1}, or end the other one: npx chaoslab down --port ${port}`,
  );
}

function answer(response: ServerResponse, content: object): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(content));
}
