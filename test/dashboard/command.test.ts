import { PutDashboardCommand } from "@aws-sdk/client-cloudwatch";
import { expect } from "chai";
import type { Live } from "../../dashboard/data/live.ts";
import { hangUp, liveClients } from "../../lab/live/clients.ts";
import { LocalCloud } from "../../lab/local/local-cloud.ts";
import { ROOT_KEY } from "../../lab/local/root-key.ts";
import { aShell, type Shell } from "../lab/a-shell.ts";

describe("chaoslab dashboard", function () {
  this.timeout(60_000);
  let shell: Shell;
  let local: LocalCloud;

  before(async () => {
    shell = aShell();
    local = await LocalCloud.start({ port: 0, timeScale: 1, onBug: console.error });
    const clients = liveClients("us-east-1", { endpoint: local.endpoint, credentials: ROOT_KEY });
    const widgets = [{ type: "metric", properties: { region: "us-east-1", metrics: [["N", "M"]] } }];
    await clients.cloudwatch.send(
      new PutDashboardCommand({ DashboardName: "theirs", DashboardBody: JSON.stringify({ widgets }) }),
    );
    hangUp(clients);
  });
  after(async () => {
    shell.close();
    await local.stop();
  });

  const env = () => ({
    AWS_ENDPOINT_URL: local.endpoint,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: ROOT_KEY.accessKeyId,
    AWS_SECRET_ACCESS_KEY: ROOT_KEY.secretAccessKey,
  });

  it("serves a dashboard of the cloud it is led to, with its own credentials, until it is told to end", async () => {
    const program = shell.start(["dashboard", "theirs", "--port", "0", "--refresh", "2"], { env: env() });
    await program.says("Ctrl-C ends it");
    const page = /http:\/\/127\.0\.0\.1:\d+\/_lab\/dashboard\//.exec(program.out)![0];
    expect(await (await fetch(page)).text()).to.contain("page.js");
    const live = (await (await fetch(`${page}data`)).json()) as Live;
    expect(live.refresh).to.equal(2000);
    expect(live.snapshot.widgets[0]).to.include({ kind: "series" });
    expect((await fetch(new URL("/elsewhere", page))).status, "nothing else").to.equal(404);
    const fromAPage = await fetch(`${page}data`, { headers: { origin: "http://evil.example" } });
    expect(fromAPage.status, "pages of others").to.equal(404);
    program.child.kill("SIGTERM");
    expect((await program.ended).code).to.equal(143);
  });

  it("is served by chaoslab up itself, while nothing is deployed too", async () => {
    const program = shell.start(["up", "--port", "0", "--no-deploy"]);
    await program.says("# the dashboard: ");
    const page = /# the dashboard: (\S+)/.exec(program.out)![1]!;
    expect(await (await fetch(page)).text()).to.contain("page.js");
    // Another cloud that this checkout knows may have had one.
    expect(await (await fetch(`${page}data`)).text()).to.match(
      /^(There is no dashboard yet|Dashboard \S+ does not exist)/,
    );
    program.child.kill("SIGTERM");
    await program.ended;
  });

  it("says what is wrong with a port, and with a refresh", async () => {
    const taken = await shell.start(["dashboard", "theirs", "--port", String(local.port)], { env: env() }).ended;
    expect(taken.err).to.contain(`LAB_PORT_TAKEN: Port ${local.port} is taken.`);
    const hasty = await shell.start(["dashboard", "--refresh", "0"], { env: env() }).ended;
    expect([taken.code, hasty.code]).to.deep.equal([64, 64]);
    expect(hasty.err).to.contain("refresh");
  });
});
