import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import type { Live } from "../../dashboard/data/live.ts";
import { dashboardHandler } from "../../dashboard/server/handler.ts";
import { buildPage } from "../../dashboard/server/page.ts";
import { ASource } from "./a-source.ts";

const BODY = { start: "-PT1H", widgets: [{ type: "metric", properties: { metrics: [["N", "M"]] } }] };

describe("the dashboard's page and endpoints", () => {
  let server: Server;
  let source: ASource;
  let now = 1_000_000_000;
  const at = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/_lab/dashboard`;
  const ask = async (what: string, init?: RequestInit) =>
    await fetch(`${at()}${what}`, { redirect: "manual", ...init });

  beforeEach(async () => {
    source = new ASource({ first: BODY, second: { widgets: [] }, broken: { widgets: 3 } });
    const faults = async () => [{ name: "latency", from: 5 }];
    const handler = dashboardHandler({ source, refresh: 1000, now: () => now, faults });
    server = createServer((request, response) => void handler(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it("is one page whose script, with uPlot, stays below 80 kB packed", async () => {
    const { script, style, html } = await buildPage();
    expect(gzipSync(script).length).to.be.below(80_000);
    expect(gzipSync(style).length).to.be.below(10_000);
    expect(html + script.replace(/"http:\/\/www\.w3\.org\/2000\/svg"/g, "")).to.not.match(/(?:src|href)="https?:/);
  });

  it("may run its own script and ask its own server, and nothing else", async () => {
    const page = await ask("/");
    const policy = page.headers.get("content-security-policy")!;
    expect(policy).to.contain("default-src 'none'").and.contain("script-src 'self'").and.contain("connect-src 'self'");
    expect(policy).to.not.contain("unsafe");
    expect(await page.text()).to.contain("page.js");
    for (const [what, type] of [
      ["/page.js", "text/javascript"],
      ["/page.css", "text/css"],
      ["/icon.svg", "image/svg"],
    ] as const) {
      expect((await ask(what)).headers.get("content-type"), what).to.contain(type);
    }
  });

  it("leads from its name to its page, or its addresses would be others", async () => {
    const answer = await ask("");
    expect([answer.status, answer.headers.get("location")]).to.deep.equal([308, "/_lab/dashboard/"]);
  });

  it("answers with data, faults, and how often to ask", async () => {
    const live = (await (await ask("/data")).json()) as Live;
    expect(live).to.deep.include({ name: "first", refresh: 1000, faults: [{ name: "latency", from: 5 }] });
    expect(live.snapshot.range).to.deep.equal({ from: now - 3_600_000, to: now });
    expect(live.snapshot.widgets[0]).to.have.property("kind", "series");
    expect(live).to.not.have.property("story");
  });

  it("lets a page choose dashboard, time and period, and nothing that no dashboard shows", async () => {
    await ask("/data?name=first&start=-PT15M&period=60&metric=secret");
    expect(source.asked[0]!.range).to.deep.equal({ from: now - 900_000, to: now });
    expect(
      source.asked[0]!.queries.map(({ MetricStat }) => [MetricStat!.Metric!.MetricName, MetricStat!.Period]),
    ).to.deep.equal([["M", 60]]);
    expect(await (await ask("/dashboards")).json()).to.deep.equal({
      names: ["first", "second", "broken"],
      name: "first",
    });
  });

  it("asks CloudWatch once for all pages that look at the same in one turn", async () => {
    await Promise.all([ask("/data"), ask("/data"), ask("/data")]);
    expect([source.asked.length, source.looks]).to.deep.equal([1, 1]);
    now += 1000;
    await ask("/data");
    expect([source.asked.length, source.looks], "the body lasts longer").to.deep.equal([2, 1]);
  });

  it("says in words why there is no answer, and asks anew the next time", async () => {
    const gone = await ask("/data?name=gone");
    expect([gone.status, await gone.text()]).to.deep.equal([502, "Dashboard gone does not exist"]);
    source.bodies.gone = BODY;
    expect((await ask("/data?name=gone")).status).to.equal(200);
    const broken = await ask("/data?name=broken");
    expect([broken.status, await broken.text()]).to.deep.equal([
      422,
      "The dashboard's body is no JSON object with an array widgets.",
    ]);
  });

  it("waits for a dashboard that is not there yet", async () => {
    for (const name of Object.keys(source.bodies)) delete source.bodies[name];
    expect(await (await ask("/data")).text()).to.match(/^There is no dashboard yet/);
    source.bodies.late = BODY;
    expect(await (await ask("/data")).json()).to.include({ name: "late" });
  });

  it("is only read, and only by its own page", async () => {
    expect((await ask("/data", { method: "POST" })).status).to.equal(405);
    expect((await ask("/nothing")).status).to.equal(404);
    // What a browser says of a page elsewhere that asks; fetch of Node sends it as it is told.
    const statusFrom = async (site: string, what: string) =>
      (await ask(what, { headers: { "sec-fetch-site": site } })).status;
    expect(await statusFrom("cross-site", "/data")).to.equal(403);
    expect(await statusFrom("same-site", "/body")).to.equal(403);
    expect(await statusFrom("same-origin", "/data")).to.equal(200);
    expect(await statusFrom("cross-site", "/"), "a link from elsewhere").to.equal(200);
    expect(source.asked).to.have.length(1);
  });
});
