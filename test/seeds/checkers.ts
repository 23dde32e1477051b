import { expect } from "chai";
import type { CloudFact } from "../../cloud/cloud.ts";
import type { Recorded } from "../../cloud/kernel/feed.ts";
import type { Ledger } from "../../drivers/ledger.ts";
import type { Simulation } from "../../lab/simulation.ts";

/** What holds in any weather. Each checker looks at a world that has come to rest. */

export interface Ended {
  readonly world: Simulation;
  readonly run: string;
  readonly retries: number;
  /** Parcels that a wire lost. */
  readonly lost: number;
}

export const CHECKERS: Readonly<Record<string, (ended: Ended) => void>> = {
  "loses nothing but what a wire lost, or a queue refused": ({ world, run, lost }) => {
    const { cells } = world.crew.ledger.counts(run);
    const refused = of(world, "DeadLetterFailed").length;
    expect(cells.lost + cells.lostEvidence).to.be.at.most(lost + refused);
  },

  "delivers nothing that was never published": ({ world }) => {
    const published = new Set(of(world, "ObjectCreated").map(({ key }) => key));
    const { ledger } = world.crew;
    expect(ledger.strays()).to.deep.equal({ unreadable: 0, strangers: [] });
    for (const [key, { deliveries }] of fates(ledger)) if (deliveries > 0) expect(published).to.include(key);
  },

  "converts every document that it delivers as it should": ({ world, run }) => {
    const { cells } = world.crew.ledger.counts(run);
    expect([cells.corrupt, cells.poisonAccepted]).to.deep.equal([0, 0]);
  },

  "knows an end for every document": ({ world, run }) => {
    const { planned, accepted, refused, unsent, cells } = world.crew.ledger.counts(run);
    expect(accepted + refused + unsent).to.equal(planned);
    expect(Object.values(cells).reduce((sum, count) => sum + count, 0)).to.equal(accepted);
    const taken = new Set(of(world, "ObjectCreated").map(({ key }) => key));
    for (const [key, { acceptedAt }] of fates(world.crew.ledger)) {
      if (acceptedAt !== undefined) expect(taken).to.include(key);
    }
  },

  "accounts for every message of every queue": ({ world }) => {
    for (const { queue } of world.cloud.houses.services.sqs.queues.all()) {
      const count = (kind: string, property = "queue") =>
        world.facts.filter((fact) => fact.kind === kind && (fact as never)[property] === queue.name).length;
      const { visible, inFlight, delayed } = queue.counts(world.clock.now());
      const came = count("MessageSent") + count("MessageRedriven", "to") + count("MessageMoved", "to");
      const went = count("MessageDeleted") + count("MessageRedriven") + count("MessageMoved") + count("MessageExpired");
      expect(went + visible + inFlight + delayed, queue.name).to.equal(came);
    }
  },

  "ends every run that it starts, once": ({ world }) => {
    const running = new Set<string>();
    for (const fact of world.facts) {
      if (fact.kind !== "InvocationStarted" && fact.kind !== "InvocationEnded") continue;
      const run = `${fact.environment} ${fact.requestId} ${fact.attempt}`;
      if (fact.kind === "InvocationStarted") {
        expect(running, "one run at a time in an environment").to.not.include(run);
        running.add(run);
      } else expect(running.delete(run), `${run} was started`).to.equal(true);
    }
    expect([...running]).to.deep.equal([]);
  },

  "makes at most retries + 1 attempts of an event, in order, all for the same keys": ({ world, retries }) => {
    for (const [requestId, runs] of byRequest(of(world, "InvocationStarted"))) {
      expect(runs.length, requestId).to.be.at.most(retries + 1);
      expect(runs.map(({ attempt }) => attempt)).to.deep.equal(runs.map((_, i) => i + 1));
      expect(new Set(runs.map(({ keys }) => JSON.stringify(keys))).size).to.equal(1);
    }
  },

  "brings every event to one end": ({ world }) => {
    const runs = byRequest(of(world, "InvocationEnded"));
    const given = byRequest([...of(world, "EventDropped"), ...of(world, "EventExpired")]);
    for (const { requestId } of of(world, "EventAccepted")) {
      const successes = (runs.get(requestId) ?? []).filter(({ outcome }) => outcome === "success").length;
      expect(successes + (given.get(requestId) ?? []).length, requestId).to.equal(1);
    }
    expect(world.cloud.houses.services.lambda.waitingEvents).to.equal(0);
  },

  "tells of each given-up event in the dead-letter queue, or that it could not": ({ world }) => {
    const given = of(world, "EventDropped").length + of(world, "EventExpired").length;
    expect(of(world, "EventDeadLettered").length + of(world, "DeadLetterFailed").length).to.equal(given);
  },

  "never goes back in time": ({ world }) => {
    const times = world.facts.map(({ at }) => at);
    expect(times.every((at, i) => i === 0 || at >= times[i - 1]!)).to.equal(true);
  },
};

function of<Kind extends CloudFact["kind"]>({ facts }: Simulation, kind: Kind) {
  return facts.filter((fact) => fact.kind === kind) as Extract<Recorded<CloudFact>, { kind: Kind }>[];
}

function byRequest<F extends { requestId: string }>(facts: readonly F[]): Map<string, F[]> {
  const groups = new Map<string, F[]>();
  for (const fact of facts) groups.set(fact.requestId, [...(groups.get(fact.requestId) ?? []), fact]);
  return groups;
}

/** By input key. */
function fates(ledger: Ledger) {
  return ledger
    .runs()
    .flatMap((run) =>
      ledger.entries(run).map(({ sequence, fate }) => [ledger.documents(run).inputKey(sequence), fate] as const),
    );
}
