import * as cloudwatch from "@aws-sdk/client-cloudwatch";
import { CborCodec, cbor } from "@smithy/core/cbor";
import { expect } from "chai";
import { rpcV2Cbor } from "../../cloud/gateway/protocols/rpc-v2-cbor.ts";
import { protocolOf, SERVICES } from "../../cloud/gateway/services.ts";
import { AwsError } from "../../cloud/kernel/errors.ts";
import { Random } from "../../cloud/kernel/random.ts";
import { aRequest, aService, refusal } from "./a-request.ts";
import { aStructure } from "./a-value.ts";

const service = aService("cloudwatch", rpcV2Cbor);
const PATH = "POST /service/GraniteServiceVersion20100801/operation";
const asked = (operation: string, body: Uint8Array) =>
  aRequest(`${PATH}/${operation}`, { headers: { "smithy-protocol": "rpc-v2-cbor" }, body });

/** The codec that official clients write and read with, by their schemas (`[9, namespace, name, traits, input, output]`). */
const codec = new CborCodec();
const schemaOf = (operation: string, side: "input" | "output") => {
  const schema = (cloudwatch as unknown as Record<string, unknown[]>)[`${operation}$`]!;
  return (schema[side === "input" ? 4 : 5] as () => never)();
};

function clientWrites(operation: string, input: object): Uint8Array {
  const serializer = codec.createSerializer();
  serializer.write(schemaOf(operation, "input"), input);
  return Buffer.from(serializer.flush());
}

describe("Smithy RPC v2 in CBOR", () => {
  it("is chosen by its header", () => {
    expect(protocolOf(asked("ListMetrics", new Uint8Array()), SERVICES.cloudwatch!)).to.equal(rpcV2Cbor);
  });

  it("finds the operation in the path", () => {
    expect(service.routed(asked("PutMetricData", new Uint8Array()))).to.equal("PutMetricData");
    expect(service.routed(asked("Nothing", new Uint8Array()))).to.equal(undefined);
    expect(service.routed(aRequest("POST /"))).to.equal(undefined);
  });

  const operations = [...SERVICES.cloudwatch!.model.operations.values()];

  it(`reads what official clients write, for ${operations.length} operations`, () => {
    for (const { name, input } of operations) {
      const value = aStructure(input, Random.fromSeed(`cbor ${name}`));
      expect(service.decoded(asked(name, clientWrites(name, value))), name).to.deep.equal(value);
    }
  });

  it(`writes what official clients read, for ${operations.length} operations`, () => {
    for (const { name, output } of operations) {
      const value = aStructure(output, Random.fromSeed(`cbor ${name}`).fork("output"));
      const { body, headers, status } = service.encoded(name, value);
      expect({ status, ...headers }).to.include({
        status: 200,
        "smithy-protocol": "rpc-v2-cbor",
        "content-type": "application/cbor",
      });
      const read = codec.createDeserializer().read(schemaOf(name, "output"), body as Uint8Array);
      expect(read ?? {}, name).to.deep.equal(value);
    }
  });

  it("writes errors by their shape, with the query code beside it", () => {
    const error = new AwsError("ResourceNotFound", "Dashboard d does not exist", 404);
    const { status, headers, body } = service.refused(error);
    expect(status).to.equal(404);
    expect(headers["x-amzn-query-error"]).to.match(/^ResourceNotFound;Sender$/);
    const { __type, message } = cbor.deserialize(body as Uint8Array);
    expect(__type).to.match(/^com\.amazonaws\.cloudwatch#/);
    expect(message).to.equal("Dashboard d does not exist");
    const unknown = cbor.deserialize(service.refused(new AwsError("Throttling", "slow")).body as Uint8Array);
    expect(unknown).to.deep.equal({ __type: "Throttling", message: "slow" });
  });

  it("refuses what is not CBOR, and values of the wrong kind", () => {
    const wrong = [
      Buffer.from([0xff, 0xff]),
      Buffer.from(cbor.serialize({ Namespace: 1 })),
      Buffer.from(cbor.serialize({ MetricData: "x" })),
      Buffer.from(cbor.serialize({ MetricData: [{ MetricName: "m", Timestamp: "today" }] })),
      Buffer.from(cbor.serialize([])),
    ];
    for (const body of wrong) {
      expect(refusal(() => service.decoded(asked("PutMetricData", body))).code).to.equal("SerializationException");
    }
  });

  it("reads moments as whole seconds and as fractions", () => {
    const read = (seconds: number) => {
      const body = clientWrites("PutMetricData", {
        Namespace: "n",
        MetricData: [{ MetricName: "m", Timestamp: new Date(seconds * 1000) }],
      });
      const input = service.decoded(asked("PutMetricData", body)) as unknown as cloudwatch.PutMetricDataCommandInput;
      return input.MetricData![0]!.Timestamp!.getTime();
    };
    expect([read(1_700_000_000), read(1_700_000_000.25)]).to.deep.equal([1_700_000_000_000, 1_700_000_000_250]);
  });
});
