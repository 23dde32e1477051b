import type * as Sns from "@aws-sdk/client-sns";
import type { Output } from "../../kernel/house.ts";
import { isPhoneNumber } from "../endpoint.ts";
import { invalidParameter } from "../errors.ts";

/** The operations on text messages. There are no phones: nobody has opted out, and the account's settings are kept. */
export function phoneOperations() {
  const settings: Record<string, string> = {};

  return {
    CheckIfPhoneNumberIsOptedOut(
      input: Sns.CheckIfPhoneNumberIsOptedOutCommandInput,
    ): Output<Sns.CheckIfPhoneNumberIsOptedOutCommandOutput> {
      if (!isPhoneNumber(input.phoneNumber!)) throw invalidParameter("PhoneNumber Reason: input incorrectly formatted");
      return { isOptedOut: false };
    },

    ListPhoneNumbersOptedOut(): Output<Sns.ListPhoneNumbersOptedOutCommandOutput> {
      return { phoneNumbers: [] };
    },

    OptInPhoneNumber(): Output<Sns.OptInPhoneNumberCommandOutput> {
      return {};
    },

    SetSMSAttributes(input: Sns.SetSMSAttributesCommandInput): Output<Sns.SetSMSAttributesCommandOutput> {
      Object.assign(settings, input.attributes);
      return {};
    },

    GetSMSAttributes(input: Sns.GetSMSAttributesCommandInput): Output<Sns.GetSMSAttributesCommandOutput> {
      const names = input.attributes ?? [];
      const asked = Object.entries(settings).filter(([name]) => names.length === 0 || names.includes(name));
      return { attributes: Object.fromEntries(asked) };
    },
  };
}
