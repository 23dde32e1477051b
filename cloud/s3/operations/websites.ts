import type * as S3 from "@aws-sdk/client-s3";
import type { Output } from "../../kernel/house.ts";
import { invalidArgument, invalidRequest, malformedXml, notConfigured } from "../errors.ts";
import type { S3Service } from "../service.ts";

/** Website configurations: checked, kept and given back. There is no website endpoint that would serve by them. */
export function websiteOperations(s3: S3Service) {
  return {
    PutBucketWebsite(input: S3.PutBucketWebsiteCommandInput): Output<S3.PutBucketWebsiteCommandOutput> {
      const { configuration } = s3.get(input.Bucket);
      configuration.website = checked(input.WebsiteConfiguration ?? {});
      s3.configured(input.Bucket!, "PutBucketWebsite");
      return {};
    },

    GetBucketWebsite({ Bucket }: S3.GetBucketWebsiteCommandInput): Output<S3.GetBucketWebsiteCommandOutput> {
      const { website } = s3.get(Bucket).configuration;
      if (website) return { ...website };
      const text = "The specified bucket does not have a website configuration";
      throw notConfigured("NoSuchWebsiteConfiguration", text, Bucket!);
    },

    DeleteBucketWebsite(input: S3.DeleteBucketWebsiteCommandInput): Output<S3.DeleteBucketWebsiteCommandOutput> {
      s3.get(input.Bucket).configuration.website = undefined;
      s3.configured(input.Bucket!, "DeleteBucketWebsite");
      return {};
    },
  };
}

function checked(sent: S3.WebsiteConfiguration): S3.WebsiteConfiguration {
  const { RedirectAllRequestsTo: all, IndexDocument: index, ErrorDocument: error, RoutingRules: rules } = sent;
  if (all && (index || error || rules)) {
    const text = "RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.";
    throw invalidArgument(text, "RedirectAllRequestsTo", "not null");
  }
  if (all) checkProtocol(all.Protocol);
  else checkIndex(index);
  if (error && !error.Key) throw malformedXml();
  if (rules && (rules.length === 0 || rules.length > 50)) throw malformedXml();
  for (const rule of rules ?? []) checkRule(rule);
  return sent;
}

function checkIndex(index: S3.IndexDocument | undefined): void {
  if (!index) {
    const text = "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty";
    throw invalidArgument(text, "IndexDocument", "null");
  }
  if (!index.Suffix || index.Suffix.includes("/")) {
    throw invalidArgument("The IndexDocument Suffix is not well formed", "IndexDocument", index.Suffix ?? "");
  }
}

function checkRule({ Condition, Redirect }: S3.RoutingRule): void {
  if (!Redirect) throw malformedXml();
  checkProtocol(Redirect.Protocol);
  if (Redirect.ReplaceKeyPrefixWith !== undefined && Redirect.ReplaceKeyWith !== undefined) {
    throw invalidRequest("You can only define ReplaceKeyPrefix or ReplaceKey but not both.");
  }
  if (Condition && !Condition.KeyPrefixEquals && !Condition.HttpErrorCodeReturnedEquals) {
    throw invalidRequest(
      "Condition cannot be empty. To redirect all requests without a condition, the condition element shouldn't be present.",
    );
  }
}

function checkProtocol(protocol: string | undefined): void {
  if (protocol === undefined || protocol === "http" || protocol === "https") return;
  throw invalidRequest(
    "Invalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically.",
  );
}
