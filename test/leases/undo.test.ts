import { readFileSync } from "node:fs";
import {
  DeleteFunctionConcurrencyCommand,
  GetFunctionConcurrencyCommand,
  PutFunctionConcurrencyCommand,
} from "@aws-sdk/client-lambda";
import { CreateQueueCommand, DeleteQueueCommand } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { Custody } from "../../chaos/custody.ts";
import type { ActionProvider } from "../../chaos/experiment.ts";
import { iam, lambda, sqs } from "../../chaos/vocabulary.ts";
import type { World } from "../../chaos/world.ts";
import { LeaseJournal } from "../../lab/leases/journal.ts";
import { recordAt } from "../../lab/leases/records.ts";
import { checkSite, siteOf } from "../../lab/leases/site.ts";
import { undo } from "../../lab/leases/undoing.ts";
import { hangUp, liveClients } from "../../lab/live/clients.ts";
import { wallClock } from "../../lab/wall-clock.ts";
import { BITE } from "../chaos/a-bite.ts";
import { type ADeployment, aDeployment, configurationOf } from "./a-deployment.ts";

const FUNCTION = "transform-lab";

describe("an undo", function () {
  this.timeout(120_000);
  let deployment: ADeployment;
  let untouched: unknown;
  let runs = 0;
  before(async () => {
    deployment = await aDeployment();
    untouched = await configurationOf(deployment);
  });
  after(() => deployment.close());

  /** Leases that a run took and did not give back: the path of its journal. The run is this process, and says it is through. */
  async function leftBehind(...providers: ActionProvider[]): Promise<string> {
    const { clients, folder, pipeline } = deployment;
    const book = LeaseJournal.begin(`run-${++runs}`, siteOf(pipeline), folder);
    const world = { aws: clients, clock: wallClock, book } as Partial<World>;
    const custody = new Custody(world as World, 7, new AbortController().signal);
    // The last minute of an experiment that ended long ago.
    for (const provider of providers) await custody.take("act", provider.lease!, Date.now() - 60_000);
    const told = process.listeners("exit");
    book.close();
    process.off("exit", told.at(-1)!);
    return book.path;
  }

  const outcomes = async (path: string) => (await undo(path, deployment.clients)).map(({ restoration }) => restoration);
  const checkClosed = async (path: string) => {
    expect(recordAt(path)!.open).to.deep.equal([]);
    expect(await outcomes(path)).to.deep.equal([]);
    const lines = readFileSync(path, "utf8").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).kind)).to.include.members(["intent", "in force", "restoring", "ended"]);
  };
  const reserve = (ReservedConcurrentExecutions: number) =>
    deployment.clients.lambda.send(
      new PutFunctionConcurrencyCommand({ FunctionName: FUNCTION, ReservedConcurrentExecutions }),
    );

  it("removes the statements of a policy whose time is over, and those of a queue", async () => {
    const { pipeline } = deployment;
    const queue = { url: pipeline.deliveriesQueueUrl, arn: pipeline.deliveriesQueueArn };
    const path = await leftBehind(
      iam.deny(pipeline.transformRole, { actions: ["s3:PutObject"], resources: ["*"] }, BITE),
      sqs.refuse(queue, "sns.amazonaws.com", BITE),
    );
    expect(await configurationOf(deployment)).to.not.deep.equal(untouched);
    expect(await outcomes(path)).to.deep.equal([{ outcome: "restored" }, { outcome: "restored" }]);
    expect(await configurationOf(deployment)).to.deep.equal(untouched);
    await checkClosed(path);
  });

  it("is harmless when two do it at once", async () => {
    const path = await leftBehind(
      lambda.limitConcurrency(FUNCTION, 5),
      lambda.limitConcurrency(FUNCTION, 0),
      lambda.inject(deployment.pipeline.transformFaults, { timeout: { probability: 1 } }),
    );
    const both = await Promise.all([outcomes(path), outcomes(path), outcomes(path)]);
    for (const one of both) expect(one).to.deep.equal(Array(3).fill({ outcome: "restored" }));
    expect(await configurationOf(deployment)).to.deep.equal(untouched);
    await checkClosed(path);
  });

  it("leaves alone what somebody has set meanwhile, and says what", async () => {
    const path = await leftBehind(lambda.limitConcurrency(FUNCTION, 0));
    await reserve(7);
    expect(await outcomes(path)).to.deep.equal([{ outcome: "drifted", found: 7 }]);
    const { clients } = deployment;
    const asked = new GetFunctionConcurrencyCommand({ FunctionName: FUNCTION });
    expect(await clients.lambda.send(asked)).to.include({ ReservedConcurrentExecutions: 7 });
    await checkClosed(path);
    const again = await leftBehind(lambda.limitConcurrency(FUNCTION, 0));
    expect(await outcomes(again)).to.deep.equal([{ outcome: "restored" }]);
    expect(await clients.lambda.send(asked)).to.include({ ReservedConcurrentExecutions: 7 });
    await clients.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: FUNCTION }));
  });

  it("closes leases on what is gone", async () => {
    const { clients } = deployment;
    const { QueueUrl } = await clients.sqs.send(new CreateQueueCommand({ QueueName: "short-lived" }));
    const path = await leftBehind(sqs.setAttribute(QueueUrl!, "VisibilityTimeout", "1", BITE));
    await clients.sqs.send(new DeleteQueueCommand({ QueueUrl }));
    expect(await outcomes(path)).to.deep.equal([{ outcome: "gone" }]);
    await checkClosed(path);
  });

  it("says what it could not give back, and leaves that open for the next one", async () => {
    const { clients } = deployment;
    const path = await leftBehind(lambda.limitConcurrency(FUNCTION, 3));
    const refusing = {
      ...clients,
      lambda: {
        send: async (command: { constructor: { name: string } }, options: object) => {
          if (/^(Put|Delete)/.test(command.constructor.name))
            throw Object.assign(new Error("AccessDenied"), { $metadata: { httpStatusCode: 403 } });
          return await clients.lambda.send(command as never, options);
        },
      },
    };
    const undone = await undo(path, refusing as never);
    const reason = `reserved concurrency of ${FUNCTION}: AccessDenied`;
    expect(undone.map(({ restoration }) => restoration)).to.deep.equal([{ outcome: "failed", reason }]);
    expect(recordAt(path)!.open.map(({ state, reason }) => [state, reason])).to.deep.equal([["failed", reason]]);
    expect(await outcomes(path)).to.deep.equal([{ outcome: "restored" }]);
  });

  it("says so when a later version wrote down what this one does not know", async () => {
    const path = await leftBehind(lambda.limitConcurrency(FUNCTION, 3));
    const book = LeaseJournal.resume(path);
    const { open } = recordAt(path)!;
    book.write({ ...open[0]!, kind: "intent", number: 2, address: { kind: "lambda.new" } } as never);
    book.release();
    expect(await outcomes(path)).to.deep.equal([
      { outcome: "restored" },
      { outcome: "failed", reason: "this version knows no setting of the kind lambda.new; it was null" },
    ]);
    expect(recordAt(path)!.open.map(({ number }) => number)).to.deep.equal([2]);
    LeaseJournal.resume(path).write({ kind: "ended", number: 2, at: 0, restoration: { outcome: "gone" } });
  });

  describe("goes to its run's cloud and no other:", () => {
    const failure = (work: Promise<unknown>) =>
      work.then(
        () => undefined,
        ({ code, message, next }) => ({ code, message, next }),
      );
    const here = () => siteOf(deployment.pipeline, deployment.local.endpoint);

    it("the one that this shell leads to", async () => {
      const { clients, local } = deployment;
      expect(await failure(checkSite(here(), clients, local.endpoint))).to.equal(undefined);
      const named = local.endpoint.replace("127.0.0.1", "localhost");
      expect(await failure(checkSite(here(), clients, `${named}/`))).to.equal(undefined);
    });

    it("not to AWS with what happened here, nor here with what happened on AWS", async () => {
      const { clients, local, pipeline } = deployment;
      const away = await failure(checkSite(here(), clients, ""));
      expect(away).to.include({ code: "LAB_WRONG_CLOUD", next: `eval "$(npx chaoslab env --port ${local.port})"` });
      expect(away!.message).to.match(/this shell leads to AWS itself\.$/);
      const onAws = siteOf(pipeline, "");
      expect(await failure(checkSite(onAws, clients, local.endpoint))).to.include({
        code: "LAB_WRONG_CLOUD",
        next: "unset AWS_ENDPOINT_URL",
      });
    });

    it("not with the credentials of another account", async () => {
      const { clients, local } = deployment;
      const site = { ...here(), accountId: "999988887777" };
      const { code, next } = (await failure(checkSite(site, clients, local.endpoint)))!;
      expect([code, next]).to.deep.equal(["LAB_WRONG_CLOUD", "Use credentials for account 999988887777."]);
    });

    it("not with credentials that nobody knows", async () => {
      const { local } = deployment;
      const credentials = { accessKeyId: "AKIAIOSFODNN7NOBODY0", secretAccessKey: "x" };
      const strange = liveClients("us-east-1", { endpoint: local.endpoint, credentials });
      const { code, message } = (await failure(checkSite(here(), strange, local.endpoint)))!;
      hangUp(strange);
      expect(code, message).to.equal("LAB_NO_CREDENTIALS");
    });

    it("and says so when nothing answers there", async () => {
      const endpoint = "http://127.0.0.1:9";
      const credentials = { accessKeyId: "a", secretAccessKey: "b" };
      const nowhere = liveClients("us-east-1", { endpoint, credentials });
      const { code, message } = (await failure(checkSite(siteOf(deployment.pipeline, endpoint), nowhere, endpoint)))!;
      hangUp(nowhere);
      expect(code).to.equal("LAB_CLOUD_UNREACHABLE");
      expect(message).to.match(/at http:\/\/127\.0\.0\.1:9 does not answer: .*ECONNREFUSED/);
    });
  });
});
