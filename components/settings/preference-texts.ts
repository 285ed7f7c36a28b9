import type { Preferences } from "@/lib/instance/preferences-schema";

interface FieldText {
  label: string;
  hint?: string;
}

/** The preferences that are made of numbers and switches, whose form is made of their schema. */
export type SimplePreference = Exclude<keyof Preferences, "outgoing">;

/** What each preference is called, and what it does. */
export const preferenceTexts: {
  [K in SimplePreference]: {
    title: string;
    description: string;
    fields: Record<keyof Preferences[K], FieldText>;
  };
} = {
  replay: {
    title: "Replays",
    description:
      "Deliveries that are resent together go out at a rate that their receivers can take. Whoever starts a replay may choose another one for it.",
    fields: {
      perSecond: { label: "Resends per second" },
    },
  },
  retention: {
    title: "Retention",
    description:
      "Details of the past are removed after a while. The figures of each day stay, and so do the charts.",
    fields: {
      bodiesDays: {
        label: "Days to keep bodies and headers",
        hint: "What was sent and answered at each attempt.",
      },
      historyDays: {
        label: "Days to keep runs and deliveries",
        hint: "Counted from their end. Orders stay.",
      },
    },
  },
  failingTargets: {
    title: "Failing targets",
    description:
      "A target that does nothing but fail for long can be paused: nothing more is sent to it until it answers again, or until somebody resumes it.",
    fields: {
      pauses: { label: "Pause targets that keep failing" },
      failures: { label: "Failed deliveries in a row" },
      hours: { label: "Hours from the first to the last of them, at least" },
    },
  },
};
