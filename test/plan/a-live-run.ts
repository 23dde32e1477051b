/**
 * A live run on a virtual clock: the gates, the drivers and the evidence of `--target aws`, in an embedded AWS whose
 * minutes pass in milliseconds, as a user who may do what a policy says and nothing else.
 */
import { AttachUserPolicyCommand, CreatePolicyCommand, CreateUserCommand } from "@aws-sdk/client-iam";
import type { Experiment } from "../../chaos/experiment.ts";
import type { Journal } from "../../chaos/journal.ts";
import type { Json } from "../../chaos/lease.ts";
import { run } from "../../chaos/run.ts";
import { Crew } from "../../lab/crew.ts";
import type { LiveClients } from "../../lab/live/clients.ts";
import { timesOf } from "../../lab/live/deployment.ts";
import { foreignConsumers, OwnMessages } from "../../lab/live/foreign-consumers.ts";
import { checkAws, checkConcurrency } from "../../lab/live/target.ts";
import { LiveWorld } from "../../lab/live/world.ts";
import type { Policy } from "../../lab/plan/policy.ts";
import type { Simulation } from "../../lab/simulation.ts";

/** Clients of a new user with this policy. */
export async function clientsWith({ cloud }: Simulation, policy: Policy, UserName: string): Promise<LiveClients> {
  const { iam } = cloud.clients();
  const PolicyDocument = JSON.stringify(policy);
  const { Policy: made } = await iam.send(new CreatePolicyCommand({ PolicyName: UserName, PolicyDocument }));
  await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: made!.Arn! }));
  const service = cloud.houses.services.iam;
  return cloud.clients(service.userPrincipal(service.users.get(UserName)));
}

/** As `chaoslab run --target aws` does it, from its first gate on. */
export async function liveRun(world: Simulation, clients: LiveClients, experiment: Experiment): Promise<Journal> {
  const { clock, pipeline } = world;
  const { accountId, region } = pipeline;
  await checkAws(clients, pipeline, { source: "a test", entries: [`${accountId}/${region}`] });
  const times = await timesOf(clients, pipeline);
  await checkConcurrency(clients, { ...experiment.load, timeout: times.timeout });
  const own = new OwnMessages();
  const watch = { clients, queue: pipeline.deliveriesQueue, since: clock.now(), own, clock };
  const crew = new Crew({
    ...{ clock, pipeline, seed: 1, run: `live-${clock.now()}` },
    clients: { publisher: clients, subscriber: clients, observer: clients },
    foreignConsumers: () => foreignConsumers(watch),
    tell: (line) => own.read([line]),
  });
  const journal = await run(experiment, {
    ...{ id: "live", name: "live", target: "aws", seed: 1, options: {}, replay: "", pipeline: times },
    world: new LiveWorld({ aws: clients, pipeline, crew, clock, book: { write: () => {} } }),
    signal: new AbortController().signal,
    progress: () => {},
  });
  await crew.dismiss();
  return journal;
}

/** What the settings are that an experiment changes, asked by somebody who may ask. */
export async function settingsOf(world: Simulation, { method }: Experiment): Promise<Record<string, Json>> {
  const settings: Record<string, Json> = {};
  for (const { provider } of method) {
    if (provider.lease) settings[provider.lease.resource] = await provider.lease.observe(world.aws);
  }
  return settings;
}
