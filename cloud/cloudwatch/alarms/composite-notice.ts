import type { Place } from "../../kernel/house.ts";
import type { AlarmNotice } from "../ports.ts";
import type { CompositeAlarm } from "./composite.ts";
import { instant, json } from "./java.ts";
import { envelopeOf, subjectOf, told } from "./notice.ts";
import { regionName } from "./regions.ts";
import type { AlarmState } from "./ringing.ts";

/** A composite alarm's change of state as CloudWatch tells it. Keys and their order were seen in notifications. */
export function compositeNoticeOf(alarm: CompositeAlarm, before: AlarmState, place: Place): AlarmNotice {
  return {
    alarmArn: alarm.arn,
    alarmName: alarm.name,
    subject: subjectOf(alarm, regionName(place.region)),
    message: messageOf(alarm, before, place),
    event: eventOf(alarm, before, place),
  };
}

function messageOf({ name, arn, definition, state }: CompositeAlarm, before: AlarmState, place: Place): string {
  return json({
    AlarmName: name,
    AlarmDescription: definition.AlarmDescription ?? "",
    AWSAccountId: place.accountId,
    NewStateValue: state.value,
    NewStateReason: state.reason,
    StateChangeTime: instant(state.transitionedAt),
    Region: regionName(place.region),
    AlarmArn: arn,
    OKActions: definition.OKActions,
    AlarmActions: definition.AlarmActions,
    InsufficientDataActions: definition.InsufficientDataActions,
    OldStateValue: before.value,
    AlarmRule: definition.AlarmRule,
    TriggeringChildren: triggeringIn(state),
  });
}

/** The triggering alarms of the reason's data, with capitals; none of a state that was set by hand. */
function triggeringIn({ reasonData }: AlarmState) {
  const { triggeringAlarms = [] } = (reasonData ? JSON.parse(reasonData) : {}) as Triggers;
  return triggeringAlarms.map(({ arn, state }) => ({
    Arn: arn,
    State: { Value: state.value, Timestamp: state.timestamp },
  }));
}

interface Triggers {
  readonly triggeringAlarms?: readonly {
    readonly arn: string;
    readonly state: { readonly value: string; readonly timestamp: string };
  }[];
}

/** "Alarm events and EventBridge" in the user guide shows the configuration of a composite alarm. */
function eventOf(alarm: CompositeAlarm, before: AlarmState, place: Place): string {
  const { name, state, definition } = alarm;
  return json({
    ...envelopeOf(alarm, place),
    alarmData: {
      alarmName: name,
      state: told(state),
      previousState: told(before),
      configuration: { description: definition.AlarmDescription, alarmRule: definition.AlarmRule },
    },
  });
}
