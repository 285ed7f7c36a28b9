/** The minutes a cron expression names, one set per field. */
export interface CronTimes {
  minute: Set<number>;
  hour: Set<number>;
  day: Set<number>;
  month: Set<number>;
  weekday: Set<number>;
  /** With both day fields restricted, either is enough: the rule of cron(5). */
  eitherDay: boolean;
}

/**
 * Reads a five-field cron expression in UTC: `*`, numbers, `a-b`, lists and `/n` steps.
 * Names, seconds and time zones other than UTC give undefined: the caller refuses them by name.
 */
export function parseCron(expression: string): CronTimes | undefined {
  const fields = expression
    .trim()
    .replace(/^TZ=(UTC|Etc\/UTC)\s+/, "")
    .split(/\s+/);
  if (fields.length !== 5) return undefined;
  const [minute, hour, day, month, weekday] = [
    parseField(fields[0], 0, 59),
    parseField(fields[1], 0, 23),
    parseField(fields[2], 1, 31),
    parseField(fields[3], 1, 12),
    parseField(fields[4], 0, 7),
  ];
  if (!minute || !hour || !day || !month || !weekday) return undefined;
  if (weekday.has(7)) weekday.add(0);
  const eitherDay = !fields[2]?.startsWith("*") && !fields[4]?.startsWith("*");
  return { minute, hour, day, month, weekday, eitherDay };
}

/** Whether the expression names the minute `at` is in. */
export function cronMatches(times: CronTimes, at: Date): boolean {
  const day = times.day.has(at.getUTCDate());
  const weekday = times.weekday.has(at.getUTCDay());
  return (
    times.minute.has(at.getUTCMinutes()) &&
    times.hour.has(at.getUTCHours()) &&
    times.month.has(at.getUTCMonth() + 1) &&
    (times.eitherDay ? day || weekday : day && weekday)
  );
}

function parseField(field: string | undefined, min: number, max: number): Set<number> | undefined {
  const values = new Set<number>();
  for (const part of (field ?? "").split(",")) {
    const match = /^(?:(\*)|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
    if (!match) return undefined;
    const [, star, from, to, step] = match;
    const first = star ? min : Number(from);
    // "5/10" means from 5 on, as in most crons; a bare "5" is one value.
    const last = star || (step && !to) ? max : Number(to ?? from);
    const stride = step === undefined ? 1 : Number(step);
    if (first < min || last > max || first > last || stride < 1) return undefined;
    for (let value = first; value <= last; value += stride) values.add(value);
  }
  return values;
}
