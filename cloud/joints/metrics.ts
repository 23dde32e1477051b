import type { CloudFact, Houses } from "../cloud.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Feed } from "../kernel/feed.ts";
import { metricsOf as ofLambda } from "../lambda/metrics.ts";
import { metricsOf as ofS3 } from "../s3/metrics.ts";
import { metricsOf as ofSns } from "../sns/metrics.ts";
import { metricsOf as ofSqs } from "../sqs/metrics.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * Joins everybody to CloudWatch: facts become metrics as they happen, gauges are read each minute. The answer ends the
 * readings.
 */
export function feedMetrics(houses: Houses, feed: Feed<CloudFact>, clock: Clock): () => void {
  const { cloudwatch, sqs, lambda, s3 } = houses.services;
  feed.subscribe((fact) => {
    for (const metricsOf of [ofS3, ofLambda, ofSns, ofSqs]) {
      const data = metricsOf(fact as never);
      if (data.length > 0) cloudwatch.put(data);
    }
  });
  const readings = [
    clock.every(MINUTE, () => cloudwatch.put([...sqs.gauges(), ...lambda.gauges()])),
    clock.every(DAY, () => cloudwatch.put(s3.storage())),
  ];
  return () => {
    for (const reading of readings) reading.cancel();
  };
}
