import { expect } from "chai";
import { anSns, refusal, TOPIC_ARN } from "./a-sns.ts";

describe("phones", () => {
  const subscribe = (Endpoint: string) => {
    const sns = anSns();
    sns.call("CreateTopic", { Name: "converted" });
    return { ...sns, work: () => sns.call("Subscribe", { TopicArn: TOPIC_ARN, Protocol: "sms", Endpoint }) };
  };

  it("are subscribed without being asked, and hear nothing", () => {
    const { call, work, delivered } = subscribe("+123123123");
    const { Attributes } = call("GetSubscriptionAttributes", work());
    expect(Attributes).to.include({ PendingConfirmation: "false", ConfirmationWasAuthenticated: "true" });
    call("Publish", { TopicArn: TOPIC_ARN, Message: "m" });
    expect(delivered).to.deep.equal([]);
  });

  for (const [number, good] of [
    ["+15551234567", true],
    ["15/55-123.456.7", true],
    ["NAA+15551234567", false],
    ["./+15551234567", false],
    ["+1555--1234567", false],
    ["+0123", false],
  ] as const) {
    it(`${good ? "have" : "do not have"} a number like ${number}`, () => {
      const said = good ? "nothing was refused" : `InvalidParameter 400: Invalid SMS endpoint: ${number}`;
      expect(refusal(subscribe(number).work)).to.equal(said);
    });
  }

  it("are sent messages that reach nobody, and have opted out of none", () => {
    const { call } = anSns();
    const answer = call("Publish", { PhoneNumber: "+15551234567", Message: "m" });
    expect(answer.MessageId).to.match(/^[0-9a-f-]{36}$/);
    expect(call("ListPhoneNumbersOptedOut", {})).to.deep.equal({ phoneNumbers: [] });
    const ask = (phoneNumber: string) => () => call("CheckIfPhoneNumberIsOptedOut", { phoneNumber });
    expect(ask("+15551234567")()).to.deep.equal({ isOptedOut: false });
    expect(refusal(ask("me"))).to.equal(
      "InvalidParameter 400: Invalid parameter: PhoneNumber Reason: input incorrectly formatted",
    );
  });

  it("have settings of the account, shown as asked", () => {
    const { call } = anSns();
    call("SetSMSAttributes", { attributes: { DefaultSMSType: "Transactional", DefaultSenderID: "lab" } });
    const shown = (attributes?: string[]) => call("GetSMSAttributes", { attributes }).attributes;
    expect(shown(["DefaultSMSType"])).to.deep.equal({ DefaultSMSType: "Transactional" });
    expect(shown()).to.have.keys("DefaultSMSType", "DefaultSenderID");
  });
});
