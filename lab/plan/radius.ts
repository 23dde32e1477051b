import { SIDE_COHORT } from "../../chaos/cohorts.ts";
import type { Load } from "../../chaos/experiment.ts";
import type { EtlPipeline } from "../../infra/outputs.ts";

/** How far a run reaches, whatever it injects: what its documents take up, and what they leave behind. */
export interface Radius {
  /** `etl-lab in 111122223333/us-east-1` */
  readonly stack: string;
  /** Runs of the function that may be alive at once, out of what the account's functions share, and at which rate. */
  readonly concurrency: number;
  readonly perSecond: number;
  /** What stays: a run deletes no object and no dead letter. */
  readonly leaves: {
    readonly objects: number;
    readonly bucket: string;
    readonly deadLetters: number;
    readonly queue: string;
  };
}

interface Planned {
  readonly documents: number;
  readonly malformed: number;
  /** Of the function. Milliseconds. */
  readonly timeout: number;
}

export function radiusOf(pipeline: EtlPipeline, planned: Planned, { perSecond, surge }: Load): Radius {
  const { accountId, region, documentsBucket, failuresQueue } = pipeline;
  const fastest = Math.max(perSecond, surge?.perSecond ?? 0);
  const documents = planned.documents + 2 * SIDE_COHORT.documents;
  const malformed = planned.malformed + 2 * SIDE_COHORT.documents * SIDE_COHORT.malformed;
  return {
    stack: `${pipeline.pipeline} in ${accountId}/${region}`,
    concurrency: Math.ceil((fastest * planned.timeout) / 1000),
    perSecond: fastest,
    leaves: {
      objects: 2 * documents - malformed,
      bucket: documentsBucket,
      deadLetters: malformed,
      queue: failuresQueue,
    },
  };
}
