"use client";

import { ArrowRight, CircleCheck, CircleDashed } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Allowed, useRefusal } from "@/components/access";
import type { GuideStepKey, Overview } from "@/components/api";
import { useGuideActions } from "@/components/overview/use-guide-actions";
import { Button, buttonStyles } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";

/** A step that has to be done before, and how to say so. */
type Wait = { step: GuideStepKey; reason: string };

const texts: Record<GuideStepKey, { title: string; help: string; waitsFor?: Wait }> = {
  scenario: {
    title: "Create a scenario",
    help: "The template “Order created → Webhook to the test inbox” comes with a receiver of its own.",
  },
  test: {
    title: "Send a test webhook",
    help: "The sample of an order goes to the test inbox, through the same code path.",
    waitsFor: { step: "scenario", reason: "Create the scenario first." },
  },
  active: {
    title: "Activate the scenario",
    help: "From then on every new order starts it.",
    waitsFor: { step: "scenario", reason: "Create the scenario first." },
  },
  order: {
    title: "Create a test order",
    help: "A mock order takes the very way that the portal’s orders take.",
    waitsFor: {
      step: "active",
      reason: "Activate the scenario first: until then no order starts it.",
    },
  },
  delivery: {
    title: "See the webhook delivered",
    help: "What was sent, when, and what came back.",
    waitsFor: { step: "order", reason: "Create a test order first: it makes the delivery." },
  },
};

const linkStyles = buttonStyles({ size: "sm" });
const helpId = (key: GuideStepKey) => `guide-help-${key}`;

export function Guide({ guide }: { guide: Overview["guide"] }) {
  const scenarioId = guide.scenarioId ?? null;
  const actions = useGuideActions(scenarioId);
  const mayNotEdit = useRefusal("scenarios:write");
  const mayNotOrder = useRefusal("orders:write");
  const isDone = (key: GuideStepKey) => guide.steps.some((step) => step.key === key && step.done);
  const done = guide.steps.filter((step) => step.done).length;
  const next = guide.steps.find((step) => !step.done)?.key;
  const blocker = (key: GuideStepKey) => {
    const wait = texts[key].waitsFor;
    const refusal = key === "order" ? mayNotOrder : mayNotEdit;
    if (refusal !== null && key !== "delivery") return refusal;
    return wait && !isDone(wait.step) ? wait.reason : null;
  };

  const button = (key: "scenario" | "test" | "active" | "order", label: string) => (
    <Button
      size="sm"
      variant={key === next ? "primary" : "secondary"}
      busy={actions[key].isBusy}
      disabled={blocker(key) !== null}
      aria-describedby={helpId(key)}
      onClick={() => actions[key].run()}
    >
      {label}
    </Button>
  );
  const editor = scenarioId ? (
    <Link href={`/scenarios/${scenarioId}`} className={linkStyles}>
      Open the scenario
      <ArrowRight aria-hidden />
    </Link>
  ) : null;

  const todo: Record<GuideStepKey, ReactNode> = {
    scenario: button("scenario", "Create the scenario"),
    test: (
      <>
        {editor}
        {button("test", "Send test webhook")}
      </>
    ),
    active: (
      <>
        {editor}
        {button("active", "Activate")}
      </>
    ),
    order: button("order", "Create mock order"),
    delivery: blocker("delivery") ? null : (
      <Link href="/deliveries" className={linkStyles}>
        Go to deliveries
        <ArrowRight aria-hidden />
      </Link>
    ),
  };
  const after: Partial<Record<GuideStepKey, ReactNode>> = {
    scenario: editor,
    delivery: guide.deliveryId ? (
      <Link href={`/deliveries/${guide.deliveryId}`} className={linkStyles}>
        Open the delivery
        <ArrowRight aria-hidden />
      </Link>
    ) : null,
  };

  return (
    <section aria-labelledby="guide-title" className="rounded-md border bg-surface">
      <div className="flex flex-wrap items-center gap-2 border-b px-4 py-3">
        <div className="min-w-0 flex-1">
          <h2 id="guide-title" className="font-semibold text-base">
            {isDone("delivery")
              ? "Your first webhook was delivered"
              : "Get your first webhook delivered"}
          </h2>
          <p className="text-muted text-sm">
            {done} of {guide.steps.length} steps done. Each ticks itself when it has really
            happened.
          </p>
        </div>
        <Allowed to="scenarios:write">
          <Button
            variant="ghost"
            size="sm"
            busy={actions.dismiss.isBusy}
            onClick={() => actions.dismiss.run()}
          >
            Dismiss
          </Button>
        </Allowed>
      </div>
      <ol className="divide-y">
        {guide.steps.map((step) => {
          const text = texts[step.key];
          const Icon = step.done ? CircleCheck : CircleDashed;
          return (
            <li
              key={step.key}
              aria-current={step.key === next ? "step" : undefined}
              className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2"
            >
              <Icon
                aria-hidden
                className={cn("size-5 shrink-0", step.done ? "text-success" : "text-muted")}
              />
              <div className="min-w-48 flex-1">
                <p className={cn("font-medium", step.done && "text-muted")}>
                  {text.title}
                  <span className="sr-only">{step.done ? " (done)" : " (not done yet)"}</span>
                </p>
                <p id={helpId(step.key)} className="text-muted text-xs">
                  {step.done ? text.help : (blocker(step.key) ?? text.help)}
                </p>
              </div>
              {/* In a line of its own, it stands below the words. */}
              <div className="flex flex-wrap gap-2 empty:hidden max-sm:w-full max-sm:pl-8">
                {step.done ? after[step.key] : todo[step.key]}
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
