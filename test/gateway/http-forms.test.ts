import { createHmac } from "node:crypto";
import { expect } from "chai";
import { scopeText, sign } from "../../cloud/gateway/signature.ts";
import { basicTime } from "../../cloud/gateway/signature-time.ts";
import { ROOT_KEY } from "../../lab/local/root-key.ts";
import { keys, knock, type Reply, send } from "./a-knock.ts";
import { aServedBucket } from "./a-served-bucket.ts";

type Fields = Record<string, string>;

/** Browsers upload by forms (POST Object), and ask beforehand for pages of other origins. */
describe("a browser's form", () => {
  const bucket = aServedBucket();

  const post = (fields: Fields, file: string | undefined = "hello", filename?: string) =>
    send(bucket.port, { method: "POST", path: "/documents", ...aForm(fields, file, filename) });
  const read = async (key: string) => (await knock(bucket.port, { path: `/documents/${key}` })).body;

  it("uploads what its policy allows, signed in either version", async () => {
    for (const seal of [sealed, sealedBefore]) {
      const key = seal.name;
      const { status, headers, body } = await post(seal({ key }, [{ key }]));
      expect([status, body]).to.deep.equal([204, ""]);
      expect(headers).to.include({
        etag: '"5d41402abc4b2a76b9719d911017c592"',
        location: `http://127.0.0.1:${bucket.port}/documents/${key}`,
      });
      expect(await read(key)).to.equal("hello");
    }
  });

  it("says of its object what headers would say", async () => {
    const said = {
      "Content-Type": "text/csv",
      "x-amz-meta-a": "1",
      "x-amz-storage-class": "STANDARD_IA",
      tagging: "<Tagging><TagSet><Tag><Key>k</Key><Value>v w</Value></Tag></TagSet></Tagging>",
    };
    const conditions = Object.keys(said).map((name) => ["starts-with", `$${name}`, ""]);
    expect((await post(sealed({ key: "said", ...said }, [{ key: "said" }, ...conditions]))).status).to.equal(204);
    const { headers } = await knock(bucket.port, { path: "/documents/said" });
    expect(headers).to.include({
      "content-type": "text/csv",
      "x-amz-meta-a": "1",
      "x-amz-storage-class": "STANDARD_IA",
      "x-amz-tagging-count": "1",
    });
    expect(await read("said?tagging")).to.contain("<Key>k</Key><Value>v w</Value>");
  });

  it("hears what it wants to hear", async () => {
    const wish = (name: string, value: string) =>
      sealed({ key: "w/x", [name]: value }, [{ key: "w/x" }, { [name]: value }]);
    const created = await post(wish("success_action_status", "201"));
    expect(created.status).to.equal(201);
    expect(created.body)
      .to.contain("<PostResponse><Location>")
      .and.to.contain("<Bucket>documents</Bucket><Key>w/x</Key>");
    expect((await post(wish("success_action_status", "404"))).status).to.equal(204);
    const { status, headers } = await post(wish("success_action_redirect", "http://a.example/?b=1"));
    expect(status).to.equal(303);
    expect(headers.location).to.equal(
      "http://a.example/?b=1&bucket=documents&key=w%2Fx&etag=%225d41402abc4b2a76b9719d911017c592%22",
    );
  });

  it("may take its key from the file's name", async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: S3 fills it in
    const key = "in/${filename}";
    await post(sealed({ key }, [["starts-with", "$key", "in/"]]), "hello", "C:\\mine\\a.txt");
    expect(await read("in/a.txt")).to.equal("hello");
  });

  it("is told of as a post", async () => {
    await post(sealed({ key: "told" }, [{ key: "told" }]));
    const facts = bucket.served.cloud.feed.facts.filter((fact) => "key" in fact && fact.key === "told");
    expect(facts.map((fact) => ("eventName" in fact ? fact.eventName : fact.kind))).to.deep.equal([
      "ObjectCreated:Post",
    ]);
  });

  const KEY = { key: "k" };
  const refused: [what: string, form: () => Fields, status: number, said: string][] = [
    ["an end that is past", () => sealed(KEY, [KEY], { expiration: "2020-01-01T00:00:00Z" }), 403, "Policy expired."],
    ["a field it does not name", () => sealed({ ...KEY, acl: "private" }, [KEY]), 403, "Extra input fields: acl"],
    [
      "another value",
      () => sealed(KEY, [{ key: "other" }]),
      403,
      "Policy Condition failed: [&quot;eq&quot;, &quot;$key&quot;, &quot;other&quot;]",
    ],
    [
      "another beginning",
      () => sealed(KEY, [["starts-with", "$key", "x"]]),
      403,
      "Policy Condition failed: [&quot;starts-with&quot;, &quot;$key&quot;, &quot;x&quot;]",
    ],
    ["a condition on two fields", () => sealed(KEY, [{ key: "k", acl: "private" }]), 400, "InvalidPolicyDocument"],
    ["a file that is too large", () => sealed(KEY, [KEY, ["content-length-range", 1, 4]]), 400, "<MaxSizeAllowed>4<"],
    ["a file that is too small", () => sealed(KEY, [KEY, ["content-length-range", 6, 9]]), 400, "<MinSizeAllowed>6<"],
  ];
  for (const [what, form, status, said] of refused) {
    it(`is refused by its policy for ${what}`, async () => {
      const reply = await post(form());
      expect(reply.status).to.equal(status);
      expect(reply.body).to.contain(said);
    });
  }

  const missing: [field: string, seal: typeof sealed][] = [
    ["X-Amz-Signature", sealed],
    ["X-Amz-Algorithm", sealed],
    ["Signature", sealedBefore],
    ["AWSAccessKeyId", sealedBefore],
    ["key", sealed],
  ];
  for (const [field, seal] of missing) {
    it(`must have a field ${field} in front of its file`, async () => {
      const { [field]: _, ...fields } = seal({ key: "k" }, [["starts-with", "$bucket", ""]]);
      const reply = await post(fields);
      expect([reply.status, reply.code]).to.deep.equal([400, "InvalidArgument"]);
      expect(reply.body).to.contain(
        `Bucket POST must contain a field named '${field}'.  If it is specified, please check the order of the fields.`,
      );
    });
  }

  it("is nobody's when another policy was signed, or none", async () => {
    const changed = { ...sealed({ key: "k" }, [{ key: "k" }]), policy: Buffer.from("{}").toString("base64") };
    const mismatch = await post(changed);
    expect([mismatch.status, mismatch.code]).to.deep.equal([403, "SignatureDoesNotMatch"]);
    expect(mismatch.body).to.contain("<StringToSignBytes>65 33 30 3d</StringToSignBytes>");
    expect((await post({ key: "k", policy: changed.policy })).code).to.equal("AccessDenied");
    expect((await post({ key: "k" })).code).to.equal("AccessDenied");
  });

  it("has a file, and is a form", async () => {
    const fields = sealed({ key: "k" }, [{ key: "k" }]);
    expect(
      (await send(bucket.port, { method: "POST", path: "/documents", ...aForm(fields, undefined) })).body,
    ).to.contain("POST requires exactly one file upload per request.");
    const headers = { host: `127.0.0.1:${bucket.port}`, "content-type": "text/plain" };
    const plain = await send(bucket.port, { method: "POST", path: "/documents", headers, body: "x" });
    expect([plain.status, plain.code]).to.deep.equal([412, "PreconditionFailed"]);
    const cut = aForm(fields, "hello");
    const broken = await send(bucket.port, {
      method: "POST",
      path: "/documents",
      ...cut,
      body: cut.body.slice(0, -10),
    });
    expect([broken.status, broken.code]).to.deep.equal([400, "MalformedPOSTRequest"]);
    const bad = sealed({ key: "k", tagging: "k=v" }, [{ key: "k" }, { tagging: "k=v" }]);
    expect((await post(bad)).code).to.equal("MalformedXML");
  });

  describe("beside a page of another origin", () => {
    const rules =
      "<CORSConfiguration><CORSRule><AllowedMethod>GET</AllowedMethod><AllowedOrigin>http://a.example</AllowedOrigin></CORSRule></CORSConfiguration>";
    before(async () => {
      await knock(bucket.port, { method: "PUT", path: "/documents?cors", body: rules });
      await knock(bucket.port, { method: "PUT", path: "/documents/k", body: "hello" });
    });
    const ask = (method: string, headers: Fields): Promise<Reply> =>
      send(bucket.port, { method, path: "/documents/k", headers: { host: `127.0.0.1:${bucket.port}`, ...headers } });

    it("is asked for by OPTIONS, which nobody signs", async () => {
      const asking = { origin: "http://a.example", "access-control-request-method": "GET" };
      const { status, headers } = await ask("OPTIONS", asking);
      expect(status).to.equal(200);
      expect(headers).to.include({
        "access-control-allow-origin": "http://a.example",
        "access-control-allow-methods": "GET",
        "content-length": "0",
      });
      expect((await ask("OPTIONS", { ...asking, origin: "http://b.example" })).code).to.equal("AccessForbidden");
      expect((await ask("OPTIONS", {})).code).to.equal("BadRequest");
    });

    it("is let read answers, refusals too", async () => {
      const read = await knock(bucket.port, { path: "/documents/k", headers: { origin: "http://a.example" } });
      expect(read.headers["access-control-allow-origin"]).to.equal("http://a.example");
      const refusal = await ask("GET", { origin: "http://a.example" });
      expect([refusal.status, refusal.headers["access-control-allow-origin"]]).to.deep.equal([403, "http://a.example"]);
      const other = await knock(bucket.port, { path: "/documents/k", headers: { origin: "http://b.example" } });
      expect(other.headers).not.to.have.property("access-control-allow-origin");
    });
  });
});

