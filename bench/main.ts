/**
 * `npm run bench`: how fast the lab is, as a table of medians beside what they must be. It is no test: a busy machine
 * makes every figure worse, and only the ratios forgive it. Name parts to run only those: wire simulation convert http
 * start dashboard.
 */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

const { isMet } = await import("./row.ts");
type Row = import("./row.ts").Row;

const BENCHES: Record<string, () => Promise<Row[]>> = {
  wire: async () => (await import("./wire.ts")).benchWire(),
  simulation: async () => (await import("./simulation.ts")).benchSimulation(),
  convert: async () => (await import("./convert.ts")).benchConvert(),
  http: async () => (await import("./http.ts")).benchHttp(),
  start: async () => (await import("./start.ts")).benchStart(),
  dashboard: async () => (await import("./dashboard.ts")).benchDashboard(),
};

const named = process.argv.slice(2);
const unknown = named.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(", ")}. Choose from: ${Object.keys(BENCHES).join(", ")}`);
  process.exit(64);
}

for (const name of named.length > 0 ? named : Object.keys(BENCHES)) {
  for (const row of await BENCHES[name]!()) console.log(lineOf(row));
}

function lineOf(row: Row): string {
  const { name, figure, unit, must, better = "less", beside } = row;
  const amount = figure.toFixed(figure < 10 ? 2 : figure < 100 ? 1 : 0);
  const bound = `${better === "less" ? "<=" : ">="} ${must}`;
  return `${isMet(row) ? "  " : "! "}${name.padEnd(58)} ${amount.padStart(8)} ${unit.padEnd(12)} must ${bound}${beside ? `   (${beside})` : ""}`;
}
