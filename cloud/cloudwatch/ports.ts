/** What an alarm does in a new state: it tells a topic, calls a function, or whatever else an ARN names. */
export interface AlarmActions {
  /** Carries out one action. What it throws is kept in the alarm's history as a failed action. */
  act(actionArn: string, alarm: AlarmNotice): void;
}

/** An alarm's change of state, in the words for each kind of action. */
export interface AlarmNotice {
  readonly alarmArn: string;
  readonly alarmName: string;
  /** A notification's subject: `ALARM: "dead letters" in EU (Ireland)`. */
  readonly subject: string;
  /** A notification's message, JSON. */
  readonly message: string;
  /** A function's event, JSON. */
  readonly event: string;
}
