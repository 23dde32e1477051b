/** A host with a frozen function and a looping one, which says who they are and waits for its end. */
import { dirname } from "node:path";
import { aHost, eventually } from "./a-host.ts";

const host = aHost();
const frozen = await host.deploy("return process.env.LAMBDA_TASK_ROOT;");
const { payload } = await host.invoke(frozen);
void host.invoke(await host.deploy("for (;;);", { Timeout: 600 }));
await eventually(() => host.runtime.pids().length === 2);
process.stdout.write(`${JSON.stringify({ pids: host.runtime.pids(), folder: dirname(dirname(payload)) })}\n`);
