import { expect } from "chai";
import { DoorFaults } from "../../cloud/kernel/faults.ts";
import { Random } from "../../cloud/kernel/random.ts";

const KNOCK = {
  service: "s3",
  operation: "PutObject",
  resource: "arn:aws:s3:::documents/output/1.csv",
  principal: "arn:x",
};
const SLOW_DOWN = { error: { code: "SlowDown", message: "Please reduce your request rate.", status: 503 } };

describe("door faults", () => {
  it("strike the requests they choose, until they are lifted", () => {
    const faults = new DoorFaults(Random.fromSeed(1));
    const lift = faults.add({
      service: "s3",
      resource: "*/output/*",
      probability: 1,
      when: "before",
      effect: SLOW_DOWN,
    });
    const [strike] = faults.strikes("before", KNOCK);
    expect(strike).to.have.nested.property("error.code", "SlowDown");
    expect(faults.strikes("after", KNOCK)).to.deep.equal([]);
    expect(faults.strikes("before", { ...KNOCK, resource: "arn:aws:s3:::documents/input/1.json" })).to.deep.equal([]);
    expect(faults.strikes("before", { ...KNOCK, service: "sqs" })).to.deep.equal([]);
    lift();
    expect(faults.strikes("before", KNOCK)).to.deep.equal([]);
  });

  it("strike with their probability, and tell of each strike", () => {
    const faults = new DoorFaults(Random.fromSeed(2));
    let told = 0;
    faults.add({ probability: 0.33, when: "after", effect: { silence: true } }, () => void told++);
    const struck = Array.from({ length: 3000 }, () => faults.strikes("after", KNOCK)).filter(
      ({ length }) => length > 0,
    );
    expect(struck.length).to.be.within(920, 1060);
    expect(told).to.equal(struck.length);
  });
});
