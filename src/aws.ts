/** The world on AWS: SDK clients with the function's own credentials and region, the machine's clock, standard output. */

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { S3Client } from "@aws-sdk/client-s3";
import { SSMClient } from "@aws-sdk/client-ssm";
import { HostDenial } from "./faults/denial.ts";
import type { World } from "./world.ts";

export function awsWorld(): World {
  return {
    env: process.env,
    s3: new S3Client({}),
    ssm: new SSMClient({}),
    clock: {
      now: () => Date.now(),
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    },
    network: new HostDenial(),
    collect: collector(),
    // console.log would put a prefix before the line, and it would not be JSON any more
    log: (line) => process.stdout.write(`${line}\n`),
  };
}

/**
 * V8 collects when its heap has grown. Documents lie beside the heap, in buffers, and nothing tells V8 how much memory
 * the function has: left to itself it lets those of earlier runs lie until the function is killed for them.
 */
function collector(): () => void {
  let gc = globalThis.gc;
  return () => {
    gc ??= exposed();
    gc();
  };
}

/** What `node --expose-gc` would have made: a function has no say in how its Node is started. */
function exposed(): NonNullable<typeof globalThis.gc> {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc");
}
