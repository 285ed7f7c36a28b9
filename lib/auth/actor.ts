/** Who asks for something: a person with a session, a program with a key, or the product itself. */
export type Actor =
  | { kind: "user"; id: string; email: string; role: string }
  | { kind: "apiKey"; id: string; name: string }
  | { kind: "system"; id: null };

/** The product itself: functions, sweepers, scripts run by the operator. */
export const systemActor: Actor = { kind: "system", id: null };
