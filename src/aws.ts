/** The world on AWS: SDK clients with the function's own credentials and region, the machine's clock, standard output. */

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
    // console.log would put a prefix before the line, and it would not be JSON any more
    log: (line) => process.stdout.write(`${line}\n`),
  };
}
