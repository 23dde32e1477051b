import { LabError } from "../../cloud/kernel/errors.ts";
import { isAlive } from "../processes.ts";
import { type Raw, whole } from "../request.ts";
import { wallClock } from "../wall-clock.ts";

/** How long a cloud may take to end. */
const PATIENCE = 10_000;

/** `chaoslab down`: ends the cloud that another shell serves at a port. Only a cloud of this lab is asked to end. */
export async function down(options: { readonly port: Raw }): Promise<number> {
  const port = whole("port", options.port, 1, 65_535)!;
  const pid = await pidAt(port);
  process.kill(pid, "SIGTERM");
  const deadline = wallClock.now() + PATIENCE;
  while (wallClock.now() < deadline) {
    if (!isAlive(pid)) {
      console.log(`the cloud at port ${port} has ended`);
      return 0;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new LabError(
    "LAB_STILL_UP",
    `The cloud at port ${port} (pid ${pid}) has not ended in ten seconds.`,
    `kill -9 ${pid}`,
  );
}

/** Which process answers there, if it is one of ours. */
async function pidAt(port: number): Promise<number> {
  const status = await fetch(`http://127.0.0.1:${port}/_lab/status`, { signal: AbortSignal.timeout(2000) })
    .then((response) => response.json() as Promise<{ chaoslab?: boolean; pid?: number }>)
    .catch(() => undefined);
  if (status?.chaoslab && status.pid) return status.pid;
  throw new LabError(
    "LAB_NOT_UP",
    `No cloud of this lab answers at port ${port}.`,
    "Name its port: npx chaoslab down --port N",
  );
}
