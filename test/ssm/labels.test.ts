import { expect } from "chai";
import { anSsm, refusal } from "./an-ssm.ts";

/** A parameter `/app/key` with three versions. */
function threeVersions() {
  const ssm = anSsm();
  for (const value of ["one", "two", "three"]) ssm.put("/app/key", value, { Overwrite: true });
  const label = (Labels: string[], ParameterVersion?: number) =>
    ssm.call("LabelParameterVersion", { Name: "/app/key", Labels, ...(ParameterVersion && { ParameterVersion }) });
  const labels = () =>
    ssm.call("GetParameterHistory", { Name: "/app/key" }).Parameters.map(({ Labels }: { Labels: string[] }) => Labels);
  return { ...ssm, label, labels };
}

describe("A label", () => {
  it("names a version, the latest if none is told, and is read by", () => {
    const { call, label } = threeVersions();
    expect(label(["first"], 1)).to.deep.equal({ InvalidLabels: [], ParameterVersion: 1 });
    expect(label(["newest"])).to.deep.equal({ InvalidLabels: [], ParameterVersion: 3 });
    expect(call("GetParameter", { Name: "/app/key:first" }).Parameter).to.include({
      Value: "one",
      Version: 1,
      Selector: ":first",
    });
    expect(call("GetParameters", { Names: ["/app/key:none"] }).InvalidParameters).to.deep.equal(["/app/key:none"]);
  });

  it("moves to the version it is given next", () => {
    const { label, labels } = threeVersions();
    label(["a", "b", "c"], 1);
    label(["b", "c"], 2);
    expect(labels()).to.deep.equal([["a"], ["b", "c"], []]);
  });

  it("is taken away, from the version that has it", () => {
    const { call, label, labels } = threeVersions();
    label(["a", "b"], 1);
    const unlabel = (ParameterVersion: number) =>
      call("UnlabelParameterVersion", { Name: "/app/key", ParameterVersion, Labels: ["a", "none"] });
    expect(unlabel(2)).to.deep.equal({ RemovedLabels: [], InvalidLabels: ["a", "none"] });
    expect(unlabel(1)).to.deep.equal({ RemovedLabels: ["a"], InvalidLabels: ["none"] });
    expect(labels()).to.deep.equal([["b"], [], []]);
  });

  it("may not be everything, and the others of a request are given all the same", () => {
    const { label, labels } = threeVersions();
    const refused = ["awsabc", "SSMabc", "9abc", "abc/1", "a b"];
    expect(label([...refused, "good"], 1).InvalidLabels).to.deep.equal(refused);
    expect(labels()[0]).to.deep.equal(["good"]);
    expect(refusal(() => label(["a".repeat(101)]))).to.contain(
      "at 'labels' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 100, Member must have length greater than or equal to 1]",
    );
  });

  it("is one of ten on a version, and none is given when there would be more", () => {
    const { label, labels } = threeVersions();
    const ten = Array.from({ length: 10 }, (_, i) => `l${i}`);
    label(ten, 1);
    label(["l3"], 1);
    expect(refusal(() => label(["l3", "more"], 1))).to.equal(
      "ParameterVersionLabelLimitExceeded 400: A parameter version can have maximum 10 labels.Move one or more labels to another version and try again.",
    );
    expect(labels()[0]).to.deep.equal(ten);
  });

  it("is for versions that are there", () => {
    const { call, label } = threeVersions();
    expect(refusal(() => label(["a"], 9))).to.equal(
      "ParameterVersionNotFound 400: Systems Manager could not find version 9 of /app/key. Verify the version and try again.",
    );
    expect(refusal(() => call("LabelParameterVersion", { Name: "none", Labels: ["a"] }))).to.equal(
      "ParameterNotFound 400: ",
    );
    expect(refusal(() => call("GetParameter", { Name: "/app/key:gone" }))).to.contain("could not find version gone");
  });

  it("keeps the oldest version from making room", () => {
    const { put, label } = threeVersions();
    label(["keep"], 1);
    for (let version = 4; version <= 100; version++) put("/app/key", "x", { Overwrite: true });
    expect(refusal(() => put("/app/key", "x", { Overwrite: true }))).to.contain(
      "ParameterMaxVersionLimitExceeded 400: You attempted to create a new version of /app/key by calling the PutParameter API with the overwrite flag. Version 1, the oldest version,",
    );
    label(["keep"], 2);
    expect(put("/app/key", "x", { Overwrite: true }).Version).to.equal(101);
  });

  it("selects the version that a listing by path shows", () => {
    const { call, label } = threeVersions();
    label(["prod"], 2);
    const ParameterFilters = [{ Key: "Label", Values: ["prod"] }];
    const shown = (filters: object) => call("GetParametersByPath", { Path: "/app", ...filters }).Parameters;
    expect(shown({ ParameterFilters })[0]).to.include({ Value: "two", Version: 2 });
    expect(shown({})[0].Version).to.equal(3);
    expect(shown({ ParameterFilters: [{ Key: "Label", Values: ["none"] }] })).to.deep.equal([]);
  });
});