function policyOf(conditions: unknown[], more: object = {}): string {
  const policy = { expiration: new Date(Date.now() + 60_000).toISOString(), conditions, ...more };
  return Buffer.from(JSON.stringify(policy)).toString("base64");
}

/** The fields of a form whose policy was signed (Version 4). */
function sealed(fields: Fields, conditions: unknown[], more?: object): Fields {
  const time = basicTime(Date.now());
  const scope = { day: time.slice(0, 8), region: "us-east-1", service: "s3" };
  const signer = {
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": `${ROOT_KEY.accessKeyId}/${scopeText(scope)}`,
    "X-Amz-Date": time,
  };
  const named = Object.entries(signer).map(([name, value]) => ({ [name.toLowerCase()]: value }));
  const policy = policyOf([...named, ...conditions], more);
  return { ...fields, ...signer, policy, "X-Amz-Signature": sign(keys.of(ROOT_KEY.secretAccessKey, scope), policy) };
}

/** The same in Version 2. */
function sealedBefore(fields: Fields, conditions: unknown[], more?: object): Fields {
  const policy = policyOf(conditions, more);
  const Signature = createHmac("sha1", ROOT_KEY.secretAccessKey).update(policy).digest("base64");
  return { ...fields, AWSAccessKeyId: ROOT_KEY.accessKeyId, policy, Signature };
}

/** RFC 7578. */
function aForm(fields: Fields, file: string | undefined, filename = "f.txt") {
  const parts = Object.entries(fields).map(([name, value]) => `; name="${name}"\r\n\r\n${value}`);
  if (file !== undefined) parts.push(`; name="file"; filename="${filename}"\r\nContent-Type: text/html\r\n\r\n${file}`);
  const body = parts.map((part) => `--edge\r\nContent-Disposition: form-data${part}\r\n`).join("");
  return { headers: { "content-type": "multipart/form-data; boundary=edge" }, body: `${body}--edge--\r\n` };
}
