import { expect } from "chai";
import { ROOT_KEY } from "../../lab/local/root-key.ts";
import { aServedCloud } from "../wire/http-door.ts";
import { knock, type Letter, presigned, type Reply, send, signedHeaders } from "./a-knock.ts";

type Served = Awaited<ReturnType<typeof aServedCloud>>;

/** A request that every service understands, as its clients write it. */
const REQUESTS: Readonly<Record<string, Letter>> = {
  s3: { path: "/", service: "s3" },
  sqs: json("sqs", "AmazonSQS.ListQueues", "1.0"),
  cloudwatch: json("monitoring", "GraniteServiceVersion20100801.ListMetrics", "1.0"),
  logs: json("logs", "Logs_20140328.DescribeLogGroups", "1.1"),
  ssm: json("ssm", "AmazonSSM.DescribeParameters", "1.1"),
  sns: form("sns", "Action=ListTopics&Version=2010-03-31"),
  iam: form("iam", "Action=ListUsers&Version=2010-05-08"),
  sts: form("sts", "Action=GetCallerIdentity&Version=2011-06-15"),
  lambda: { path: "/2015-03-31/functions", service: "lambda" },
};

function json(service: string, target: string, version: string): Letter {
  const headers = { "content-type": `application/x-amz-json-${version}`, "x-amz-target": target };
  return { method: "POST", service, headers, body: "{}" };
}

function form(service: string, body: string): Letter {
  return { method: "POST", service, headers: { "content-type": "application/x-www-form-urlencoded" }, body };
}

const MINUTE = 60_000;
const said = ({ status, code }: Reply) => `${code} ${status}`;

/** What each service says to whom it does not know, and how. */
const REFUSALS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "without a signature": {
    s3: "AccessDenied 403",
    ...each("MissingAuthenticationToken 403", "MissingAuthenticationTokenException"),
  },
  "with an unknown key": {
    s3: "InvalidAccessKeyId 403",
    ...each("InvalidClientTokenId 403", "UnrecognizedClientException"),
  },
  "with a wrong secret": {
    s3: "SignatureDoesNotMatch 403",
    ...each("SignatureDoesNotMatch 403", "InvalidSignatureException"),
  },
  "with a clock 16 minutes behind": {
    s3: "RequestTimeTooSkewed 403",
    ...each("SignatureDoesNotMatch 403", "InvalidSignatureException"),
  },
  "with a clock 16 minutes ahead": {
    s3: "RequestTimeTooSkewed 403",
    ...each("SignatureDoesNotMatch 403", "InvalidSignatureException"),
  },
  "from another region": {
    s3: "AuthorizationHeaderMalformed 400",
    ...each("SignatureDoesNotMatch 403", "InvalidSignatureException"),
  },
  "with an expired token": { s3: "ExpiredToken 400", ...each("ExpiredToken 403", "ExpiredTokenException") },
  "with another session's token": {
    s3: "InvalidToken 400",
    ...each("InvalidClientTokenId 403", "UnrecognizedClientException"),
  },
  "with a session's key alone": {
    s3: "InvalidAccessKeyId 403",
    ...each("InvalidClientTokenId 403", "UnrecognizedClientException"),
  },
  "with half a signature": {
    s3: "AuthorizationHeaderMalformed 400",
    ...each("IncompleteSignature 400", "IncompleteSignatureException", 400),
  },
  "with version 4A": {
    s3: "InvalidRequest 400",
    ...each("IncompleteSignature 400", "IncompleteSignatureException", 400),
  },
};

function each(query: string, jsonCode: string, lambda = 403): Record<string, string> {
  const [logs, ssm] = [`${jsonCode} 400`, `${jsonCode} 400`];
  return {
    sqs: query,
    cloudwatch: query,
    sns: query,
    iam: query,
    sts: query,
    logs,
    ssm,
    lambda: `${jsonCode} ${lambda}`,
  };
}

/** How a request comes to be refused. */
const WAYS: Readonly<Record<string, (port: number, letter: Letter, served: Served) => Promise<Reply>>> = {
  "without a signature": (port, letter) => send(port, letter),
  "with an unknown key": (port, letter) => knock(port, { ...letter, keys: { ...ROOT_KEY, accessKeyId: "AKIANOBODY" } }),
  "with a wrong secret": (port, letter) =>
    knock(port, { ...letter, keys: { ...ROOT_KEY, secretAccessKey: "guessed" } }),
  "with a clock 16 minutes behind": (port, letter) => knock(port, { ...letter, at: Date.now() - 16 * MINUTE }),
  "with a clock 16 minutes ahead": (port, letter) => knock(port, { ...letter, at: Date.now() + 16 * MINUTE }),
  "from another region": (port, letter) => knock(port, { ...letter, region: "eu-west-1" }),
  "with an expired token": (port, letter, served) => knock(port, { ...letter, keys: aSession(served, -1) }),
  "with another session's token": (port, letter, served) =>
    knock(port, { ...letter, keys: { ...aSession(served, 1), sessionToken: "another" } }),
  "with a session's key alone": (port, letter, served) => {
    const { accessKeyId, secretAccessKey } = aSession(served, 1);
    return knock(port, { ...letter, keys: { accessKeyId, secretAccessKey } });
  },
  "with half a signature": (port, letter) => {
    const headers = signedHeaders(port, letter);
    return send(port, { ...letter, headers: { ...headers, authorization: headers.authorization!.split(", Sig")[0]! } });
  },
  "with version 4A": (port, letter) => {
    const headers = signedHeaders(port, letter);
    const authorization = headers.authorization!.replace("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256");
    return send(port, { ...letter, headers: { ...headers, authorization } });
  },
};

