import { expect } from "chai";
import { OptionError, optionSpecs, settingsOf, stackOptions } from "../../infra/options.ts";

describe("the stack options", () => {
  it("are the workshop's pipeline by default: sound but for its timeout of 3 seconds", () => {
    expect(stackOptions()).to.deep.equal({
      suffix: "lab",
      timeoutSeconds: 3,
      transformVariant: "correct",
      memoryMb: 256,
      retries: 2,
      eventAgeSeconds: 21600,
      reservedConcurrency: -1,
      deadLetterQueue: true,
      deadLetterQueuePermitted: true,
      subscriptionRedrive: true,
      completenessAlarm: true,
      deadLetterErrorsAlarm: true,
      visibilityTimeoutSeconds: 180,
      logRetentionDays: 14,
      providerMaxRetries: 25,
    });
  });

  it("take a default of their own for a value", () => {
    for (const [name, spec] of Object.entries(optionSpecs)) {
      expect(stackOptions({ [name]: String(spec.default) }), name).to.deep.equal(stackOptions());
    }
  });

  it("read text and plain values alike", () => {
    const read = stackOptions({
      timeoutSeconds: "120",
      retries: 0,
      deadLetterQueue: "false",
      completenessAlarm: false,
    });
    expect(read).to.include({ timeoutSeconds: 120, retries: 0, deadLetterQueue: false, completenessAlarm: false });
  });

  it("are assigned with an equals sign, the last assignment of a name counting", () => {
    expect(settingsOf(["retries=2", " timeoutSeconds = 120 ", "retries=1"])).to.deep.equal({
      timeoutSeconds: "120",
      retries: "1",
    });
  });

  const refused: [string, unknown, string][] = [
    ["timeoutSeconds", 0, "a whole number from 1 to 900"],
    ["timeoutSeconds", "901", "a whole number from 1 to 900"],
    ["timeoutSeconds", "2.5", "a whole number from 1 to 900"],
    ["timeoutSeconds", "", "a whole number from 1 to 900"],
    ["memoryMb", "64", "a whole number from 128 to 10240"],
    ["retries", 3, "a whole number from 0 to 2"],
    ["eventAgeSeconds", 59, "a whole number from 60 to 21600"],
    ["reservedConcurrency", -2, "-1 (nothing reserved) or 0 to 10000"],
    ["deadLetterQueue", "yes", "true or false"],
    ["logRetentionDays", 8, "one of 1, 3, 5, 7, 14, 30"],
    ["suffix", "Lab", "1 to 20 of a-z"],
    ["suffix", "a--b", "1 to 20 of a-z"],
    ["suffix", "x-s3alias", "1 to 20 of a-z"],
    ["suffix", "abcdefghijklmnopqrstu", "1 to 20 of a-z"],
  ];
  for (const [name, value, range] of refused) {
    it(`refuse ${name}=${value} and name the range`, () => {
      const error = refusal(() => stackOptions({ [name]: value }));
      expect(error.code).to.equal("LAB_OPTION_RANGE");
      expect(error.message).to.include(`${name} cannot be ${JSON.stringify(value)}: it is ${range}`);
      expect(error.next).to.include(`${name}=${optionSpecs[name as keyof typeof optionSpecs].default}`);
    });
  }

  it("suggest the nearest names for one that does not exist", () => {
    expect(refusal(() => stackOptions({ timeoutSecond: 1 }))).to.include({
      code: "LAB_OPTION_UNKNOWN",
      message: '"timeoutSecond" is not an option of the stack.',
      next: "Did you mean timeoutSeconds?",
    });
    expect(refusal(() => stackOptions({ deadletterqueue: 1 })).next).to.match(/^Did you mean deadLetterQueue/);
  });

  it("list themselves when nothing is near", () => {
    expect(refusal(() => stackOptions({ colour: "red" })).next).to.include("suffix, timeoutSeconds, transformVariant");
  });

  it("are not to be mistaken for what every object has", () => {
    expect(refusal(() => stackOptions({ constructor: 1 })).code).to.equal("LAB_OPTION_UNKNOWN");
  });

  it("ask for the form name=value", () => {
    for (const text of ["timeoutSeconds", "=120"]) {
      expect(refusal(() => settingsOf([text]))).to.include({
        code: "LAB_OPTION_FORM",
        message: `"${text}" is not an assignment.`,
      });
    }
  });
});

function refusal(attempt: () => unknown): OptionError {
  try {
    attempt();
  } catch (error) {
    if (error instanceof OptionError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}
