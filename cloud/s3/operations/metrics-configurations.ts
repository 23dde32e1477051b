import type * as S3 from "@aws-sdk/client-s3";
import type { Output } from "../../kernel/house.ts";
import { malformedXml, noSuchConfiguration } from "../errors.ts";
import type { S3Service } from "../service.ts";

/** How many a page of the list holds (ListBucketMetricsConfigurations in the API reference). */
const PAGE = 100;

/** Request metrics are measured for whoever configures them: a filter under an id, which becomes a dimension. */
export function metricsConfigurationOperations(s3: S3Service) {
  return {
    PutBucketMetricsConfiguration(
      input: S3.PutBucketMetricsConfigurationCommandInput,
    ): Output<S3.PutBucketMetricsConfigurationCommandOutput> {
      const { metrics } = s3.get(input.Bucket).configuration;
      const sent = input.MetricsConfiguration;
      const id = sent?.Id;
      if (!sent || id === undefined || id !== input.Id || !/^[\w.-]{1,64}$/.test(id)) throw malformedXml();
      metrics.set(id, sent);
      s3.configured(input.Bucket!, "PutBucketMetricsConfiguration");
      return {};
    },

    GetBucketMetricsConfiguration(
      input: S3.GetBucketMetricsConfigurationCommandInput,
    ): Output<S3.GetBucketMetricsConfigurationCommandOutput> {
      const found = s3.get(input.Bucket).configuration.metrics.get(input.Id ?? "");
      if (!found) throw noSuchConfiguration();
      return { MetricsConfiguration: found };
    },

    DeleteBucketMetricsConfiguration(
      input: S3.DeleteBucketMetricsConfigurationCommandInput,
    ): Output<S3.DeleteBucketMetricsConfigurationCommandOutput> {
      const { metrics } = s3.get(input.Bucket).configuration;
      if (!metrics.delete(input.Id ?? "")) throw noSuchConfiguration();
      s3.configured(input.Bucket!, "DeleteBucketMetricsConfiguration");
      return {};
    },

    ListBucketMetricsConfigurations(
      input: S3.ListBucketMetricsConfigurationsCommandInput,
    ): Output<S3.ListBucketMetricsConfigurationsCommandOutput> {
      const { metrics } = s3.get(input.Bucket).configuration;
      const token = input.ContinuationToken;
      const after = token ? Buffer.from(token, "base64url").toString() : "";
      const rest = [...metrics.keys()].filter((id) => id > after).sort();
      const page = rest.slice(0, PAGE);
      return {
        IsTruncated: rest.length > PAGE,
        ...(token !== undefined && { ContinuationToken: token }),
        ...(rest.length > PAGE && { NextContinuationToken: Buffer.from(page.at(-1)!).toString("base64url") }),
        ...(page.length > 0 && { MetricsConfigurationList: page.map((id) => metrics.get(id)!) }),
      };
    },
  };
}
