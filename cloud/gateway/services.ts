import * as cloudwatch from "@aws-sdk/client-cloudwatch";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as iam from "@aws-sdk/client-iam";
import * as lambda from "@aws-sdk/client-lambda";
import * as s3 from "@aws-sdk/client-s3";
import * as sns from "@aws-sdk/client-sns";
import * as sqs from "@aws-sdk/client-sqs";
import * as ssm from "@aws-sdk/client-ssm";
import * as sts from "@aws-sdk/client-sts";
import type { WireRequest } from "./message.ts";
import { readModel } from "./model.ts";
import { awsJson } from "./protocols/aws-json.ts";
import type { Protocol, WireService } from "./protocols/protocol.ts";
import { awsQuery } from "./protocols/query.ts";
import { restJson } from "./protocols/rest-json.ts";
import { restXml } from "./protocols/rest-xml.ts";
import { rpcV2Cbor } from "./protocols/rpc-v2-cbor.ts";

/**
 * The services the gateway speaks for: their models, and what the models leave out. A new service is a line here, a
 * dependency on its client, and a house.
 */
export const SERVICES: Readonly<Record<string, WireService>> = {
  s3: service("s3", s3, "AmazonS3", "http://s3.amazonaws.com/doc/2006-03-01/"),
  sqs: service("sqs", sqs, "AmazonSQS", "http://queue.amazonaws.com/doc/2012-11-05/", true),
  sns: service("sns", sns, "AmazonSimpleNotificationService", "http://sns.amazonaws.com/doc/2010-03-31/"),
  lambda: service("lambda", lambda, "AWSGirApiService", ""),
  cloudwatch: service(
    "cloudwatch",
    cloudwatch,
    "GraniteServiceVersion20100801",
    "http://monitoring.amazonaws.com/doc/2010-08-01/",
    true,
  ),
  logs: service("logs", logs, "Logs_20140328", ""),
  ssm: service("ssm", ssm, "AmazonSSM", ""),
  iam: service("iam", iam, "AWSIdentityManagementV20100508", "https://iam.amazonaws.com/doc/2010-05-08/"),
  sts: service("sts", sts, "AWSSecurityTokenServiceV20110615", "https://sts.amazonaws.com/doc/2011-06-15/"),
};

function service(
  name: string,
  client: object,
  target: string,
  xmlNamespace: string,
  queryCompatible = false,
): WireService {
  return { name, model: readModel(client), target, xmlNamespace, queryCompatible };
}

const JSON_1_0 = awsJson("1.0");
const JSON_1_1 = awsJson("1.1");

/** The protocol a request is written in. REST services have one; the others say it in their headers. */
export function protocolOf({ headers }: Pick<WireRequest, "headers">, { name }: WireService): Protocol {
  if (name === "s3") return restXml;
  if (name === "lambda") return restJson;
  if (headers["smithy-protocol"] === "rpc-v2-cbor") return rpcV2Cbor;
  if (headers["x-amz-target"] === undefined) return awsQuery;
  return headers["content-type"]?.startsWith("application/x-amz-json-1.0") ? JSON_1_0 : JSON_1_1;
}
