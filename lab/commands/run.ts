import { loudest } from "../../chaos/verdict/exit-codes.ts";
import type { ExitCode } from "../../chaos/verdict/verdict.ts";
import { load } from "../catalogue.ts";
import { EXIT } from "../exit.ts";
import { Interruption } from "../interruption.ts";
import type { Order } from "../judged-run.ts";
import { checkSimulated } from "../needs.ts";
import { paperPipeline } from "../paper-pipeline.ts";
import { type RawRequest, requestOf, type Wishes, wishesOf } from "../request.ts";
import { checkWritable, RUNS } from "../run-folder.ts";
import { Screen } from "../screen.ts";

export interface RunOptions extends RawRequest {
  readonly out?: string | undefined;
  readonly json: boolean;
  readonly strict: boolean;
  readonly target: "sim" | "local" | "aws";
  readonly load?: "own" | "drivers" | undefined;
}

/** `chaoslab run`: one experiment after the other, each judged; the exit code is the loudest. */
export async function run(experiments: readonly string[], options: RunOptions): Promise<ExitCode> {
  const screen = new Screen(options);
  const { out = RUNS, strict, target } = options;
  // Everything that can be wrong with the words is found before the first run begins, and before a cloud is loaded.
  const wishes = wishesOf(options);
  const orders: Order[] = [];
  for (const experiment of experiments) orders.push(await orderOf(experiment, wishes, target));
  checkWritable(out);
  const { judgedRun } = await import("../judged-run.ts");
  const interruption = new Interruption((line) => screen.note(line));
  const codes: ExitCode[] = [];
  for (const order of orders) {
    // Nothing runs over what an earlier run could not give back.
    if (interruption.code || codes.includes(EXIT.restoreFailed)) screen.note(`not started: ${order.entry.name}`);
    else codes.push(await judgedRun(order, { screen, interruption, out, strict, target, load: options.load }));
  }
  interruption.close();
  return loudest(codes);
}

async function orderOf(experiment: string, wishes: Wishes, target: RunOptions["target"]): Promise<Order> {
  const entry = await load(experiment);
  const written = entry.write(paperPipeline);
  if (target === "sim") checkSimulated(entry.name, written);
  return { entry, request: requestOf(entry, wishes) };
}
