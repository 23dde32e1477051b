import { expect } from "chai";
import { restXml } from "../../cloud/gateway/protocols/rest-xml.ts";
import { AwsError } from "../../cloud/kernel/errors.ts";
import { aRequest, aService, refusal } from "./a-request.ts";

const s3 = aService("s3", restXml);
const XMLNS = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

/** The answer's body without its declaration. */
const body = (operation: string, output: Record<string, unknown>) =>
  s3.encoded(operation, output).text.replace('<?xml version="1.0" encoding="UTF-8"?>\n', "");

describe("S3's messages", () => {
  it("carry an object's bytes as they are, and what else there is in headers", () => {
    const bytes = Buffer.from([0, 255, 10]);
    const headers = {
      "content-type": "text/csv",
      "if-none-match": "*",
      "x-amz-meta-origin": "lab",
      "x-amz-meta-two": "a, b",
      "content-length": "3",
      expires: "Thu, 01 Jan 2026 00:00:00 GMT",
      "x-amz-server-side-encryption-bucket-key-enabled": "true",
    };
    const { Expires: _text, ...input } = s3.decoded(aRequest("PUT /b/k", { headers, body: bytes }));
    expect(input).to.deep.equal({
      Bucket: "b",
      Key: "k",
      Body: bytes,
      ContentType: "text/csv",
      ContentLength: 3,
      IfNoneMatch: "*",
      BucketKeyEnabled: true,
      Metadata: { origin: "lab", two: "a, b" },
    });
    expect(s3.decoded(aRequest("PUT /b/k")).Body).to.have.lengthOf(0);
    expect(s3.decoded(aRequest("PUT /b/k", { body: "é" })).Body).to.deep.equal(Buffer.from("é"));
  });

  it("carry lists in one header, and moments as HTTP has them", () => {
    const attributes = aRequest("GET /b/k?attributes", { headers: { "x-amz-object-attributes": "ETag, ObjectSize" } });
    expect(s3.decoded(attributes).ObjectAttributes).to.deep.equal(["ETag", "ObjectSize"]);
    const get = aRequest("GET /b/k", { headers: { "if-modified-since": "Thu, 01 Jan 2026 00:00:00 GMT" } });
    expect(s3.decoded(get).IfModifiedSince).to.deep.equal(new Date("2026-01-01T00:00:00Z"));
  });

  it("carry a policy as the text it is", () => {
    expect(s3.decoded(aRequest("PUT /b?policy", { body: '{"a":"é"}' })).Policy).to.equal('{"a":"é"}');
    expect(s3.encoded("GetBucketPolicy", { Policy: '{"a":"é"}' }).text).to.equal('{"a":"é"}');
  });

  for (const [what, xml] of [
    ["a namespace", `<Delete ${XMLNS}><Object><Key>a</Key></Object><Object><Key>b</Key></Object></Delete>`],
    ["no namespace", "<Delete><Object><Key>a</Key></Object><Object><Key>b</Key></Object></Delete>"],
    [
      "declaration, comment and white space",
      '<?xml version="1.0"?>\n<!-- two -->\n<Delete>\n  <Object>\n    <Key>a</Key>\n  </Object>\n  <Object><Key>b</Key></Object>\n</Delete>\n',
    ],
    [
      "elements nobody knows",
      "<Delete><Nonsense>1</Nonsense><Object><Key>a</Key></Object><Object><Key>b</Key></Object></Delete>",
    ],
  ] as const) {
    it(`are read with ${what}`, () => {
      expect(s3.decoded(aRequest("POST /b?delete", { body: xml }))).to.deep.equal({
        Bucket: "b",
        Delete: { Objects: [{ Key: "a" }, { Key: "b" }] },
      });
    });
  }

  it("are read with entities, references, sections and spaces as the text they mean", () => {
    const keys = ["&lt;a&gt; &amp; &quot;b&quot;", "x&#10;y&#x1f;", "<![CDATA[<raw>]]>", " c ", "日本"];
    const objects = keys.map((key) => `<Object><Key>${key}</Key></Object>`).join("");
    const { Delete } = s3.decoded(aRequest("POST /b?delete", { body: `<Delete>${objects}</Delete>` })) as {
      Delete: { Objects: { Key: string }[] };
    };
    expect(Delete.Objects.map(({ Key }) => Key)).to.deep.equal(['<a> & "b"', "x\ny\x1f", "<raw>", " c ", "日本"]);
  });

  it("are read with their lists, flat or not, and their kinds of values", () => {
    const filter = "<Filter><S3Key><FilterRule><Name>prefix</Name><Value></Value></FilterRule></S3Key></Filter>";
    const xml =
      `<NotificationConfiguration><CloudFunctionConfiguration><Id>i</Id><CloudFunction>arn</CloudFunction>` +
      `<Event>s3:ObjectCreated:*</Event><Event>s3:ObjectRemoved:*</Event>${filter}</CloudFunctionConfiguration></NotificationConfiguration>`;
    const input = s3.decoded(aRequest("PUT /b?notification", { body: xml }));
    expect(input.NotificationConfiguration).to.deep.equal({
      LambdaFunctionConfigurations: [
        {
          Id: "i",
          LambdaFunctionArn: "arn",
          Events: ["s3:ObjectCreated:*", "s3:ObjectRemoved:*"],
          Filter: { Key: { FilterRules: [{ Name: "prefix", Value: "" }] } },
        },
      ],
    });
    const tags =
      "<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag><Tag><Key>b</Key><Value/></Tag></TagSet></Tagging>";
    expect(s3.decoded(aRequest("PUT /b?tagging", { body: tags })).Tagging).to.deep.equal({
      TagSet: [
        { Key: "a", Value: "1" },
        { Key: "b", Value: "" },
      ],
    });
    const parts =
      '<CompleteMultipartUpload><Part><PartNumber>2</PartNumber><ETag>"e"</ETag></Part></CompleteMultipartUpload>';
    expect(s3.decoded(aRequest("POST /b/k?uploadId=u", { body: parts })).MultipartUpload).to.deep.equal({
      Parts: [{ PartNumber: 2, ETag: '"e"' }],
    });
    const block =
      "<PublicAccessBlockConfiguration><BlockPublicAcls>TRUE</BlockPublicAcls></PublicAccessBlockConfiguration>";
    expect(
      s3.decoded(aRequest("PUT /b?publicAccessBlock", { body: block })).PublicAccessBlockConfiguration,
    ).to.deep.equal({
      BlockPublicAcls: true,
    });
  });

  it("are read with a grantee's type, which is an attribute", () => {
    const xsi = "http://www.w3.org/2001/XMLSchema-instance";
    const grantee = `<Grantee xmlns:xsi="${xsi}" xsi:type="CanonicalUser"><ID>1</ID></Grantee>`;
    const grant = `<Grant>${grantee}<Permission>READ</Permission></Grant>`;
    const policy = `<AccessControlPolicy><AccessControlList>${grant}</AccessControlList></AccessControlPolicy>`;
    expect(s3.decoded(aRequest("PUT /b?acl", { body: policy })).AccessControlPolicy).to.deep.equal({
      Grants: [{ Grantee: { Type: "CanonicalUser", ID: "1" }, Permission: "READ" }],
    });
    expect(
      body("GetBucketAcl", { Grants: [{ Grantee: { Type: "CanonicalUser", ID: "1" }, Permission: "READ" }] }),
    ).to.equal(`<AccessControlPolicy ${XMLNS}><AccessControlList>${grant}</AccessControlList></AccessControlPolicy>`);
  });

  for (const [what, line, xml] of [
    ["no XML", "POST /b?delete", "delete everything"],
    ["elements that do not close", "POST /b?delete", "<Delete><Object></Delete>"],
    ["a text for a number", "POST /b/k?uploadId=u", "<C><Part><PartNumber>two</PartNumber></Part></C>"],
    ["nothing for a number", "POST /b/k?uploadId=u", "<C><Part><PartNumber></PartNumber></Part></C>"],
    ["a moment that is none", "PUT /b/k?retention", "<Retention><RetainUntilDate>soon</RetainUntilDate></Retention>"],
  ] as const) {
    it(`are refused with ${what}`, () => {
      expect(refusal(() => s3.decoded(aRequest(line, { body: xml })))).to.include({
        code: "MalformedXML",
        status: 400,
      });
    });
  }

  it("know no entities but XML's own", () => {
    const bomb = '<!DOCTYPE d [<!ENTITY e "boom">]><Delete><Object><Key>&e;</Key></Object></Delete>';
    const { Delete } = s3.decoded(aRequest("POST /b?delete", { body: bomb })) as {
      Delete: { Objects: { Key: string }[] };
    };
    expect(Delete.Objects[0]!.Key).to.not.include("boom");
  });

  it("answer with the root that S3 documents, flat lists, and every text escaped", () => {
    const LastModified = new Date("2026-01-01T00:00:00.000Z");
    const Contents = [
      { Key: "<a>&\u0001", LastModified, Size: 1 },
      { Key: "b", Size: 0 },
    ];
    expect(body("ListObjectsV2", { Name: "b", IsTruncated: false, Contents, CommonPrefixes: [] })).to.equal(
      `<ListBucketResult ${XMLNS}><IsTruncated>false</IsTruncated><Contents><Key>&lt;a&gt;&amp;&#x1;</Key>` +
        "<LastModified>2026-01-01T00:00:00.000Z</LastModified><Size>1</Size></Contents>" +
        "<Contents><Key>b</Key><Size>0</Size></Contents><Name>b</Name></ListBucketResult>",
    );
  });

  for (const [operation, output, expected] of [
    [
      "ListBuckets",
      { Buckets: [{ Name: "b" }] },
      `<ListAllMyBucketsResult ${XMLNS}><Buckets><Bucket><Name>b</Name></Bucket></Buckets></ListAllMyBucketsResult>`,
    ],
    ["GetBucketLocation", {}, `<LocationConstraint ${XMLNS}></LocationConstraint>`],
    [
      "GetBucketLocation",
      { LocationConstraint: "eu-west-1" },
      `<LocationConstraint ${XMLNS}>eu-west-1</LocationConstraint>`,
    ],
    ["GetBucketVersioning", {}, `<VersioningConfiguration ${XMLNS}></VersioningConfiguration>`],
    ["GetBucketNotificationConfiguration", {}, `<NotificationConfiguration ${XMLNS}></NotificationConfiguration>`],
    [
      "CreateMultipartUpload",
      { UploadId: "u" },
      `<InitiateMultipartUploadResult ${XMLNS}><UploadId>u</UploadId></InitiateMultipartUploadResult>`,
    ],
    [
      "CopyObject",
      { CopyObjectResult: { ETag: '"e"' } },
      `<CopyObjectResult ${XMLNS}><ETag>&quot;e&quot;</ETag></CopyObjectResult>`,
    ],
    [
      "DeleteObjects",
      { Deleted: [{ Key: "a" }] },
      `<DeleteResult ${XMLNS}><Deleted><Key>a</Key></Deleted></DeleteResult>`,
    ],
  ] as const) {
    it(`answer ${operation} with ${expected.slice(0, 30)}...`, () => {
      expect(body(operation, output)).to.equal(expected);
      expect(s3.encoded(operation, output).headers["content-type"]).to.equal("application/xml");
    });
  }

  it("answer with headers alone when there is nothing to say", () => {
    const { status, headers, text } = s3.encoded("PutObject", { ETag: '"e"', ServerSideEncryption: "AES256" });
    expect({ status, text }).to.deep.equal({ status: 200, text: "" });
    expect(headers).to.include({ etag: '"e"', "x-amz-server-side-encryption": "AES256", "x-amz-request-id": "id-1" });
    expect(headers).to.have.property("x-amz-id-2");
    expect(headers).to.not.have.property("content-type");
    expect(s3.encoded("DeleteObject", {}).status).to.equal(204);
  });

  it("answer with a whole object by 200, and with a part of it by 206", () => {
    const whole = s3.encoded("GetObject", { Body: Buffer.from("abc"), ContentLength: 3, Metadata: { origin: "lab" } });
    expect(whole).to.include({ status: 200, text: "abc" });
    expect(whole.headers).to.include({ "content-length": "3", "x-amz-meta-origin": "lab" });
    const part = s3.encoded("GetObject", { Body: Buffer.from("b"), ContentRange: "bytes 1-1/3" });
    expect(part).to.include({ status: 206, text: "b" });
    expect(part.headers["content-range"]).to.equal("bytes 1-1/3");
  });

  it("write moments in headers as HTTP has them", () => {
    const LastModified = new Date("2026-01-01T00:00:01.500Z");
    expect(s3.encoded("HeadObject", { LastModified }).headers["last-modified"]).to.equal(
      "Thu, 01 Jan 2026 00:00:01 GMT",
    );
  });

  it("answer an error with its code, message and members, and without a namespace", () => {
    const { status, headers, text } = s3.refused(
      new AwsError("NoSuchKey", "The specified key does not exist.", 404, { Key: "a&b" }),
    );
    expect(status).to.equal(404);
    expect(text).to.match(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<Error><Code>NoSuchKey<\/Code><Message>The specified key does not exist.<\/Message><Key>a&amp;b<\/Key><RequestId>id-1<\/RequestId><HostId>[^<]+<\/HostId><\/Error>$/,
    );
    expect(headers).to.include({ "content-type": "application/xml", "x-amz-request-id": "id-1" });
  });
});
