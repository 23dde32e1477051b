import type * as CloudWatch from "@aws-sdk/client-cloudwatch";
import type { Output } from "../../kernel/house.ts";
import type { Alarm } from "../alarms/alarm.ts";
import type { AlarmBook } from "../alarms/book.ts";
import { CompositeAlarm } from "../alarms/composite.ts";
import { STATES } from "../alarms/evaluation.ts";
import type { Ringing } from "../alarms/ringing.ts";
import { constraint, invalidNextToken, notInEnum, validationError } from "../errors.ts";
import { identityOf } from "../metrics/metric.ts";
import { slice } from "../tokens.ts";

/** DescribeAlarms and DescribeAlarmHistory answer with no more at once (their API reference). */
const MAX_RECORDS = 100;

interface Paged {
  readonly MaxRecords?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** One page; a page of more than the limit is refused. */
export function pageOf<Item>(all: readonly Item[], input: Paged) {
  const { MaxRecords = MAX_RECORDS, NextToken } = input;
  if (MaxRecords < 1) throw constraint(MaxRecords, "maxRecords", "Member must have value greater than or equal to 1");
  if (MaxRecords > MAX_RECORDS) {
    throw constraint(MaxRecords, "maxRecords", `Member must have value less than or equal to ${MAX_RECORDS}`);
  }
  return slice(all, MaxRecords, NextToken, invalidNextToken);
}

type Input = CloudWatch.DescribeAlarmsCommandInput;

/** The operations that find alarms. */
export function alarmListing(alarms: AlarmBook) {
  return {
    DescribeAlarms(input: Input): Output<CloudWatch.DescribeAlarmsCommandOutput> {
      checkFilters(input);
      const related = relatedTo(alarms, input);
      const chosen: readonly Ringing[] = related ?? alarms.all().filter((alarm) => isChosen(alarm, input));
      const { items, ...next } = pageOf(byName(chosen), input);
      const shown = (type: Ringing["type"]) =>
        items
          .filter((alarm) => alarm.type === type)
          .map((alarm) => (related ? briefly(alarm, input) : shownAlarm(alarm)));
      return { CompositeAlarms: shown("CompositeAlarm"), MetricAlarms: shown("MetricAlarm"), ...next };
    },

    DescribeAlarmsForMetric(
      input: CloudWatch.DescribeAlarmsForMetricCommandInput,
    ): Output<CloudWatch.DescribeAlarmsForMetricCommandOutput> {
      const watching = byName(alarms.metricAlarms()).filter((alarm) => watches(alarm, input));
      return { MetricAlarms: watching.map(shownAlarm) };
    },
  };
}

/** Those whose parents or children are asked for are asked for alone (DescribeAlarms' API reference; the words are ours). */
function checkFilters(input: Input): void {
  if (input.AlarmNames?.length && input.AlarmNamePrefix !== undefined) {
    throw validationError("AlarmNames and AlarmNamePrefix must not be specified together");
  }
  if (input.StateValue !== undefined && !STATES.includes(input.StateValue)) {
    throw notInEnum(input.StateValue, "stateValue", STATES);
  }
  const { ChildrenOfAlarmName: parent, ParentsOfAlarmName: child, MaxRecords: _, NextToken: __, ...filters } = input;
  const relation = parent === undefined ? child : parent;
  const others = Object.values(filters).some((value) => value !== undefined);
  if (relation !== undefined && (others || (parent !== undefined && child !== undefined))) {
    throw validationError("ChildrenOfAlarmName and ParentsOfAlarmName must not be specified with other filters");
  }
}

/** The alarms that a composite alarm names, or those that name an alarm; nothing where neither is asked for. */
function relatedTo(alarms: AlarmBook, { ChildrenOfAlarmName, ParentsOfAlarmName }: Input) {
  if (ParentsOfAlarmName !== undefined) return alarms.composites.parentsOf(alarms.get(ParentsOfAlarmName));
  if (ChildrenOfAlarmName === undefined) return undefined;
  const parent = alarms.get(ChildrenOfAlarmName);
  return parent instanceof CompositeAlarm ? alarms.composites.childrenOf(parent) : [];
}

/** What DescribeAlarms tells of relations (its API reference). */
function briefly({ name, arn, state }: Ringing, { ParentsOfAlarmName }: Input) {
  const identity = { AlarmName: name, AlarmArn: arn };
  if (ParentsOfAlarmName !== undefined) return identity;
  return { ...identity, StateValue: state.value, StateUpdatedTimestamp: new Date(state.updatedAt) };
}

function byName<Item extends Ringing>(all: readonly Item[]): Item[] {
  return all.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Who does not ask for composite alarms gets none, though there are some (DescribeAlarms' API reference). */
function isChosen({ name, type, state, definition }: Ringing, input: Input): boolean {
  const actions = [...definition.OKActions, ...definition.AlarmActions, ...definition.InsufficientDataActions];
  const { AlarmNames: names, AlarmNamePrefix: prefix = "", StateValue: value, ActionPrefix: action } = input;
  const types = input.AlarmTypes?.length ? input.AlarmTypes : ["MetricAlarm"];
  return (
    types.includes(type) &&
    (!names?.length || names.includes(name)) &&
    name.startsWith(prefix) &&
    (value === undefined || state.value === value) &&
    (action === undefined || actions.some((arn) => arn.startsWith(action)))
  );
}

/** Alarms on expressions are not found by the metrics they use. */
function watches({ definition }: Alarm, input: CloudWatch.DescribeAlarmsForMetricCommandInput): boolean {
  const { Namespace = "", MetricName = "" } = definition;
  const own = JSON.stringify(sorted(identityOf(Namespace, MetricName, definition.Dimensions)));
  const asked = JSON.stringify(sorted(identityOf(input.Namespace ?? "", input.MetricName ?? "", input.Dimensions)));
  const details = ["Statistic", "ExtendedStatistic", "Period", "Unit"] as const;
  return (
    own === asked && details.every((detail) => input[detail] === undefined || input[detail] === definition[detail])
  );
}

function sorted({ namespace, name, dimensions }: ReturnType<typeof identityOf>) {
  return [namespace, name, dimensions.toSorted(([a], [b]) => (a < b ? -1 : 1))];
}

/** An alarm as it was put, with its state. AWS leaves out what nobody gave. */
function shownAlarm({ arn, definition, configuredAt, state }: Ringing) {
  return {
    ...definition,
    AlarmArn: arn,
    AlarmConfigurationUpdatedTimestamp: new Date(configuredAt),
    StateValue: state.value,
    StateReason: state.reason,
    ...(state.reasonData !== undefined && { StateReasonData: state.reasonData }),
    StateUpdatedTimestamp: new Date(state.updatedAt),
    StateTransitionedTimestamp: new Date(state.transitionedAt),
  };
}