/** A session of some role that ends so many minutes from now. */
function aSession({ cloud }: Served, minutes: number) {
  const keys = { accessKeyId: `ASIA${minutes}`, secretAccessKey: "secret", sessionToken: `token ${minutes}` };
  const { iam } = cloud.houses.services;
  const principal = {
    kind: "role",
    arn: "arn:aws:sts::111122223333:assumed-role/r/s",
    accountId: "111122223333",
    userId: "AROA:s",
  } as const;
  iam.credentials.add({ ...keys, principal, expiresAt: Date.now() + minutes * MINUTE });
  return keys;
}

describe("a request over HTTP", () => {
  let served: Served;
  before(async () => {
    served = await aServedCloud();
  });
  after(async () => {
    await served.close();
    expect(served.bugs).to.deep.equal([]);
  });

  for (const [service, letter] of Object.entries(REQUESTS)) {
    it(`is served by ${service} when it is signed`, async () => {
      expect((await knock(served.port, letter)).status).to.equal(200);
    });
  }

  for (const [way, refuse] of Object.entries(WAYS)) {
    it(`is refused ${way}, by each service in its words`, async () => {
      const heard: Record<string, string> = {};
      for (const [service, letter] of Object.entries(REQUESTS))
        heard[service] = said(await refuse(served.port, letter, served));
      expect(heard).to.deep.equal(REFUSALS[way]);
    });
  }

  it("may be signed for the oldest region where a service has one for all", async () => {
    const elsewhere = await aServedCloud("eu-west-1");
    const heard: string[] = [];
    for (const [service, letter] of Object.entries(REQUESTS)) {
      if ((await knock(elsewhere.port, letter)).status === 200) heard.push(service);
    }
    await elsewhere.close();
    expect(heard).to.deep.equal(["iam", "sts"]);
  });

  it("is refused with a clock six minutes off by services that speak JSON, and served by the others", async () => {
    const at = Date.now() - 6 * MINUTE;
    const heard: string[] = [];
    for (const [service, letter] of Object.entries(REQUESTS)) {
      if ((await knock(served.port, { ...letter, at })).status !== 200) heard.push(service);
    }
    expect(heard).to.deep.equal(["logs", "ssm", "lambda"]);
  });

  it("is refused when its body, its path, its query or a signed header is another", async () => {
    const { port } = served;
    const sqs = REQUESTS.sqs!;
    const headers = signedHeaders(port, sqs);
    expect(said(await send(port, { ...sqs, headers, body: '{"MaxResults":1}' }))).to.equal("SignatureDoesNotMatch 403");
    const target = { ...headers, "x-amz-target": "AmazonSQS.CreateQueue" };
    expect(said(await send(port, { ...sqs, headers: target }))).to.equal("SignatureDoesNotMatch 403");
    const s3 = signedHeaders(port, { path: "/a?b=1" });
    for (const path of ["/b?b=1", "/a?b=2", "/a?b=1&c", "/a"]) {
      expect(said(await send(port, { path, headers: s3 })), path).to.equal("SignatureDoesNotMatch 403");
    }
  });

  it("is refused by S3 when its body is not the one whose hash was signed", async () => {
    const letter = { method: "PUT", path: "/documents/k", body: "one" };
    const reply = await send(served.port, { ...letter, headers: signedHeaders(served.port, letter), body: "two" });
    expect(said(reply)).to.equal("XAmzContentSHA256Mismatch 400");
  });

  it("is refused by S3 when an Amazon header came along unsigned", async () => {
    const headers = { ...signedHeaders(served.port, { path: "/" }), "x-amz-acl": "public-read" };
    const reply = await send(served.port, { path: "/", headers });
    expect(said(reply)).to.equal("AccessDenied 403");
    expect(reply.body).to.contain("<HeadersNotSigned>x-amz-acl</HeadersNotSigned>");
  });

  it("shows S3's client what should have been signed", async () => {
    const { body } = await knock(served.port, { path: "/?x=1", keys: { ...ROOT_KEY, secretAccessKey: "guessed" } });
    expect(body)
      .to.match(/<StringToSign>AWS4-HMAC-SHA256\n/)
      .and.match(/<CanonicalRequest>GET\n\/\nx=1\n/)
      .and.match(/<StringToSignBytes>41 57 53 34 /)
      .and.match(/<CanonicalRequestBytes>47 45 54 0a 2f 0a /);
  });

  it("shows the clients of services with JSON protocols, too, and those of older services nothing", async () => {
    const keys = { ...ROOT_KEY, secretAccessKey: "guessed" };
    const bodyOf = async (name: string) => (await knock(served.port, { ...REQUESTS[name]!, keys })).body;
    expect(await bodyOf("ssm")).to.contain("The String-to-Sign should have been");
    expect(await bodyOf("iam")).to.contain("Consult the service documentation for details.</Message>");
  });

  it("tells the key that it was used, and for what", async () => {
    const iam = served.cloud.houses.services.iam;
    const { name } = iam.createUser({ name: "ana" });
    const { id, secret } = iam.keys.create(name);
    await knock(served.port, { ...REQUESTS.sts!, keys: { accessKeyId: id, secretAccessKey: "guessed" } });
    expect(iam.keys.find(id)!.key.lastUse).to.equal(undefined);
    await knock(served.port, { ...REQUESTS.sts!, keys: { accessKeyId: id, secretAccessKey: secret } });
    expect(iam.keys.find(id)!.key.lastUse).to.include({ service: "sts", region: "us-east-1" });
  });
});

describe("a presigned URL", () => {
  let served: Served;
  before(async () => {
    served = await aServedCloud();
    await knock(served.port, { method: "PUT", path: "/documents" });
    await knock(served.port, { method: "PUT", path: "/documents/a%20b", body: "hello" });
  });
  after(() => served.close());

  const get = (
    letter: Parameters<typeof presigned>[1],
    path = presigned(served.port, { path: "/documents/a%20b", ...letter }),
  ) => send(served.port, { path });

  it("opens what it was signed for", async () => {
    expect(await get({})).to.deep.include({ status: 200, body: "hello" });
  });

  it("takes an upload, whatever its body", async () => {
    const path = presigned(served.port, { method: "PUT", path: "/documents/up" });
    expect((await send(served.port, { method: "PUT", path, body: "anything" })).status).to.equal(200);
    expect((await get({ path: "/documents/up" })).body).to.equal("anything");
  });

  it("carries the token of a session", async () => {
    expect(said(await get({ keys: aSession(served, -5) }))).to.equal("ExpiredToken 400");
    // The session is known; its role is not, and may do nothing.
    expect(said(await get({ keys: aSession(served, 5) }))).to.equal("AccessDenied 403");
  });

  const WRONG: readonly (readonly [what: string, change: Parameters<typeof presigned>[1], code: string])[] = [
    ["when it has expired", { at: Date.now() - 2 * MINUTE }, "AccessDenied 403"],
    ["when it was signed in the future", { at: Date.now() + 120 * MINUTE }, "RequestTimeTooSkewed 403"],
    ["for more than a week", { expires: "604801" }, "AuthorizationQueryParametersError 400"],
    ["for less than nothing", { expires: "-1" }, "AuthorizationQueryParametersError 400"],
    ["for no number of seconds", { expires: "soon" }, "AuthorizationQueryParametersError 400"],
    ["for another region", { region: "eu-west-1" }, "AuthorizationQueryParametersError 400"],
    ["for another method", { method: "PUT" }, "SignatureDoesNotMatch 403"],
  ];
  for (const [what, change, code] of WRONG) {
    it(`is refused ${what}`, async () => {
      expect(said(await get(change))).to.equal(code);
    });
  }

  it("is good for hours when it was signed for hours", async () => {
    expect((await get({ at: Date.now() - 60 * MINUTE, expires: "7200" })).status).to.equal(200);
  });

  it("is refused for another key, without a parameter, or with a header that signs too", async () => {
    const path = presigned(served.port, { path: "/documents/a%20b" });
    expect(said(await get({}, path.replace("a%20b", "up")))).to.equal("SignatureDoesNotMatch 403");
    expect(said(await get({}, path.replace(/&X-Amz-Date=[^&]*/, "")))).to.equal(
      "AuthorizationQueryParametersError 400",
    );
    const headers = { host: `127.0.0.1:${served.port}`, authorization: "AWS4-HMAC-SHA256 x" };
    expect(said(await send(served.port, { path, headers }))).to.equal("InvalidArgument 400");
  });

  it("says when it expired", async () => {
    const { body } = await get({ at: Date.UTC(2020, 0, 1), expires: "60" });
    expect(body).to.contain("Request has expired").and.contain("<Expires>2020-01-01T00:01:00Z</Expires>");
  });
});
